"""Settings from the environment alone (creansys/env.py); docs/operations.md lists every variable."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from creansys import env, logs

BASE_DIR = Path(__file__).resolve().parent.parent

# What runs -----------------------------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", False)
DEMO = env.flag("DEMO", False)  # demo logins and the style guide; `./run demo` alone sets it
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "demo") if DEMO else ""
SECRET_KEY = env.text("SECRET_KEY", get_random_secret_key() if DEBUG else None)
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters: make one with `openssl rand -base64 48`")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1")
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000" if DEBUG else None).rstrip("/")  # in mails and letters
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")  # networks whose X-Forwarded-For is believed, as 10.0.0.0/8

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "creansys",  # above what overrides a command of Django's own
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "law",
    "web",
    "agencies",
    "files",
    "jobs",
    "messaging",
    "clients",
    "claims",
    "funds",
    "paynow",
    "amicable",
    "billing",
    "reports",
    "office",
    "portal",
]
MIDDLEWARE = [
    "creansys.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "agencies.middleware.AgencyMiddleware",
]
ROOT_URLCONF = "creansys.urls"
WSGI_APPLICATION = "creansys.wsgi.application"
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
                "django.template.context_processors.i18n",
            ]
        },
    }
]
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "agencies.User"

# What it speaks to ---------------------------------------------------------------------------------------------------

DATABASES = {
    "default": env.database("DATABASE_URL")
    | {"CONN_MAX_AGE": env.number("DATABASE_CONNECTION_SECONDS", 60), "CONN_HEALTH_CHECKS": True}
}
DATABASES["default"]["ATOMIC_REQUESTS"] = True  # a page that fails half-way leaves nothing, whatever answer it becomes
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env.flag("DATABASE_POOLED", False)

CACHE_URL = env.text("CACHE_URL", "" if DEBUG else None)
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "creansys",
    }
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL")

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
TWILIO_ACCOUNT_SID = env.text("TWILIO_ACCOUNT_SID", "")  # without it, no SMS is written
TWILIO_AUTH_TOKEN = env.text("TWILIO_AUTH_TOKEN", "")
TWILIO_FROM = env.text("TWILIO_FROM", "")
TWILIO_API_URL = env.text("TWILIO_API_URL", "")  # somebody else who speaks the same interface
PEPPOL_URL = env.text("PEPPOL_URL", "")  # the access point; without it, invoices go by mail alone
PEPPOL_TOKEN = env.text("PEPPOL_TOKEN", "")
TRACING_URL = env.text("TRACING_URL", "")  # a provider of addresses; without it, agents look for them alone
TRACING_TOKEN = env.text("TRACING_TOKEN", "")
PAYMENTS_URL = env.text("PAYMENTS_URL", "")  # the payment provider; without it, debtors pay by transfer alone
PAYMENTS_TOKEN = env.text("PAYMENTS_TOKEN", "")
PAYMENTS_HOOK_SECRET = env.text("PAYMENTS_HOOK_SECRET", "")  # seals its calls; without it, they are not heard
PAYMENTS_PAGES = env.text("PAYMENTS_PAGES", "")  # where its pages are, when elsewhere
MAIL_HOOK_SECRET = env.text("MAIL_HOOK_SECRET", "")  # seals what a mail provider tells us; without it, nobody is heard
MAILBOXES = env.mailboxes("MAILBOXES")  # agency → where mail to it is fetched from
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "creansys@localhost")

# Bytes kept: a folder, or a bucket -----------------------------------------------------------------------------------

FILES_ROOT = Path(env.text("FILES_ROOT", str(BASE_DIR / "var" / "files")))
FILES_BUCKET = env.text("FILES_BUCKET", "")
_bucket = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": FILES_BUCKET,
        "endpoint_url": env.text("FILES_ENDPOINT", "") or None,
        "region_name": env.text("FILES_REGION", "") or None,
        "access_key": env.text("FILES_ACCESS_KEY", "") or None,
        "secret_key": env.text("FILES_SECRET_KEY", "") or None,
        "default_acl": None,
        "file_overwrite": True,  # the key is the hash of the bytes
    },
}
_folder = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": FILES_ROOT, "base_url": None},
}
_hashed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
_bytes = _bucket if FILES_BUCKET else _folder
STORAGES = {"default": _bytes, "files": _bytes, "staticfiles": {"BACKEND": _plain if DEBUG else _hashed}}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]

# Who gets in ---------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]
ACCOUNT_ADAPTER = "agencies.adapters.PlatformAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is the proof of the address
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password, a second step added or removed
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {  # kept in the cache; none counts per account alone, so nobody can shut another out
    "login": "60/m/ip",
    "login_failed": "30/5m/ip,5/5m/key",  # the key is account and caller: agencies/adapters.py
    "reset_password": "10/5m/ip",
    "reset_password_from_key": "20/m/ip",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # as above
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "CREANSYS"
USERSESSIONS_TRACK_ACTIVITY = False  # a row per sign-in; a write per page would be dear
PASSWORD_RESET_TIMEOUT = 2 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# What a browser may do -----------------------------------------------------------------------------------------------

HTTPS = env.flag("HTTPS", not DEBUG)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked over plain HTTP from inside
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", True)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = env.number("SESSION_SECONDS", 12 * 3600)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],  # agencies.api.Api opens by key
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "agencies.api.problem",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # the Accept header alone chooses
}
API_REQUESTS_A_MINUTE = env.number("API_REQUESTS_A_MINUTE", 600)  # of one key
SPECTACULAR_SETTINGS = {
    "TITLE": "CREANSYS",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,  # a file is bytes where it is sent
    "ENUM_NAME_OVERRIDES": {"DebtorKindEnum": "clients.models.DebtorKind.choices"},
}

# What it tells -------------------------------------------------------------------------------------------------------

METRICS_TOKEN = env.text("METRICS_TOKEN", "")
LOGGING = logs.configuration(level=env.text("LOG_LEVEL", "INFO"), with_messages=DEBUG)
