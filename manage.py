#!/usr/bin/env python
"""Runs Waymark's commands."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from config import postgres


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    if not os.environ.get("DATABASE_URL"):
        try:
            postgres.hold()
        except postgres.ServerUnavailable as unavailable:
            sys.exit(str(unavailable))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
