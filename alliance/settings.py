"""All settings, read from the environment; `.env.example` says what each variable does.

Safe by default: without DEBUG=true there is no secret key to fall back on, and nothing is shown
that a visitor should not see.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def _words(name: str, *default: str) -> list[str]:
    return [word for word in env.list(name, list(default), subcast=str.strip) if word]


# Core

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = (
    env.str("SECRET_KEY", "for development only") if DEBUG else env.str("SECRET_KEY", validate=validate.Length(min=32))
)
ALLOWED_HOSTS = _words("ALLOWED_HOSTS", "localhost", "127.0.0.1")
SITE_URL = env.str("SITE_URL", "").rstrip("/")
ROOT_URLCONF = "alliance.urls"
WSGI_APPLICATION = "alliance.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "alliance.apps.NewsroomConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    "django_htmx",
    "template_partials",
    "csp",
    "search",
    "publishing",
    "initiatives",
    "articles",
    "alliance",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "alliance.middleware.GZipMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "alliance.middleware.HeadMiddleware",
    "alliance.middleware.OpenToAllMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "alliance.middleware.AddressLanguageMiddleware",
    "alliance.middleware.PublishDueMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "alliance.middleware.SubscribersMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "publishing.templatetags.text",
            ],
        },
    }
]

# Database

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'alliance.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A relative path means the same file wherever a command is started.
    if (name := DATABASES["default"]["NAME"]) != ":memory:":
        DATABASES["default"]["NAME"] = BASE_DIR / name
    # IMMEDIATE: a transaction that reads and then writes waits for its turn instead of failing with
    # "database is locked". WAL: readers do not wait for writers. A minute: an import of 5,000 rows writes
    # for most of one, and who saves meanwhile must not lose what they typed.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Cache

if REDIS_URL := env.str("REDIS_URL", ""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    # Django keeps 300 entries and throws a third away when there are more; those that count readers must stay.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},  # type: ignore[dict-item]
        }
    }

# Languages: the address decides (alliance.middleware); content has a column for each.

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "alliance.formats"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# Static files and uploads

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / env.str("MEDIA_ROOT", "media")
IMAGE_MAX_BYTES = env.int("IMAGE_MAX_MEGABYTES", 15, validate=validate.Range(min=1)) * 1024 * 1024
IMAGE_MAX_PIXELS = env.int("IMAGE_MAX_MEGAPIXELS", 50, validate=validate.Range(min=1)) * 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an initiative with 200 participations is one form

# The newsroom

PREVIEW_DAYS = env.int("PREVIEW_DAYS", 7, validate=validate.Range(min=1))
CHECK_AFTER_DAYS = env.int("CHECK_AFTER_DAYS", 180, validate=validate.Range(min=1))
QUIET_AFTER_DAYS = env.int("QUIET_AFTER_DAYS", 365, validate=validate.Range(min=1))

# Visits to sources (manage.py check_sources)

CHECK_AT_ONCE = env.int("CHECK_AT_ONCE", 8, validate=validate.Range(min=1, max=64))
CHECK_PAUSE = env.float("CHECK_PAUSE", 5, validate=validate.Range(min=0))
CHECK_TIMEOUT = env.float("CHECK_TIMEOUT", 20, validate=validate.Range(min=1))
CHECK_PRIVATE_ADDRESSES = False  # tests visit a server on the machine itself

# Security

HTTPS = env.bool("HTTPS", False)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "alliance.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = _words("CSRF_TRUSTED_ORIGINS")
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

# Logging

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])),
    },
}
