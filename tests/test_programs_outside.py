"""The worker, the web server and the browser that other tests ask for are real."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import Error

from tests.browsing import axe, axe_at_all_widths, somebody
from tests.racing import race

SIGN_IN = "/account/login/"
RULE = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'self'\">"
PAGE = (
    "<!doctype html><html lang='en'><head><title>A page</title>{head}</head>"
    "<body><main><h1>A page</h1>{body}</main></body></html>"
)


def get(address):
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.status


def test_site_answers_several_at_once(live):
    assert race(*[lambda: get(live + SIGN_IN)] * 4) == [200] * 4


def test_page_is_seen_by_a_browser_and_judged(live, page):
    page.goto(live + SIGN_IN)

    assert page.title() != ""
    axe_at_all_widths(page)


def test_axe_finds_what_is_wrong(page):
    page.set_content(PAGE.format(head="", body="<img src='data:,'>"))

    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_page_that_breaks_its_own_rules_is_found(browser):
    with pytest.raises(AssertionError, match="Content Security Policy"), somebody(browser) as context:
        context.new_page().set_content(PAGE.format(head=RULE, body="<p style='color: red'>Red</p>"))


def test_script_that_stops_is_found(browser):
    with pytest.raises(AssertionError, match="Out of order"), somebody(browser) as context:
        page = context.new_page()
        page.set_content(PAGE.format(head="", body=""))
        with pytest.raises(Error):
            page.evaluate(
                "() => { setTimeout(() => { throw new Error('Out of order') }); throw new Error('now') }"
            )
        page.wait_for_timeout(100)
