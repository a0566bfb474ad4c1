from __future__ import annotations

from django.test import Client

from tests.browsing import axe_at_all_widths
from tests.factories.people import OfficerFactory


def test_calendar_serves_everybody(live, context):
    client = Client()
    client.force_login(OfficerFactory().person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])
    page = context.new_page()

    for path in ("", "terms/", "bank-holiday/", "quiet-days/"):
        assert page.goto(f"{live}/calendar/{path}?year=2025").status == 200
        axe_at_all_widths(page)
    page.goto(f"{live}/calendar/terms/?year=2025")
    page.get_by_label("Summer term ends").fill("2026-07-21")
    page.get_by_role("button", name="See what it would move").click()
    axe_at_all_widths(page)
    page.get_by_role("button", name="Keep", exact=True).click()
    assert page.get_by_role("row", name="Summer").inner_text().endswith("21 Jul 2026")
