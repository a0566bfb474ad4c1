"""For the tests: an own database, cheap passwords, quick worker."""

from __future__ import annotations

import os

from config.settings.local import *  # noqa: F403 - settings are layered

DEBUG = False
IS_DEMO = False
DATABASES["default"]["TEST"] = {"NAME": "test_waymark" + os.environ.get("PYTEST_DB_SUFFIX", "")}
# A commit need not wait for the disk: what is lost when the server falls is a test's.
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"]["OPTIONS"],
    "options": "-c synchronous_commit=off",
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_IS_STRICT = True
ANYMAIL = {**ANYMAIL, "WEBHOOK_SECRET": "hook:of-the-test"}
MEDIA_ROOT = VAR / "test-media"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests" / "trial" / "templates"]}]
Q_CLUSTER = {**Q_CLUSTER, "timeout": 20, "retry": 41, "poll": 0.1, "scheduler": False}
PAYEE_ADDRESS = PAYEE_ACCOUNT_NAME = PAYEE_SORT_CODE = PAYEE_ACCOUNT_NUMBER = ""  # nothing is set yet
