"""What every test may ask for: the database server, a moment, a worker, a web server, a browser."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserContext, Page

from config import postgres
from tests.browsing import browser_running, somebody
from tests.processes import Outside, site_running, worker_running

# How long an example takes says more of the machine than of the code.
hypothesis_settings.register_profile("waymark", deadline=None)
hypothesis_settings.load_profile("waymark")


@pytest.fixture
def now() -> dt.datetime:
    """The moment at which a test plays: a Tuesday morning."""
    return dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def database_server() -> Iterator[None]:
    """PostgreSQL: yours where DATABASE_URL names it, otherwise the embedded one for as long as the tests run."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with postgres.running_server():
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    database_server: None, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Asked for before the test database is made: then there must be a server to make it on."""


@pytest.fixture(autouse=True, scope="session")
def _files_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    """Where the programs that this test starts leave what they say and send."""
    folder = tmp_path / "outside"
    (folder / "mail").mkdir(parents=True)
    return Outside(folder)


@pytest.fixture
def worker(transactional_db: None, outside: Outside) -> Iterator[subprocess.Popen[bytes]]:
    """A real cluster of workers on the test database. Stopped before the database is emptied."""
    with worker_running(outside) as process:
        yield process


@pytest.fixture
def live(transactional_db: None, outside: Outside) -> Iterator[str]:
    """The address of a real web server with two worker processes on the test database."""
    with site_running(outside) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browser_running() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One person's browser. For several people: ``tests.browsing.somebody``."""
    with somebody(browser) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
