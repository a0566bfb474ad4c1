"""Takes a picture of every main page, wide and narrow, into docs/screens: `make screens`.

The pages are those of the demonstration, on a database of their own that is made afresh from the fictional register and
dropped in the end. The certificate is drawn by pdftoppm, from the Debian package poppler-utils.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import django
import psycopg
from PIL import Image
from playwright.sync_api import Browser, Page

from config import postgres
from tests.browsing import browser_running, somebody
from tests.processes import Outside, site_running, worker_running

if TYPE_CHECKING:
    from tests.shots import Scene

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "docs" / "screens"
DATABASE = "waymark_screens"
WIDTHS = (1280, 360)  # px
HEIGHT = 900
MOST_HEIGHT = 3_000  # px; what lies below is cut off
MOST_BYTES = 150_000
COLOURS = (128, 64, 32)


class PageBroken(Exception):
    """A page that was to be pictured does not answer as it should."""


class Programs(Outside):
    """The site and the worker run with the settings of the demonstration."""

    def environment(self) -> dict[str, str]:
        return dict(os.environ)


def main() -> int:
    pdftoppm = shutil.which("pdftoppm")
    if pdftoppm is None:
        print("pdftoppm is absent. On Debian: apt-get install poppler-utils", file=sys.stderr)  # noqa: T201 - a command talks to its terminal
        return 1
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="waymark-screens-")))
        _choose_files(folder)
        stack.enter_context(_own_database())
        django.setup()
        from tests import shots  # noqa: PLC0415 - app ready: it reads models

        programs = Programs(folder)
        stack.enter_context(worker_running(programs))
        scene = shots.fill()
        taken = folder / "screens"
        taken.mkdir()
        with site_running(programs) as site, browser_running() as browser:
            _take_pages(browser, site, scene, into=taken)
        _take_certificate(pdftoppm, scene.pdf, into=taken)
        shutil.rmtree(SCREENS, ignore_errors=True)
        shutil.copytree(taken, SCREENS)
    print(f"{len(list(SCREENS.glob('*.png')))} pictures are in {SCREENS.relative_to(ROOT)}.")  # noqa: T201 - a command talks to its terminal
    return 0


def _choose_files(folder: Path) -> None:
    """Certificates and mails of their own; style sheet and fonts as they were built."""
    for built in ("static", "fonts"):
        (folder / built).symlink_to(ROOT / "var" / built)
    os.environ |= {"WAYMARK_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.local"}


@contextmanager
def _own_database() -> Iterator[None]:
    """A database beside the one that DATABASE_URL names, or on the embedded server."""
    with ExitStack() as stack:
        server = os.environ.get("DATABASE_URL") or stack.enter_context(postgres.running_server())
        connection = stack.enter_context(psycopg.connect(server, autocommit=True))
        drop = f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"
        connection.execute(drop)
        connection.execute(f"CREATE DATABASE {DATABASE}")
        os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{DATABASE}").geturl()
        try:
            yield
        finally:
            connection.execute(drop)


def _take_pages(browser: Browser, site: str, scene: Scene, *, into: Path) -> None:
    from tests import shots  # noqa: PLC0415 - app ready

    with ExitStack() as stack:
        pages: dict[str, Page] = {}
        for shot in shots.shots(scene):
            if shot.person not in pages:
                page = pages[shot.person] = stack.enter_context(somebody(browser)).new_page()
                if shot.person != shots.NOBODY:
                    _sign_in(page, site, shot.person, shots.PASSWORD)
            _take(pages[shot.person], site + shot.path, into / shot.name)


def _sign_in(page: Page, site: str, email: str, password: str) -> None:
    page.goto(f"{site}/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def _take(page: Page, address: str, to: Path) -> None:
    answer = page.goto(address)
    status = answer.status if answer else 0
    if status not in (200, 404):
        raise PageBroken(f"{to.name} answers {status} at {address}")
    print(f"{to.name:<26}{status}  {urlsplit(page.url).path}", flush=True)  # noqa: T201 - a command talks to its terminal
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate("document.fonts.ready")
        _keep(page.screenshot(full_page=True, animations="disabled"), to.with_name(f"{to.name}-{width}.png"))


def _take_certificate(pdftoppm: str, pdf: Path, *, into: Path) -> None:
    command = [pdftoppm, "-png", "-singlefile", "-scale-to-x", str(WIDTHS[0]), "-scale-to-y", "-1", str(pdf)]
    _keep(
        subprocess.run(command, capture_output=True, check=True).stdout, into / f"certificate-{WIDTHS[0]}.png"
    )


def _keep(png: bytes, to: Path) -> None:
    """Store a picture with as many colours as keep it small."""
    whole = Image.open(io.BytesIO(png)).convert("RGB")
    picture = whole.crop((0, 0, whole.width, min(whole.height, MOST_HEIGHT)))
    for colours in COLOURS:
        small = io.BytesIO()
        few = picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(small, "PNG", optimize=True)
        if small.tell() <= MOST_BYTES:
            break
    to.write_bytes(small.getvalue())


if __name__ == "__main__":
    sys.exit(main())
