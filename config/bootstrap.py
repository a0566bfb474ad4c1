"""Makes a checkout ready: `python3 config/bootstrap.py [--browser]`. Every command of the Makefile begins with it.

Standard library only, and quick when nothing has changed. It names what must be there before (Python, Node, npm, git,
make), installs the Debian packages that are missing if it may, and brings `.venv`, `node_modules`, the browser files
in `var/static` and the fonts in `var/fonts` up to the locks and sources. `--browser` also sees to Chromium.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib
import os
import re
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
STAMPS = VAR / "stamps"
PYTHON = ROOT / ".venv" / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
STYLE_SHEET = VAR / "static" / "waymark.css"

OLDEST_NODE = 20
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chromium-headless-shell",
)

BROWSER_FILES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    "govuk-frontend/dist/govuk/govuk-frontend.min.js.map": "govuk-frontend.min.js.map",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}
WEB_FONTS = {
    "atkinson-hyperlegible-next": ("400-normal", "700-normal"),
    "source-serif-4": ("600-normal",),
}
WEB_SUBSETS = ("latin", "latin-ext")


class Missing(Exception):
    """Something this machine lacks: one sentence that says what, and how to get it."""


def main(words: list[str]) -> int:
    absent = absent_tools()
    for line in absent:
        print(line, file=sys.stderr)
    if absent:
        return 1
    try:
        VAR.mkdir(exist_ok=True)
        STAMPS.mkdir(exist_ok=True)
        with (STAMPS / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            install_debian_packages(missing_packages(browser="--browser" in words))
            install_python_packages()
            install_node_packages()
            build_static_files()
            build_fonts()
    except Missing as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        return 130
    except PermissionError as problem:
        print(f"{problem.filename} belongs to somebody else: use a clone of your own.", file=sys.stderr)
        return 1
    return 0


def find_browser() -> str | None:
    """The path of a Chromium or Chrome that is installed."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def absent_tools() -> list[str]:
    """One line for each tool that must be there before anything can be installed."""
    plain = [tool for tool in ("npm", "git", "make") if not shutil.which(tool)]
    problems = [_python_problem(), _node_problem()]
    problems += [f"{tool} is absent. On Debian: apt-get install {tool}" for tool in plain]
    return [line for line in problems if line]


def _python_problem() -> str | None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs on whatever python3 is there
        found = ".".join(map(str, sys.version_info[:2]))
        return f"Python 3.11 or newer is absent ({found} was found). On Debian: apt-get install python3 python3-venv"
    return None


def _node_problem() -> str | None:
    wanted = f"Node.js {OLDEST_NODE} or newer is absent"
    cure = "On Debian 13: apt-get install nodejs npm; on Debian 12: install it from nodejs.org"
    if not shutil.which("node"):
        return f"{wanted}. {cure}"
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    number = re.match(r"v(\d+)\.", said)
    if number is None or int(number.group(1)) < OLDEST_NODE:
        return f"{wanted} ({said or 'none that runs'} was found). {cure}"
    return None


def missing_packages(*, browser: bool) -> list[str]:
    """The Debian packages that this machine lacks, by what it can load and run."""
    wanted = [package for package, library in LIBRARIES.items() if not _loads(library)]
    if not (find_spec("ensurepip") and find_spec("venv")):
        wanted.append("python{}.{}-venv".format(*sys.version_info))
    if browser and not find_browser():
        wanted.append("chromium")
    return wanted


def install_debian_packages(packages: list[str]) -> None:
    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise Missing(f"These Debian packages, or your system's like them, are missing: {' '.join(packages)}")
    first = _as_root()
    if first is None:
        raise Missing(f"Debian packages are missing. Ask someone who may to run: {' '.join(command)}")
    with Progress(f"Installing Debian packages: {' '.join(packages)}"):
        quietly = [*first, "env", "DEBIAN_FRONTEND=noninteractive"]
        patience = ["-o", "DPkg::Lock::Timeout=300"]
        _run([*quietly, "apt-get", *patience, "update"])
        _run([*quietly, command[0], *patience, *command[1:]])
    importlib.invalidate_caches()


def install_python_packages() -> None:
    lock = ROOT / "requirements.txt"
    stamp = ROOT / ".venv" / ".lock"
    if PYTHON.exists() and _stamped(stamp, _digest(lock)):
        return
    with Progress("Installing Python packages (about a minute)"):
        if not _works(PYTHON):
            _run([sys.executable, "-m", "venv", "--clear", str(ROOT / ".venv")])
        install = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(lock)]
        _run([str(PYTHON), "-m", "pip", *install])
        stamp.write_text(_digest(lock))


def install_node_packages() -> None:
    lock = ROOT / "package-lock.json"
    stamp = NODE_MODULES / ".lock"
    if _stamped(stamp, _digest(lock)):
        return
    with Progress("Installing browser packages"):
        _run(["npm", "ci", "--loglevel=error"])
        stamp.write_text(_digest(lock))


def build_static_files() -> None:
    """The style sheet from `static/scss`, and what pages need from `node_modules`, into `var/static`."""
    sources = sorted((ROOT / "static" / "scss").rglob("*.scss"))
    digest = _digest(ROOT / "package-lock.json", ROOT / "package.json", Path(__file__), *sources)
    stamp = STAMPS / "static"
    if STYLE_SHEET.exists() and _stamped(stamp, digest):
        return
    with Progress("Building the style sheet"):
        _run(["npm", "run", "--silent", "build"])
        for source, name in browser_files().items():
            target = STYLE_SHEET.parent / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(NODE_MODULES / source, target)
        stamp.write_text(digest)


def browser_files() -> dict[str, str]:
    """Which files of `node_modules` pages need, and their names in `var/static`."""
    files = dict(BROWSER_FILES)
    for family, cuts in WEB_FONTS.items():
        files[f"@fontsource/{family}/LICENSE"] = f"fonts/{family}-LICENSE.txt"
        for cut in cuts:
            for subset in WEB_SUBSETS:
                name = f"{family}-{subset}-{cut}.woff2"
                files[f"@fontsource/{family}/files/{name}"] = f"fonts/{name}"
    return files


def build_fonts() -> None:
    digest = _digest(ROOT / "package-lock.json", ROOT / "requirements.txt", ROOT / "config" / "fonts.py")
    stamp = STAMPS / "fonts"
    if (VAR / "fonts").exists() and _stamped(stamp, digest):
        return
    with Progress("Merging the fonts of certificates"):
        _run([str(PYTHON), "-m", "config.fonts"])
        stamp.write_text(digest)


class Progress:
    """Says what is being done, and afterwards how long it took."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        self.began = time.monotonic()
        print(f"{self.what} …", flush=True)

    def __exit__(self, problem: object, *_: object) -> None:
        if problem is None:
            print(f"  done in {time.monotonic() - self.began:.1f} s", flush=True)


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        words = "\n".join(done.stdout.splitlines()[-30:])
        raise Missing(f"{words}\n`{' '.join(command)}` failed: its last words stand above.")


def _as_root() -> list[str] | None:
    """How to begin a command that only root may run; None when we may not."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    may = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if may else None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _works(python: Path) -> bool:
    """Whether a virtual environment stands and is of the Python that runs this."""
    if not python.exists():
        return False
    ask = [str(python), "-c", "import sys, pip; sys.stdout.write('%d.%d' % sys.version_info[:2])"]
    said = subprocess.run(ask, capture_output=True, text=True, check=False).stdout
    return said == "{}.{}".format(*sys.version_info)


def _digest(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _stamped(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == digest


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
