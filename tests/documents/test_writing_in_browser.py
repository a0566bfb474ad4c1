"""Writing in a real browser: what saves by itself, what waits for a connection, what two colleagues see."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from documents import queries
from documents.models import Document
from documents.services import Given, save_answers
from tests.browsing import axe_at_all_widths, somebody
from tests.documents.world import Plan, World, make_world
from tests.processes import wait_until

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color: red}</style></head><body>
<!--StartFragment--><p class=MsoNormal>We have <b>two</b> aims,&nbsp;and <i>one</i> hope:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>Every class sings</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>Half learn to read music</p>
<ol><li>First</li><li>Then <b style="font-weight:normal">plain</b></li></ol><script>alert(1)</script><!--EndFragment--></body></html>"""
CLEANED = """We have **two** aims, and *one* hope:

- Every class sings
- Half learn to read music

1. First
2. Then plain"""


@pytest.fixture
def world(live: str) -> World:
    return make_world(timezone.now())


def signs_in(context: BrowserContext, site: str, person: object) -> None:
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def opens(page: Page, site: str, document: Document, section: str = "why") -> None:
    page.goto(site + reverse("documents:section", args=[document.run.public_id, document.form_code, section]))


def kept(document: Document, question: str = "reason") -> object:
    return queries.values_of(document).get(question)


def test_an_answer_saves_itself_and_survives_a_lost_connection_and_a_closed_page(
    live: str, context: BrowserContext, page: Page, world: World
) -> None:
    document = world.document(world.run())
    signs_in(context, live, world.editor)
    opens(page, live, document)
    axe_at_all_widths(page)

    page.locator("textarea").fill("Our playground has no shade.")
    expect(page.locator("#question-reason")).to_contain_text("by Edda Editor")
    assert kept(document) == "Our playground has no shade."

    context.set_offline(True)
    page.locator("textarea").fill("Our playground has no shade, and no seats.")
    expect(page.locator("#question-reason")).to_contain_text("there is no connection")
    axe_at_all_widths(page)
    context.set_offline(False)
    wait_until(
        lambda: kept(document) == "Our playground has no shade, and no seats.", "the words to be saved"
    )
    expect(page.locator("[data-unsaved]").first).to_be_empty()

    context.set_offline(True)
    page.locator("textarea").fill("Written on a train.")
    expect(page.locator("#question-reason")).to_contain_text("there is no connection")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(live + reverse("documents:write", args=[document.run.public_id, document.form_code]))
    expect(again.locator("main")).to_contain_text("Some of what you typed on this device is not saved yet")
    again.locator("[data-drafts-elsewhere] a").click()
    expect(again.locator("textarea")).to_have_value("Written on a train.")
    wait_until(lambda: kept(document) == "Written on a train.", "the words from the train")
    again.reload()
    expect(again.locator("textarea")).to_have_value("Written on a train.")


def test_two_colleagues_see_both_texts_and_choose(
    live: str, context: BrowserContext, page: Page, world: World
) -> None:
    document = world.document(world.run())
    world.save(document, reason="Old.")
    signs_in(context, live, world.editor)
    opens(page, live, document)
    save_answers(document, given={"reason": Given("Theirs.", 1)}, person=world.colleague, now=timezone.now())

    page.locator("textarea").fill("Mine.")
    expect(page.locator("[data-conflict]")).to_contain_text("Theirs.")
    page.locator("textarea").fill("Mine, and longer.")
    page.wait_for_timeout(1600)  # longer than it waits before it saves: it must not, until one is chosen
    assert kept(document) == "Theirs."
    axe_at_all_widths(page)

    page.get_by_role("button", name="Keep mine").click()
    wait_until(lambda: kept(document) == "Mine, and longer.", "my words")
    expect(page.locator("[data-conflict]")).to_have_count(0)
    assert [it.value for it in queries.earlier_answers_of(document, "reason")] == ["Theirs.", "Old."]

    save_answers(
        document, given={"reason": Given("Theirs again.", 3)}, person=world.colleague, now=timezone.now()
    )
    page.locator("textarea").fill("Mine again.")
    page.get_by_role("button", name="Keep theirs").click()
    expect(page.locator("textarea")).to_have_value("Theirs again.")
    assert kept(document) == "Theirs again."


def test_words_typed_while_signed_out_are_there_after_signing_in(
    live: str, context: BrowserContext, page: Page, world: World
) -> None:
    document = world.document(world.run())
    signs_in(context, live, world.editor)
    opens(page, live, document)
    context.clear_cookies(name="sessionid")

    page.locator("textarea").fill("Typed too late.")
    expect(page.locator("#question-reason")).to_contain_text("you have been signed out")
    signs_in(context, live, world.editor)
    opens(page, live, document)

    wait_until(lambda: kept(document) == "Typed too late.", "the words to be saved")
    expect(page.locator("textarea")).to_have_value("Typed too late.")


def test_what_is_pasted_from_word_is_plain_text_with_lists_and_emphasis(
    live: str, context: BrowserContext, page: Page, world: World
) -> None:
    document = world.document(world.run())
    signs_in(context, live, world.editor)
    opens(page, live, document)

    page.locator("textarea").focus()
    page.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        WORD,
    )

    assert page.locator("textarea").input_value() == CLEANED
    wait_until(lambda: kept(document) == CLEANED, "the pasted words")


def test_a_group_and_choices_save_themselves_too(
    live: str, context: BrowserContext, page: Page, world: World
) -> None:
    document = world.document(world.run())
    signs_in(context, live, world.editor)
    opens(page, live, document, "how")

    page.locator("[name=goal-aim]").fill("Shade for every class.")
    page.locator("[name=shade-level][value=gold]").check()
    page.locator("[name=promise]").check()
    wait_until(
        lambda: (
            queries.values_of(document)
            == {"goal": {"aim": "Shade for every class."}, "shade": {"level": "gold"}, "promise": True}
        ),
        "the answers",
    )


def test_without_scripts_the_buttons_save(live: str, browser: object, world: World) -> None:
    document = world.document(world.run())
    with somebody(browser, java_script_enabled=False) as context:
        signs_in(context, live, world.editor)
        page = context.new_page()
        opens(page, live, document)
        page.locator("textarea").fill("Plain.")
        page.get_by_role("button", name="Save and come back later").click()
        expect(page.locator("main")).to_contain_text("Saved. You can come back")
        expect(page.get_by_text("Some of what you typed on this device")).to_be_hidden()

    assert kept(document) == "Plain."
    assert document.form_code == Plan.code
