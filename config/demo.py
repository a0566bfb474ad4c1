"""`make demo`: everything installed, started, filled and shown. `python -m config.demo`.

REGISTER=path takes the schools from another register file. YEAR=1 adds six hundred schools that live through the last
school year up to yesterday. SERVE=0, or no terminal, ends after the main job. Whatever way it ends, it leaves no process
behind.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from config import env, postgres

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(env.text("WAYMARK_VAR", str(ROOT / "var")))
ADDRESS = "http://localhost:8000"
PATIENCE = 120  # seconds for the worker to draw the certificate


class DemoFailed(Exception):
    """The demonstration cannot go on; the sentence says why."""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    VAR.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    with ExitStack() as running:
        if not os.environ.get("DATABASE_URL"):
            _tell("Starting PostgreSQL")
            os.environ["DATABASE_URL"] = running.enter_context(postgres.running_server())
        try:
            _set_up()
            running.enter_context(_process("worker", "-m", "django", "qcluster"))
            shown = _fill()
            _report(shown)
            if _serves():
                _serve(running)
        except DemoFailed as failed:
            print(f"\n{failed}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nStopped. Run `make demo` to carry on, `make reset` to begin anew.")
    return 0


def _set_up() -> None:
    import django  # noqa: PLC0415 - app ready: after the database address is known

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - app ready

    _tell("Bringing the database up to date")
    call_command("migrate", verbosity=0, interactive=False)


def _fill() -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415 - app ready

    from awards.demo import story, year  # noqa: PLC0415 - app ready
    from awards.models import RegisterEntry  # noqa: PLC0415 - app ready
    from awards.register.importing import import_register  # noqa: PLC0415 - app ready
    from awards.register.refusals import RegisterRefused  # noqa: PLC0415 - app ready
    from workflow.models import Run  # noqa: PLC0415 - app ready

    with_year = os.environ.get("YEAR") == "1"
    if with_year and os.environ.get("REGISTER"):
        raise DemoFailed("YEAR=1 brings schools of its own: leave REGISTER out.")
    register = Path(
        os.environ.get("REGISTER") or ROOT / "awards" / "register" / "data" / "fictional_schools.csv"
    )
    if with_year:
        register = VAR / "register-of-the-year.csv"
        register.write_bytes(year.register_with())
    _tell(f"Reading the register {register.name}")
    try:
        report = import_register(
            register, seen_on=timezone.localdate(), rejects_path=VAR / "register.rejects.csv"
        )
    except (RegisterRefused, OSError) as refused:
        raise DemoFailed(str(refused)) from refused
    people = story.people_of_the_demo()
    job = story.main_job(people, tell=_tell)
    certificate = _wait_for(job.certificate)
    story.other_schools(people, tell=_tell)
    story.enquiries(people, tell=_tell)
    story.days_on_offer(tell=_tell)
    if with_year:
        year.live_last_year(people, tell=_tell)
    return {
        "run": str(job.run.public_id),
        "school": job.run.label,
        "level": certificate.says.level_code,
        "certificate": {
            "number": certificate.number,
            "pdf": str(_pdf_of(certificate)),
            "sha256": certificate.sha256,
            "check": certificate.says.check_address,
        },
        "logins": people.logins,
        "counts": {
            "schools": RegisterEntry.objects.count(),
            "rejected": report.rejected,
            "runs": Run.objects.count(),
        },
    }


def _wait_for(certificate: Any) -> Any:
    _tell("Waiting for the worker to draw the certificate")
    until = time.monotonic() + PATIENCE
    while not certificate.sha256:
        if time.monotonic() > until:
            raise DemoFailed(
                f"The worker has not drawn the certificate in {PATIENCE} seconds. Its log: var/worker.log"
            )
        time.sleep(0.2)
        certificate = type(certificate).objects.get(pk=certificate.pk)
    return certificate


def _pdf_of(certificate: Any) -> Path:
    from certificates import files  # noqa: PLC0415 - app ready

    return Path(files.path_of(certificate.sha256))


def _report(shown: dict[str, Any]) -> None:
    (VAR / "demo.json").write_text(json.dumps(shown, indent=2) + "\n", encoding="utf-8")
    certificate = shown["certificate"]
    print(f"\n{shown['school']} holds {shown['level'].title()}.")
    print(f"  Certificate  {certificate['number']}\n  PDF          {certificate['pdf']}")
    print(f"  Check        {certificate['check']}\n\nSign in at {ADDRESS}/account/login/\n")
    for login in shown["logins"]:
        print(f"  {login['role']:<20}{login['email']:<34}{login['password']}")
    counts = shown["counts"]
    print(
        f"\n{counts['schools']} schools in the register, {counts['rejected']} rejected, {counts['runs']} journeys."
    )


def _serves() -> bool:
    return os.environ.get("SERVE", "1") != "0" and sys.stdout.isatty()


def _serve(running: ExitStack) -> None:
    web = running.enter_context(
        _process(
            "web",
            "-m",
            "gunicorn",
            "config.wsgi:application",
            "--bind",
            "127.0.0.1:8000",
            "--workers",
            "2",
            "--no-control-socket",
        )
    )
    print(f"\nServing on {ADDRESS}. Ctrl-C ends it.")
    if web.wait() != 0:
        raise DemoFailed("The web server stopped. Is something else using port 8000? Its log: var/web.log")


@contextmanager
def _process(name: str, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of our own that ends with us, even if we are killed."""
    log = (VAR / f"{name}.log").open("wb")
    process = subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "--", sys.executable, *command],
        cwd=ROOT,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()


def _leave(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _tell(words: str) -> None:
    print(f"· {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
