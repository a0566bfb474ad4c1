"""What people do in a browser, in their own words: sign in, fill in a page, follow the link in a mail."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import axe_at_all_widths, somebody
from tests.processes import Outside, wait_until

NUMBER = "12"
PASSWORD = "canal-violin-clay-42"


class Visitor:
    """Somebody with a browser. Every page that they reach is checked by axe at both widths, once."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.seen: set[str] = set()

    def goes_to(self, address: str) -> None:
        self.page.goto(self.site + address if address.startswith("/") else address)
        self.looks()

    def looks(self) -> None:
        """Check the page as it stands, unless one of its kind was checked before."""
        kind = re.sub(r"[0-9a-f-]{36}|\d+", "…", urlsplit(self.page.url).path) + self.page.title()
        if kind not in self.seen:
            self.seen.add(kind)
            axe_at_all_widths(self.page)

    def presses(self, name: str) -> None:
        """A button or a link that looks like one. Somebody who presses it has seen that what saves itself is saved."""
        self.page.wait_for_function("() => !document.querySelector('.htmx-request')")
        inside = self.page.locator("main, .opening")
        button = inside.get_by_role("button", name=name, exact=True)
        self.clicks(button if button.count() else inside.get_by_role("link", name=name, exact=True))

    def follows(self, name: str | re.Pattern[str]) -> None:
        self.clicks(self.page.get_by_role("link", name=name))

    def clicks(self, found: Locator) -> None:
        """Something that leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            found.first.click()
        self.looks()

    def writes(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def reads(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def signs_in(self, address: str) -> None:
        self.goes_to("/account/login/")
        self.page.locator("input[name=login]").fill(address)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.presses("Sign in")

    def fills_in_everything(self, words: str) -> None:
        """Every text and number, one choice in each group, every box to tick."""
        form = self.page.locator("main form").first
        for box in _all(form.locator("textarea:visible, input[type=text]:visible")):
            if not box.input_value():
                box.fill(NUMBER if box.get_attribute("inputmode") == "numeric" else words)
        for choice in _all(form.locator("select:visible")):
            choice.select_option(index=1)
        names = {radio.get_attribute("name") for radio in _all(form.locator("input[type=radio]"))}
        for name in sorted(name for name in names if name):
            form.locator(f"input[type=radio][name={name}]").nth(1).check()
        for tick in _all(form.locator("input[type=checkbox]")):
            tick.check()

    def chooses(self, name: str, value: str) -> None:
        self.page.locator(f"input[type=radio][name={name}][value={value}]").check()


def _all(found: Locator) -> list[Locator]:
    return [found.nth(place) for place in range(found.count())]


@contextmanager
def visitor(browser: Browser, site: str) -> Iterator[Visitor]:
    with somebody(browser) as context:
        yield Visitor(context.new_page(), site)


def link_in_mail(outside: Outside, *, to: str, subject: str) -> str:
    """The path of the first link in the mail to somebody, waited for: a worker sends it."""
    found: list[str] = []

    def arrived() -> bool:
        found[:] = [body for address, title, body in letters(outside) if address == to and subject in title]
        return bool(found)

    wait_until(arrived, f"a mail “{subject}” to {to}")
    link = re.search(r"https?://\S+", found[0])
    assert link is not None, found[0]
    return urlsplit(link[0]).path


def letters(outside: Outside) -> list[tuple[str, str, str]]:
    """Address, subject and text of every mail that left."""
    sent = []
    for file in sorted(outside.mails.iterdir()):
        for part in file.read_bytes().split(b"-" * 79 + b"\n"):
            if part.strip():
                letter = email.message_from_bytes(part, policy=email.policy.default)
                sent.append((letter["To"], letter["Subject"], letter.get_content()))
    return sent
