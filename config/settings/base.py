"""What all places share."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
import structlog
from csp.constants import NONE, SELF

from config import env, postgres

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(env.text("WAYMARK_VAR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "awards",
    "assessments",
    "certificates",
    "documents",
    "workflow",
    "viewflow.workflow",
    "django_q",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "csp",
    "anymail",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "workflow.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "awards.context.site",
            ],
        },
    },
]
FORM_RENDERER = "workflow.rendering.GovukRenderer"

# Without DATABASE_URL the embedded server serves: see config.postgres.
DATABASES = {"default": dj_database_url.parse(env.text("DATABASE_URL") or postgres.url(), conn_max_age=60)}
# Parameters go to the server apart from the text, and a text that comes again is planned once a connection.
DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 5}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "awards.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "awards:home"
RUN_PAGE = "awards:run"
OFFICE_PEOPLE = "awards.queries.people_at_the_office"  # who may look after runs
RUN_WRITERS = (
    "awards.queries.writers_of"  # who outside the office writes in a run's documents, the lead first
)
PAPER_DRAWER = "certificates.rendering"  # draws papers as PDF files: render_pdf(template, words) and shapes()
OFFICE_GATE = "awards.office.office_only"  # guards the engine's pages that belong to no run
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "awards.context.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "awards.accounts.AccountAdapter"
ACCOUNT_FORMS = {"signup": "awards.accounts.SignupForm"}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [VAR / "static", BASE_DIR / "static" / "public"]
STATIC_ROOT = VAR / "collected"
MEDIA_ROOT = VAR / "media"
FONTS_ROOT = VAR / "fonts"

# What people hand over. The scanner: CLAMD=tcp://host:3310 or unix:/path. The place: MEDIA_ROOT, or an S3-compatible bucket.
UPLOAD_MOST_BYTES = env.number("UPLOAD_MOST_MEGABYTES", 30) * 2**20
EVIDENCE_MOST_FILES = env.number("EVIDENCE_MOST_FILES", 80)  # of one journey
CLAMD = env.text("CLAMD")
FILE_UPLOAD_HANDLERS = [
    "documents.files.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.text("EVIDENCE_BUCKET"),
            "endpoint_url": env.text("EVIDENCE_ENDPOINT") or None,
            "access_key": env.text("EVIDENCE_KEY"),
            "secret_key": env.text("EVIDENCE_SECRET"),
            "region_name": env.text("EVIDENCE_REGION") or None,
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": True,
        },
    }
    if env.text("EVIDENCE_BUCKET")
    else {"BACKEND": "documents.files.folder.EvidenceFolder"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# The rule between the three times: retry > timeout x (queue_limit / workers + 1), or a slow job runs twice.
Q_CLUSTER = {
    "name": "waymark",
    "orm": "default",
    "workers": env.number("WAYMARK_WORKERS", 2),
    "queue_limit": env.number("WAYMARK_WORKERS", 2),
    "timeout": env.number("WAYMARK_JOB_TIMEOUT", 60),
    "retry": env.number("WAYMARK_JOB_RETRY", 150),
    "max_attempts": 5,
    "ack_failures": True,
    "save_limit": -1,
    "poll": 0.2,
    "catch_up": False,
    "label": "Jobs",
}

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "Arts Connect <hello@artsconnect.example>"
MAIL_HOLD_MINUTES = env.number("MAIL_HOLD_MINUTES", 0)  # for which mail of the outbox can be recalled
REMINDERS_A_WEEK = env.number("REMINDERS_A_WEEK", 2)  # to one address, over all programmes
TERM_QUESTION = env.flag("TERM_QUESTION", default=True)  # whether leads are asked once a term how it goes
MAIL_IS_STRICT = False  # whether a mail that uses an unknown field raises an error
# What a mail service needs, where EMAIL_BACKEND names one of Anymail's: ANYMAIL_… of the environment.
ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": True, **env.beginning_with("ANYMAIL_")}

# Who runs this, and where: shown to people and printed on certificates.
OFFICE_NAME = env.text("OFFICE_NAME", "Arts Connect")
OFFICE_EMAIL = env.text("OFFICE_EMAIL", "hello@artsconnect.example")
OFFICE_TELEPHONE = env.text("OFFICE_TELEPHONE", "01902 555 0100")
ARTSMARK_EDITION = env.text(
    "ARTSMARK_EDITION", "2019-in-house"
)  # on which a school that registers now begins
SILENT_DAYS = env.number(
    "SILENT_DAYS", 28
)  # without a sign-in, a save or a word, before somebody is called silent
PUBLIC_ADDRESS = env.text("PUBLIC_ADDRESS", "http://localhost:8000")
IS_DEMO = False

# Who invoices are paid to: printed on them. What is not set is left out, and the office is told.
PAYEE_NAME = env.text("PAYEE_NAME")  # without it: the office
PAYEE_ADDRESS = env.text("PAYEE_ADDRESS")  # lines with commas between
PAYEE_ACCOUNT_NAME = env.text("PAYEE_ACCOUNT_NAME")
PAYEE_SORT_CODE = env.text("PAYEE_SORT_CODE")
PAYEE_ACCOUNT_NUMBER = env.text("PAYEE_ACCOUNT_NUMBER")
PAYEE_VAT_NUMBER = env.text("PAYEE_VAT_NUMBER")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
            ],
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
structlog.configure(
    processors=[
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
)
