"""One embedded server: how it is started, shared, watched and stopped."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar
from urllib.parse import quote

from config.postgres.locks import alone, only_one, share, take_alone
from config.postgres.postmaster import Postmaster, forget_a_stranger
from config.postgres.programs import (
    STORE,
    Command,
    ServerUnavailable,
    account,
    folder_of_programs,
    major_version,
    make_folder,
    run,
)

ROOT = Path(__file__).resolve().parents[2]
NAME = "waymark"  # of the database, and of its owner
SHORT_PLACE = Path("/tmp")  # noqa: S108 - the folder made there is private, or refused
LONGEST_FOLDER = 90  # bytes: a socket's whole path may have 107, the file's name takes 17 of them

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "UTC",
}
INITDB = (
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=trust",
    "--no-sync",
    f"--username={NAME}",
)


@dataclass
class _Lease:
    """This process's share in a server."""

    file: IO[str]
    pid: int
    uses: int = 0


class Server:
    """A cluster in the folder `home`. Beside the data in `cluster/` lie:

    - `starting`: locked by the one that wants it started or stopped, `launching` by the one that starts it;
    - `lease`: shared by all who use it, taken alone by the one that stops it because nobody does;
    - `watchdog`: locked by the watchdog while it is on duty;
    - `keep`: there while the server is to run although nobody uses it.
    """

    _leases: ClassVar[dict[Path, _Lease]] = {}
    _leases_lock: ClassVar[threading.RLock] = threading.RLock()

    def __init__(self, home: Path) -> None:
        self.home = home
        self.cluster = home / "cluster"
        self.log = self.cluster / "server.log"
        self._process = Postmaster(self.cluster)
        self._keep = home / "keep"

    @property
    def sockets(self) -> Path:
        """The folder of the socket: in `home`, or elsewhere if that path is too long for a socket or has capital
        letters, which a URL does not keep.
        """
        inside = self.home / "run"
        if len(os.fsencode(inside)) <= LONGEST_FOLDER and str(inside) == str(inside).lower():
            return inside
        return SHORT_PLACE / f"waymark-{os.geteuid()}-{short_hash(self.home)}"

    def url(self) -> str:
        return f"postgresql://{NAME}@{quote(str(self.sockets), safe='')}/{NAME}"

    def running(self) -> bool:
        return self._process.ready()

    def start(self) -> str:
        """Start the server if need be and leave it running until `stop()`. Returns its address."""
        self._begin_use(keep=True)
        self.release()
        return self.url()

    def hold(self) -> str:
        """Start the server if need be and use it until `release()` or the end of this process. Returns its address.

        Raises ServerUnavailable when it cannot be started.
        """
        self._begin_use(keep=False)
        return self.url()

    def release(self) -> None:
        """End a use begun by `hold()`. Stops the server if nobody else uses it and nobody asked to keep it."""
        with self._leases_lock:
            lease = self._leases.get(self.home)
            if lease is None or lease.pid != os.getpid():
                return
            lease.uses -= 1
            if lease.uses:
                return
            del self._leases[self.home]
            with lease.file:
                last = alone(lease.file)
                if last and not self._keep.exists():
                    self._process.halt()
            if last:
                self._see_watchdog_off()

    def stop(self) -> None:
        """Stop the server, whoever uses it. Nothing happens if it does not run."""
        if self.home.exists():
            with only_one(self.home / "starting"):
                self._keep.unlink(missing_ok=True)
                self._process.halt()

    def reset(self) -> None:
        """Stop the server and remove all its data. Raises ServerUnavailable while another command uses it."""
        if not self.home.exists():
            return
        with only_one(self.home / "starting"), (self.home / "lease").open("a") as lease:
            self._keep.unlink(missing_ok=True)
            if not _alone_within_a_second(lease):
                raise ServerUnavailable("Another command uses the database. End it (Ctrl-C) and try again.")
            self._process.halt()
            shutil.rmtree(self.sockets, ignore_errors=True)
            shutil.rmtree(self.home)

    def launch_and_watch(self) -> None:
        """Start the server if need be, and leave a watchdog that stops it once nobody uses it.

        Runs in a process of its own, so that nothing that ends a starter cuts it short. The watchdog is its fork,
        and so nobody's child. Raises ServerUnavailable when the server cannot be started.
        """
        with only_one(self.home / "launching"):
            if not self.running():
                self._launch()
        if os.fork() == 0:
            self._watch()
            os._exit(0)

    def _watch(self) -> None:
        _leave_the_starter()
        with (self.home / "watchdog").open("a") as duty, (self.home / "lease").open("a") as lease:
            if _alone_within_a_second(duty):
                take_alone(lease)
                if not self._keep.exists():
                    self._process.halt()

    def _begin_use(self, *, keep: bool) -> None:
        self._make_home()
        with self._leases_lock, only_one(self.home / "starting"):
            lease = self._own_lease()
            lease.uses += 1
            try:
                share(lease.file)
                if not self.running():
                    self._keep.unlink(missing_ok=True)
                if keep:
                    self._keep.touch()
                if not self.running() or not (self._keep.exists() or self._watched()):
                    self._launch_watched()
            except BaseException:
                self.release()
                raise

    def _make_home(self) -> None:
        if self.home.parent == STORE:
            make_folder(STORE, mode=0o755)
        else:
            self.home.parent.mkdir(parents=True, exist_ok=True)
        make_folder(self.home, mode=0o755 if os.geteuid() == 0 else 0o700)

    def _own_lease(self) -> _Lease:
        lease = self._leases.get(self.home)
        # A fork has its parent's memory, but no share of its own.
        if lease is None or lease.pid != os.getpid():
            lease = self._leases[self.home] = _Lease((self.home / "lease").open("a+"), os.getpid())
        return lease

    def _launch_watched(self) -> None:
        command = [sys.executable, "-m", "config.postgres", "launch", str(self.home)]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as launcher:
            said = launcher.communicate()[0]
        if not self.running():
            raise ServerUnavailable(said.strip() or "PostgreSQL did not start.")

    def _watched(self) -> bool:
        with (self.home / "watchdog").open("a") as duty:
            return not alone(duty)

    def _see_watchdog_off(self) -> None:
        until = time.monotonic() + 5
        while self._watched() and not self.running() and time.monotonic() < until:
            time.sleep(0.01)

    def _launch(self) -> None:
        owner, programs = account(), folder_of_programs()
        make_folder(self.sockets, mode=0o700, owner=owner)
        self._make_cluster(programs)
        forget_a_stranger(self._process.pid_file, self.sockets / ".s.PGSQL.5432.lock")
        self.log.unlink(missing_ok=True)
        settings = {**SETTINGS, "unix_socket_directories": str(self.sockets)}
        options = shlex.join(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
        start: Command = [
            programs / "pg_ctl",
            "start",
            "-w",
            "-D",
            self.cluster,
            "-l",
            self.log,
            "-o",
            options,
        ]
        for patience in (1, 2, 0):  # seconds: what is left of a killed server needs a moment to go
            done = run(start, owner)
            if done.returncode == 0:
                return
            time.sleep(patience)
        said = self.log.read_text(errors="replace") if self.log.exists() else done.stdout
        raise ServerUnavailable(f"PostgreSQL did not start. Its last words:\n{said[-2000:]}")

    def _make_cluster(self, programs: Path) -> None:
        if not self.cluster.exists():
            owner, unfinished = account(), self.home / "cluster.part"
            shutil.rmtree(unfinished, ignore_errors=True)
            make_folder(unfinished, mode=0o700, owner=owner)
            alone_in_it: Command = [programs / "postgres", "--single", "-D", unfinished, "postgres"]
            steps: list[tuple[Command, str]] = [
                ([programs / "initdb", "-D", unfinished, *INITDB], ""),
                (alone_in_it, f"CREATE DATABASE {NAME}\n"),
            ]
            for command, words in steps:
                done = run(command, owner, words)
                if done.returncode:
                    raise ServerUnavailable(f"The database could not be made.\n{done.stdout[-2000:]}")
            unfinished.rename(self.cluster)
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        if made_by != major_version():
            raise ServerUnavailable(
                f"The database in {self.home} is of PostgreSQL {made_by}, the programs are of {major_version()}. "
                "`make reset` removes it and begins anew."
            )


def short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _alone_within_a_second(file: IO[str]) -> bool:
    """For locks that some hold only for a moment: to ask whether a watchdog is on duty, or to see that it can go."""
    for _ in range(20):
        if alone(file):
            return True
        time.sleep(0.05)
    return False


def _leave_the_starter() -> None:
    """Let go of its folder and its output: it waits for the end of what we say."""
    os.chdir("/")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.close(nothing)
