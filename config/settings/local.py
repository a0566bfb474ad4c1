"""On one's own machine and for the demo: no secrets, no TLS, mail on the console."""

from __future__ import annotations

from config import env
from config.settings.base import *  # noqa: F403 - settings are layered

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "for-this-machine-only-never-for-anyone-else-0123456789")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.names("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")
IS_DEMO = env.flag("WAYMARK_DEMO", default=True)
WHITENOISE_USE_FINDERS = True
PAYEE_ADDRESS = env.text("PAYEE_ADDRESS", "Sample House, 1 Example Street, Wolverhampton")
PAYEE_ACCOUNT_NAME = env.text("PAYEE_ACCOUNT_NAME", "Sample account: do not pay")
PAYEE_SORT_CODE = env.text("PAYEE_SORT_CODE", "00-00-00")
PAYEE_ACCOUNT_NUMBER = env.text("PAYEE_ACCOUNT_NUMBER", "00000000")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
STATIC_ROOT = None  # files are served from where they are made
