"""`python -m bench [NAME …]`: measures some or all, prints a table and keeps the figures in var/bench.json."""

from __future__ import annotations

import os
import signal
import sys

import django
from django.core.management import call_command
from django.utils import timezone

from bench import database, report, runner


def main(names: list[str]) -> int:
    try:
        wanted = runner.chosen(names)
    except runner.UnknownMeasure as problem:
        print(problem, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what we started is stopped
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    with database.server():
        database.make()
        django.setup()
        call_command("migrate", verbosity=0)
        database.mark_as_made()
        within = runner.run(
            wanted,
            file=database.ROOT / "var" / "bench.json",
            now=timezone.now(),
            commit=report.commit_of(database.ROOT),
        )
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
