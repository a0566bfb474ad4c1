"""Everything that must hold besides the tests: `python -m config.gates [NAME …] [--without NAME]`.

All gates run, one after another, also after one has failed. A gate that cannot run here says why.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from config import postgres

ROOT = Path(__file__).resolve().parent.parent
NEWEST = ROOT / "var" / "newest"
IMPORT_CONTRACTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "for-the-check-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "ALLOWED_HOSTS": "waymark.example",
    "CSRF_TRUSTED_ORIGINS": "https://waymark.example",
    "PUBLIC_ADDRESS": "https://waymark.example",
}


class Failed(Exception):
    """A gate does not hold; the message is what its tool said."""


class LeftOut(Exception):
    """A gate cannot run on this machine; the message says why."""


@dataclass(frozen=True)
class Gate:
    """One thing that must hold: its name, what it means in words, and what looks."""

    name: str
    means: str
    look: Callable[[], None]


def python(*words: str, **settings: str) -> Callable[[], None]:
    """A look that runs one of our Python's modules or files."""
    return lambda: _run([sys.executable, *words], **settings)


def changelog_is_open() -> None:
    """Raises Failed when the next release has no place in CHANGELOG.md to be written about."""
    log = ROOT / "CHANGELOG.md"
    if not log.exists() or not re.search(r"^## \[?Unreleased\]?", log.read_text(), re.MULTILINE):
        raise Failed(
            "CHANGELOG.md has no section '## Unreleased': write there what changes for those who run Waymark."
        )


def suite_passes_on_the_newest_django() -> None:
    """Run the tests in an environment of its own, with the lock's packages but the newest Django.

    Raises LeftOut where no Python that it needs is found, or it cannot be fetched; Failed when tests fail.
    """
    interpreter = _python_for_the_newest_django()
    inside = _environment_of_the_newest_django(interpreter)
    found = _ask(inside, "import django; print(django.__version__)")
    print(f"  running the tests on Django {found} (several minutes) …", flush=True)
    kind = "DeprecationWarning"  # what the next Django will drop is no failure yet
    calm = ["-W", f"default::{kind}", "-W", f"default::Pending{kind}"]
    at_once = ["--numprocesses", "auto", "--dist", "worksteal"]
    _run([str(inside), "-m", "pytest", "-q", *at_once, *calm], PYTEST_DB_SUFFIX="_newest")


GATES = (
    Gate("lint", "the code keeps the rules of ruff", python("-m", "ruff", "check", ".")),
    Gate("format", "the code is formatted", python("-m", "ruff", "format", "--check", ".")),
    Gate("types", "the types agree", python("-m", "mypy")),
    Gate(
        "templates", "the templates keep the rules of djlint", python("-m", "djlint", "templates", "--lint")
    ),
    Gate("imports", "packages import downwards only", python("-c", IMPORT_CONTRACTS)),
    Gate(
        "migrations",
        "the models and their migrations agree",
        python("-W", "error", "manage.py", "makemigrations", "--check", "--dry-run"),
    ),
    Gate(
        "deploy",
        "the production settings are safe",
        python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION),
    ),
    Gate("journeys", "the journey pages and drawings are current", python("manage.py", "journeys", "check")),
    Gate("changelog", "the changelog has a section Unreleased", changelog_is_open),
    Gate("newest", "the tests pass on the newest Django", suite_passes_on_the_newest_django),
)


def main(words: list[str]) -> int:
    chosen = _chosen(words)
    if chosen is None:
        print(f"The gates are: {', '.join(gate.name for gate in GATES)}.", file=sys.stderr)
        return 2
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = stack.enter_context(postgres.running_server())
        held = [_holds(gate) for gate in chosen]
    print(f"{held.count(True)} passed, {held.count(False)} failed")
    return 0 if all(held) else 1


def _chosen(words: list[str]) -> list[Gate] | None:
    """The gates that the words ask for; None when a word is no gate's name."""
    without = words.index("--without") if "--without" in words else len(words)
    named, left_out = words[:without], words[without + 1 :]
    if not {*named, *left_out} <= {gate.name for gate in GATES}:
        return None
    return [gate for gate in GATES if gate.name not in left_out and (not named or gate.name in named)]


def _holds(gate: Gate) -> bool:
    began = time.monotonic()
    try:
        gate.look()
    except Failed as problem:
        _report("FAILED", gate, began)
        print(problem, flush=True)
        return False
    except LeftOut as reason:
        _report("left out", gate, began)
        print(f"  {reason}", flush=True)
        return True
    _report("ok", gate, began)
    return True


def _report(outcome: str, gate: Gate, began: float) -> None:
    print(f"{outcome:<9} {gate.name:<11} {gate.means:<45} {time.monotonic() - began:6.1f} s", flush=True)


def _run(command: list[str], **settings: str) -> None:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(done.stdout.rstrip())


def _python_for_the_newest_django() -> Path:
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    names = [f"python3.{minor}" for minor in (14, 13, 12)]
    on_path = [Path(place) for name in [*names, "python3"] if (place := shutil.which(name))]
    for path in [*on_path, *(path for name in names for path in sorted(pyenv.glob(f"*/bin/{name}")))]:
        if _ask(path, "import ensurepip, sys; print(sys.version_info >= (3, 12))") == "True":
            return path
    raise LeftOut("No Python 3.12 or newer was found, and the newest Django needs one.")


def _environment_of_the_newest_django(interpreter: Path) -> Path:
    inside = NEWEST / "bin" / "python"
    asked = "import sys; print(sys.version_info[:2])"
    if not inside.exists() or _ask(inside, asked) != _ask(interpreter, asked):
        _run([str(interpreter), "-m", "venv", "--clear", str(NEWEST)])
    pip = [str(inside), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        _run([*pip, "--require-hashes", "-r", "requirements.txt"])
        _run([*pip, "--upgrade", "django"])
    except Failed as problem:
        raise LeftOut(f"The newest Django could not be installed: {str(problem)[-500:]}") from None
    return inside


def _ask(interpreter: Path, question: str) -> str:
    return subprocess.run(
        [interpreter, "-c", question], capture_output=True, text=True, check=False
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
