"""The one settings module. It reads the environment; the launcher (kit/cluster.py) fills the environment in.

CONGVU_HOME          folder of all data: cluster, files, keys, built assets
CONGVU_APP_URL       the database as the application's role (no owner, no superuser)
CONGVU_OWNER_URL     the same database as the owner: migrations only (read by kit/roles.py, not here)
CONGVU_SECRET_KEY    signs sessions
CONGVU_HOSTS         host names, comma separated
CONGVU_DEBUG         1 in development
CONGVU_ADDRESS       the program's address as people write it, for links in mails
CONGVU_DIGEST_TIMES  when the digests are made: 07:30,16:00
CONGVU_MAIL_HOST, _PORT, _USER, _PASSWORD, _TLS (starttls or tls), _FROM, _TITLES: docs/howto/thu-dien-tu.md
"""

import os
from datetime import time
from pathlib import Path
from typing import Any

from congvu.kit.roles import django_database

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("CONGVU_HOME", Path.cwd() / "var"))
DEBUG = os.environ.get("CONGVU_DEBUG") == "1"
SECRET_KEY = os.environ.get("CONGVU_SECRET_KEY", "only-for-commands-without-sessions")
ALLOWED_HOSTS = os.environ.get("CONGVU_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")


DATABASES = {"default": django_database(os.environ.get("CONGVU_APP_URL", "postgresql://congvu_app@127.0.0.1/congvu"))}

INSTALLED_APPS = [
    "congvu.kit",
    "congvu.kit.work",
    "congvu.kernel.org",
    "congvu.kernel.ledger",
    "congvu.kernel.records",
    "congvu.kernel.duties",
    "congvu.kernel.notices",
    "congvu.sources.directives",
    "congvu.sources.meetings",
    "congvu.sources.obstacles",
    "congvu.sources.regulations",
    "congvu.sources.programmes",
    "congvu.judgement.reports",
    "congvu.faces.web",
    "congvu.faces.exchange",
    "congvu.faces.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "bootstrap",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "congvu.faces.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "congvu.faces.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "congvu.faces.web.middleware.FrameMiddleware",
]

ROOT_URLCONF = "congvu.config.urls"
WSGI_APPLICATION = "congvu.config.wsgi.application"
AUTH_USER_MODEL = "org.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/tai-khoan/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "congvu.faces.web.forms.SignInForm"}
ACCOUNT_ADAPTER = "congvu.faces.web.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "congvu.faces.web.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# Many officials share one address, so wrong passwords are counted per account.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "120/m/ip,5/300s/key", "reauthenticate": "10/m/user"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = os.environ.get("CONGVU_LOCAL", "1") == "1"
MFA_TOTP_ISSUER = "Công Vụ"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": []}}
if "CONGVU_OIDC_URL" in os.environ:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "province",
            "name": os.environ.get("CONGVU_OIDC_NAME", "Tài khoản của tỉnh"),
            "client_id": os.environ["CONGVU_OIDC_CLIENT"],
            "secret": os.environ["CONGVU_OIDC_SECRET"],
            "settings": {"server_url": os.environ["CONGVU_OIDC_URL"]},
        }
    )
# Limits must add up over all processes, so they are counted in the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["congvu.kit.templatetags.kit", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "congvu.config.registry.frame",
            ],
        },
    }
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "assets"  # made by faces/web/assets.py under names that hold their hash
WHITENOISE_USE_FINDERS = True  # plain names too, for pages shown before the assets are built
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.\w+$"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "congvu.faces.web.assets.HashedStorage"},
}
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
FILES_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
MAX_UPLOAD_BYTES = 20 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("CONGVU_HTTPS") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "img-src": ["'self'", "data:"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "geolocation": [], "microphone": []}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what the house may change without a new release -------------------------------------------
UNDO_SECONDS = 10
SEAL_EVERY_SECONDS = 20

WORK_KINDS = "congvu.config.registry.WORK_KINDS"
REPORT_SECTIONS = "congvu.config.registry.REPORT_SECTIONS"
DIGEST_SECTIONS = "congvu.config.registry.DIGEST_SECTIONS"
# Who reads what comes out of the outbox, each in the same transaction (kernel/ledger/moves/outbox.py).
OUTBOX_READERS = ("congvu.faces.exchange.moves.delivering.keep", "congvu.kernel.notices.moves.keep")

# --- telling people: two digests a day, and mail where a server is named ------------------------------
DIGEST_TIMES = [time.fromisoformat(text) for text in os.environ.get("CONGVU_DIGEST_TIMES", "07:30,16:00").split(",")]
ADDRESS = os.environ.get("CONGVU_ADDRESS", "http://localhost:8000/")  # as people outside this machine write it
EMAIL_HOST = os.environ.get("CONGVU_MAIL_HOST", "")  # empty: nothing goes by mail, all of it is in the program
EMAIL_PORT = int(os.environ.get("CONGVU_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("CONGVU_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("CONGVU_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("CONGVU_MAIL_TLS") == "starttls"
EMAIL_USE_SSL = os.environ.get("CONGVU_MAIL_TLS") == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("CONGVU_MAIL_FROM", "congvu@localhost")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
MAIL_TITLES = os.environ.get("CONGVU_MAIL_TITLES") == "1"  # titles of duties in mails: only inside one's own network

# --- the demonstration: the command line makes it without knowing what it is made of -----------------
DEMONSTRATION = "congvu.config.demo.make_small"
DEMONSTRATION_YEAR = "congvu.config.demo.make_year"
# Who is named when the address is printed: clerk, chairman, head, room head, official, chief inspector, commune.
DEMONSTRATION_ACCOUNTS = ("hoa.pt", "thanh.hv", "hung.tv", "minh.lv", "lan.nt", "nghia.dh", "khang.vm", "thu.nt")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"psycopg.pool": {"level": "ERROR"}},  # it repeats itself while the database is coming back
    "root": {"handlers": ["console"], "level": os.environ.get("CONGVU_LOG", "WARNING")},
}
