"""Settings of the platform. What differs between installations comes from the environment (`environment`)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from cchc.config.environment import read_environment

CODE = Path(__file__).resolve().parent.parent
ROOT = CODE.parent.parent
environment = read_environment()  # no setting of its own: the folder holds the secret key
VAR = environment.var or ROOT / "var"
VAR.mkdir(parents=True, exist_ok=True)


def kept_secret(path: Path) -> str:
    """Return the secret stored at `path`; it is made once, and only its owner may read it."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="latin-1")  # the key is the bytes of the file, whatever they are
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")


SECRET_KEY = environment.secret_key or kept_secret(VAR / "secret_key")
DEBUG = environment.debug
ALLOWED_HOSTS = list(environment.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(environment.csrf_trusted_origins)

ROOMS = [
    "desk",
    "portal",
    "analysis",
    "releases",
    "council",
    "results",
    "appraisal",
    "self_scoring",
    "following",
    "fieldwork",
    "surveys",
    "plans",
    "scores",
    "cycles",
    "criteria",
    "notices",
    "accounts",
    "documents",
    "intake",
    "units",
    "audit",
    "ui",
]

INSTALLED_APPS = [
    *(f"cchc.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "template_partials.apps.SimpleAppConfig",  # the loaders stand below
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cchc.portal.middleware.public_pages",
    "cchc.config.mount.PracticeMount",
    "cchc.config.headers.CompressedPages",
    "cchc.config.headers.private_and_strict",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cchc.config.language.language_of_the_person",
    "cchc.config.headers.only_what_can_be_read",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cchc.config.refusals.InWords",
    "cchc.accounts.middleware.ActorMiddleware",
    "cchc.ui.asking.AskFirst",
    "cchc.accounts.middleware.OneTimeKeys",
    "cchc.audit.middleware.files_leave_a_record",
]

ROOT_URLCONF = "cchc.config.urls"
WSGI_APPLICATION = "cchc.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["cchc.ui.loading.Loader"])],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "cchc.config.navigation.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "cchc.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "cchc.ui.forms.Renderer"

SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR / "cchc.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "cached_statements": 1_000,  # read once: the pages have more than the 128 that Python keeps
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON;",
    },
}
DATABASES: dict[str, Any] = {"default": environment.database or SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
KEPT = "cchc.config.kept"
CONSEQUENCES = "cchc.config.consequences"
STAGED = "cchc.config.staged"
ACTOR_NOW = "cchc.accounts.queries.actor_now"
SEAL_FILE = environment.seal_file
TIME_STAMP_URL = environment.time_stamp_url
TIME_STAMP_CA = environment.time_stamp_ca
MAIL_SERVER = environment.mail_server
ADDRESS = environment.address
OPEN_DATA_LICENCE = environment.open_data_licence
TIME_STAMPS = VAR / "time-stamps"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "cchc.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cchc.accounts.passwords.NotCommonHere"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "cchc.accounts.forms.SignInForm"}
ACCOUNT_ADAPTER = "cchc.accounts.adapter.ClosedAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # wrong passwords are counted by `accounts.actions.attempts`, in the database

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [CODE / room / "locale" for room in ("config", "demo", "access", "reading", "files", "core")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["cchc.config.formats"]

PORTAL_LOOKS_EVERY = 2.0  # seconds for which a process takes what is released as known

STATIC_URL = "/static/"  # the same under the address of a practice cycle
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cchc.ui.finders.JoinedStylesFinder",
    "cchc.ui.finders.NodeModulesFinder",
]
NODE_MODULES = ROOT / "node_modules"
GUIDE = ROOT / "docs" / "guide"
DESIGNS = ROOT / "content" / "surveys" / "designs"
QUESTIONNAIRES = ROOT / "content" / "surveys" / "questionnaires"
REPORT_FRAMES = ROOT / "content" / "reports"
REMEDIES = ROOT / "content" / "remedies"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes of the texts of a form, without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_PERMISSIONS = 0o600
MOST_REQUEST_BYTES = 60_000_000  # the largest file that `documents` takes, and the form around it
ACCEL_PREFIX = environment.accel_prefix
LEAST_FREE = environment.least_free  # gigabytes on the disk of `VAR`; with less it is nearly full

BEHIND_HTTPS = environment.behind_https
TRUSTED_PROXIES = environment.trusted_proxies
SESSION_ENGINE = "cchc.accounts.sessions"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked for on the server itself, where there is no HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if BEHIND_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cchc.config.views.form_too_old"

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "cchc.config.secret_addresses.SecretAddressesMasked"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
