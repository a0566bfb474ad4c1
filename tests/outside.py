"""Settings of the worker and the web server that tests start: the test's database, files and letter box."""

from __future__ import annotations

import os

from config import env
from config.settings.test import *  # noqa: F403 - settings are layered

MEDIA_ROOT = os.environ["TEST_MEDIA"]
EMAIL_BACKEND = "tests.trial.letter_box.LetterBox"
EMAIL_FILE_PATH = os.environ["TEST_MAILS"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.trial"]  # noqa: F405 - from base
Q_CLUSTER = {
    **Q_CLUSTER,  # noqa: F405 - from base
    "timeout": env.number("TEST_JOB_TIMEOUT", 20),
    "retry": env.number("TEST_JOB_RETRY", 41),
}
