"""`manage.py audit`: does history hold? One line for each breach; status 1 if there is any."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from workflow.audit import breaches
from workflow.models import Run, TransitionRecord


class Command(BaseCommand):
    help = "Checks every run's history: chain of hashes, order, states and notes."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for breach in breaches():
            found += 1
            self.stdout.write(str(breach))
        runs, records = Run.objects.count(), TransitionRecord.objects.count()
        if found:
            self.stderr.write(
                f"{found} breach{'es' if found > 1 else ''} in {runs} runs and {records} records."
            )
            sys.exit(1)
        self.stdout.write(f"{runs} runs, {records} records: history holds.")
