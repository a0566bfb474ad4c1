"""A real browser: found on the machine, kept to the pages' own rules, and axe in every page."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = ("chromium", "chromium-headless-shell", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = 1280, 320  # px


@contextmanager
def browser_running() -> Iterator[Browser]:
    """Fails, and never skips, where there is no browser: a page that no browser saw is not tested."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("No browser for the browser tests: install the package chromium.", pytrace=False)
    if not AXE.exists():
        pytest.fail("No axe-core for the browser tests: run npm ci.", pytrace=False)
    # Playwright keeps an event loop in this thread, and beside one Django would refuse its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def somebody(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A browser with cookies of its own. Fails at the end if a script stopped or a page broke its own rules."""
    faults: list[str] = []
    here = {"locale": "en-GB", "timezone_id": "Europe/London", "viewport": {"width": WIDE, "height": 900}}
    context = browser.new_context(**{**here, **options})
    context.set_default_timeout(10_000)
    if options.get("java_script_enabled", True):
        context.add_init_script(path=AXE)  # in this way the pages' own rules stay in force
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda said: faults.append(said.text) if _is_fault(said.text) else None)
    yield context
    context.close()
    assert not faults, "\n".join(faults)


def _is_fault(said: str) -> bool:
    return re.search("Content Security Policy|violates", said) is not None


def axe(page: Page) -> None:
    """Assert that axe finds nothing on the page as it stands, by WCAG 2.2 AA and good practice."""
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)
    violations = [
        f"{fault['id']} ({fault['help']}): {node['target']} {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
    assert not violations, "\n".join([page.url, *violations])


def axe_at_all_widths(page: Page) -> None:
    """axe at 1,280 and 320 px, and nothing to be scrolled sideways at 320."""
    size = page.viewport_size
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        axe(page)
    across = page.evaluate("document.documentElement.scrollWidth")
    assert across <= NARROW, f"{page.url} is {across} px wide on a screen of {NARROW}"
    if size is not None:
        page.set_viewport_size(size)
