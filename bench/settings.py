"""For the benchmarks: a database of their own, and the peers installed beside Waymark."""

from __future__ import annotations

from bench.database import NAME
from config.settings.local import *  # noqa: F403 - settings are layered

DEBUG = False
IS_DEMO = False
DATABASES["default"]["NAME"] = NAME  # noqa: F405 - from base
INSTALLED_APPS = [*INSTALLED_APPS, "joeflow", "bench"]  # noqa: F405 - from base
ROOT_URLCONF = "bench.urls"
MEDIA_ROOT = VAR / "bench-media"  # noqa: F405 - from base
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SILENCED_SYSTEM_CHECKS = ["viewflow.W001"]
LOGGING = {**LOGGING, "loggers": {"django.request": {"level": "ERROR"}}}  # noqa: F405 - from base; races are refused
