"""`manage.py tick`: one tick of the clock, for a timer of the machine's own or by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from workflow.clock import tick


class Command(BaseCommand):
    help = "Does what is due now: reminders, ends of pauses and stops, mail that waited. Says what it did."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = tick(now=timezone.now()).counts
        self.stdout.write(", ".join(f"{name.replace('_', ' ')} {number}" for name, number in counts.items()))
