"""Settings: one file, every value that differs between machines comes from the environment."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

env = environ.FileAwareEnv()

BASE_DIR = Path(__file__).resolve().parent.parent

# -- the machine -------------------------------------------------------------------------------------

# Empty is refused by Django itself, as soon as something is to be signed; compute_index signs nothing.
SECRET_KEY = env("SECRET_KEY", default="")
# Signs the links of history: 32 bytes in hex. Empty: derived from SECRET_KEY. Former public keys stay known.
SEAL_KEY = env("SEAL_KEY", default="")
FORMER_SEAL_KEYS = env.list("FORMER_SEAL_KEYS", default=[])
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
SECURE = env.bool("SECURE", default=False)

# Reference commands (compute_index) need no database, so an absent address is refused only when used.
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///spbe")}
DATABASES["default"].update(ENGINE="apps.common.postgres", CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
# Every trigger asks which triggers to ignore: none. Where that setting is missing the question fails and is rolled
# back each time, at a cost that grows with the rows of the transaction: laying out 29,000 answers took 50 s, not 4.
# Planning the wide questions of a working page costs the database more than answering them (5 ms against 0.5 ms), so
# each connection prepares what it asks twice. Behind a pooler by transaction this has to be switched off.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    options="-c pgtrigger.ignore={}", server_side_binding=True, prepare_threshold=2
)
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")

MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))()
EMBLEM_FILE = env("EMBLEM_FILE", default="")
# Who signs decrees: a function that returns a common.signing.Signer. Empty: nobody does, and the decrees say so.
SIGNER = env("SIGNER", default="")
# For apps.common.certificate.from_settings: a PKCS#12 file and its password.
SIGNING_CERTIFICATE = env("SIGNING_CERTIFICATE", default="")
SIGNING_PASSWORD = env("SIGNING_PASSWORD", default="")
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Evaluasi SPBE <no-reply@localhost>")

# -- the house ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "guardian",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_filters",
    "csp",
    "apps.portal",
    "apps.dashboard",
    "apps.helpdesk",
    "apps.socialisation",
    "apps.coordination",
    "apps.follow_up",
    "apps.awards",
    "apps.decrees",
    "apps.reports",
    "apps.results",
    "apps.quality",
    "apps.consolidation",
    "apps.harmonisation",
    "apps.desk_review",
    "apps.interview",
    "apps.visitation",
    "apps.self_assessment",
    "apps.evaluations",
    "apps.periods",
    "apps.instruments",
    "apps.institutions",
    "apps.notices",
    "apps.jobs",
    "apps.exports",
    "apps.accounts",
    "apps.common",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.common.middleware.StorableTextMiddleware",
    "apps.common.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.accounts.middleware.SecondFactorMiddleware",
    "apps.helpdesk.middleware.LookMiddleware",
    "apps.accounts.middleware.LogoutMiddleware",
    "apps.common.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "spbe_eval.urls"
WSGI_APPLICATION = "spbe_eval.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "apps.dashboard.context_processors.shell",
            ],
            "builtins": ["apps.common.templatetags.addresses"],
        },
    },
]

# Message levels under the names that the style sheet knows.
MESSAGE_TAGS = {
    message_levels.INFO: "",
    message_levels.SUCCESS: "ok",
    message_levels.WARNING: "warn",
    message_levels.ERROR: "err",
}

# -- language and time: Indonesian on every screen, deadlines announced in WIB ---------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# -- files -----------------------------------------------------------------------------------------------

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
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# In bytes, for one file of evidence and for everything that one institution stores.
EVIDENCE_FILE_LIMIT = 50_000_000
EVIDENCE_QUOTA = 5_000_000_000
# What travels in one request where a browser sends a file piece by piece; below DATA_UPLOAD_MAX_MEMORY_SIZE.
EVIDENCE_PIECE_SIZE = 1_000_000

# -- people ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "apps.accounts.backends.AccountBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["apps.accounts.hashers.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "apps.accounts.forms.LoginForm",
    "reauthenticate": "apps.accounts.forms.ReauthenticateForm",
    "change_password": "apps.accounts.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
# Usernames are kept in lower case, so that a log-in finds its row by the index.
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_INPUT_RENDER_VALUE = False
# Passwords are guarded by apps.accounts.lockout, in the database: it is shared by every process, outlives a
# restart and asks neither a cache nor Redis. allauth's own limit on log-ins would also stop a whole office
# behind one address. What is left to allauth are rare things (codes of the second factor, changing a
# password), counted per account in the memory of each process: a cache that cannot be gone.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/300s/key"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# How many reverse proxies stand before us, so that failed log-ins are counted by the real address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "apps.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "apps.accounts.forms.SecondFactorForm",
    "reauthenticate": "apps.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "apps.accounts.forms.ActivateSecondFactorForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Evaluasi SPBE"
# Roles (values of institutions.Role) whose people must set up a second factor before anything else.
SECOND_FACTOR_REQUIRED_ROLES = env.list("SECOND_FACTOR_REQUIRED_ROLES", default=[])
# How long an invitation by mail can be accepted.
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "account_login"

SESSION_ENGINE = "apps.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# -- protection --------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = SECURE
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
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
    },
}

# -- history: every event table is append-only in the database -------------------------------------------

PGHISTORY_APPEND_ONLY = True
PGHISTORY_ADMIN_ALL_EVENTS = False

# -- work --------------------------------------------------------------------------------------------------

# A Redis that hangs or is gone must never hold up a person: the row is the work, the bell is a courtesy. Without
# max_retries, kombu sleeps six seconds over a refused connection, whatever the publisher's own `retry` says.
_BELL_TIMEOUT = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry_on_timeout": False, "max_retries": 0}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, **_BELL_TIMEOUT}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "ring waiting jobs again": {"task": "jobs.sweep", "schedule": 15.0},
    "publish what is due": {"task": "decrees.publish_due", "schedule": 15.0},
    "send letters that did not leave": {"task": "notices.send_letters", "schedule": 60.0},
    "look for conflicts of interest": {"task": "coordination.refresh_conflicts", "schedule": crontab(minute="25")},
    "look for what stands out": {"task": "quality.refresh", "schedule": crontab(minute="40")},
    "remind of what is due": {"task": "notices.remind", "schedule": crontab(minute="*/10", hour="5-20")},
    "write the morning's digests": {"task": "notices.write_digests", "schedule": crontab(minute="*/10", hour="6-20")},
    "seal what came on record": {"task": "evaluations.seal_news", "schedule": 300.0},
    "give up uploads that were cut": {"task": "self_assessment.tidy_uploads", "schedule": 3600.0},
    "forget old images of pages": {"task": "self_assessment.forget_old_pages", "schedule": 3600.0},
    "forget archives after their week": {"task": "self_assessment.forget_archives", "schedule": 3600.0},
    "delete files that no row names": {"task": "coordination.sweep_files", "schedule": crontab(minute="17", hour="2")},
    "freeze sheets whose window has ended": {"task": "coordination.freeze_overdue", "schedule": 60.0},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
