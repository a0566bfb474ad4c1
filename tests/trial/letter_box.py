"""A letter box in a folder. While there is a file ``hold`` beside it, whoever sends waits with the mail in hand."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

from tests.trial.tasks import folder


class LetterBox(EmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> Any:
        (folder() / f"sending.{os.getpid()}").touch()
        while (folder() / "hold").exists():
            time.sleep(0.02)
        return super().send_messages(email_messages)
