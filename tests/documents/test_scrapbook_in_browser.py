"""From a scrapbook kept on phones to a report, and what the office and the signatories see, in a real browser."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from documents import queries, services
from documents.services import Happening
from tests.browsing import axe_at_all_widths, somebody
from tests.documents import papers
from tests.documents.meadow import WHOLE, Meadow, MeadowPlan, MeadowReport, meadow
from tests.documents.world import Plan, World, make_world, reads
from tests.processes import wait_until
from workflow.messages import token_for
from workflow.services import advance


@pytest.fixture
def world(live: str) -> World:
    return make_world(timezone.now())


def signs_in(context: BrowserContext, site: str, person: object) -> None:
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def test_two_years_of_scraps_become_a_report(
    live: str, browser: Browser, context: BrowserContext, page: Page, world: World, tmp_path: Path
) -> None:
    run = meadow(world, world.now)
    world.save(world.document(run, MeadowPlan), **WHOLE)
    advance(run, Meadow.sow, actor=world.editor, now=world.now)
    for month in range(1, 25):
        day = timezone.localdate() - dt.timedelta(days=30 * (25 - month))
        services.keep_scrap(
            run,
            Happening(f"Month {month}: we counted birds.", day, "goal_1", month),
            key=uuid.uuid4(),
            now=world.now,
            by=world.editor,
        )
    signs_in(context, live, world.editor)
    page.goto(live + reverse("documents:scrapbook", args=[run.public_id]))
    axe_at_all_widths(page)
    page.get_by_role("button", name="Make a link").click()
    link = page.locator(".scrap-link").inner_text()
    photograph = tmp_path / "poppies.jpg"
    photograph.write_bytes(papers.picture(size=(900, 600)))

    with somebody(browser, viewport={"width": 360, "height": 740}) as phone:
        colleague = phone.new_page()
        colleague.goto(link)
        axe_at_all_widths(colleague)
        colleague.get_by_label("Your name").fill("Ola Okafor")
        colleague.get_by_label("What happened?").fill("Poppies, all over the bank.")
        colleague.get_by_label("Goal 1: Poppies and birds.").check()
        colleague.get_by_label("A picture (optional)").set_input_files(photograph)
        colleague.get_by_role("button", name="Keep it").click()
        expect(colleague.locator("main")).to_contain_text("Kept. Thank you!")

    page.goto(live + reverse("documents:section", args=[run.public_id, MeadowReport.code, "first"]))
    axe_at_all_widths(page)
    expect(page.locator("main")).to_contain_text("From your scrapbook (25)")
    expect(page.locator("main")).to_contain_text("kept by Ola Okafor")
    page.get_by_role("button", name=re.compile("Put into your answer.*Poppies")).click()
    page.wait_for_url("**#question-goal_1")
    box = page.locator("[name=goal_1-effect]")
    assert "- Poppies, all over the bank." in box.input_value()
    page.get_by_role("button", name="Save and continue").click()
    page.locator("[name=today]").fill("In flower, and loud with birds.")
    page.get_by_role("button", name="Save and continue").click()
    axe_at_all_widths(page)
    expect(page.locator("main")).to_contain_text("is complete")

    for name in ("evidence_of_run", "scrapbook_poster"):
        page.goto(live + reverse(f"documents:{name}", args=[run.public_id]))
        axe_at_all_widths(page)
    [picture] = queries.evidence_of(run)
    for name in ("evidence_describe", "evidence_take_down"):
        page.goto(live + reverse(f"documents:{name}", args=[picture.public_id]))
        axe_at_all_widths(page)


def test_the_office_asks_and_everybody_sees_what_changed(
    live: str, browser: Browser, context: BrowserContext, page: Page, world: World
) -> None:
    document = world.submitted()
    signs_in(context, live, world.officer)
    page.goto(live + reverse("documents:ask", args=[document.run.public_id]))
    axe_at_all_widths(page)
    page.get_by_role("button", name="Send it back").click()
    expect(page.locator("main")).to_contain_text("Write under at least one answer")
    page.locator("main summary").first.click()
    page.get_by_label("What do you ask about “Why an orchard?”?").fill("For whom?")
    page.get_by_role("button", name="Send it back").click()
    wait_until(lambda: queries.asked_about(document) == {"reason": "For whom?"}, "the plan to be sent back")

    with somebody(browser) as school:
        signs_in(school, live, world.editor)
        writer = school.new_page()
        writer.goto(live + reverse("documents:write", args=[document.run.public_id, Plan.code]))
        axe_at_all_widths(writer)
        writer.get_by_role("link", name="Why an orchard?").click()
        expect(writer.locator("main")).to_contain_text("We asked about this answer")
        axe_at_all_widths(writer)
        writer.locator("textarea").fill("Our playground has no shade for the youngest.")
        expect(writer.locator("main")).to_contain_text("will have to sign it again")
        writer.goto(live + reverse("documents:paper", args=[document.run.public_id, Plan.code]))
        axe_at_all_widths(writer)
        writer.goto(live + reverse("documents:on_paper", args=[document.run.public_id, Plan.code, "head"]))
        axe_at_all_widths(writer)

    document.refresh_from_db()
    signature = world.asked(document)
    with somebody(browser) as anybody:
        head = anybody.new_page()
        head.goto(live + reverse("documents:sign_by_link", args=[token_for("signature", signature.pk)]))
        expect(head.locator("main")).to_contain_text("What changed since it was submitted before")
        axe_at_all_widths(head)
    services.sign(signature, name="Hana Head", read=reads(document), now=timezone.now())
    services.sign(world.asked(document, "chair"), name="Chris", read=reads(document), now=timezone.now())
    document.run.refresh_from_db()
    world.hand_in(document)

    page.goto(live + reverse("documents:submitted", args=[document.run.public_id, Plan.code, 2]))
    page.get_by_role("link", name="What changed since the copy before").click()
    expect(page.locator("ins").first).to_contain_text("for the youngest.")
    axe_at_all_widths(page)
