"""Settings shared by every environment.

What differs between machines comes from environment variables (table in the README);
what differs between purposes, from the modules beside this one.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from .logs import logging_at

BASE_DIR = Path(__file__).resolve().parents[3]
SITE_DIR = BASE_DIR / "site"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)

# What a running copy writes: database, media, collected files.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
STYLEGUIDE = False  # /styleguide/: every component in every state
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "accounts",
    "operations",
    "cms",
    "catalogue",
    "activity",
    "imports",
    # Wagtail
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    # Libraries
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "import_export",
    "phonenumber_field",
    "rest_framework",
    # Django
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Compresses HTML and JSON; pads responses against BREACH.
    # https://docs.djangoproject.com/en/5.2/ref/middleware/#module-django.middleware.gzip
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "operations.middleware.AdminContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cms.middleware.VisitMiddleware",
    "cms.middleware.MissedAddressMiddleware",
    "cms.middleware.StayingRedirectMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it answers for a sign-in that was refused
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "csp.context_processors.nonce",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.context_processors.shell",
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'parvis.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets the pages read while the worker writes; IMMEDIATE takes the write lock at the
    # start of a transaction, so that two writers wait instead of failing halfway.
    # https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-transaction-behavior
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # A long read takes its pages from the system's memory, without copying each (256 MiB).
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;"
        ),
    }

CACHE_URL = env.str("CACHE_URL", default="")
CACHES = {
    "default": env.cache("CACHE_URL")
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Full-text search: in the database, or on a search server when there is one.
# SEARCH_URL=opensearch+https://user:password@host:9200 (or elasticsearch+https://…)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "catalogue.search.database"}}
SEARCH_URL = env.str("SEARCH_URL", default="")
if SEARCH_URL:
    search_engine, search_server = SEARCH_URL.split("+", 1)
    WAGTAILSEARCH_BACKENDS["default"] = {
        # Named after the client library that requirements.in pins.
        "BACKEND": {
            "opensearch": "wagtail.search.backends.opensearch3",
            "elasticsearch": "wagtail.search.backends.elasticsearch8",
        }[search_engine],
        "URLS": [search_server],
        "INDEX_PREFIX": env.str("SEARCH_PREFIX", default="parvis_"),
        # What `catalogue.search.database` does in the database: French stems, no accents.
        "INDEX_SETTINGS": {
            "settings": {
                "analysis": {
                    "analyzer": {
                        "default": {
                            "type": "custom",
                            "tokenizer": "standard",
                            "filter": [
                                "french_elision",
                                "lowercase",
                                "french_stop",
                                "asciifolding",
                                "french_stemmer",
                            ],
                        }
                    },
                    "filter": {
                        "french_elision": {
                            "type": "elision",
                            "articles_case": True,
                            "articles": ["l", "m", "t", "qu", "n", "s", "j", "d", "c"],
                        },
                        "french_stop": {"type": "stop", "stopwords": "_french_"},
                        "french_stemmer": {"type": "stemmer", "language": "light_french"},
                    },
                }
            }
        },
    }

# --- People ---------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Ten wrong passwords for one account from one place, and it waits for a quarter of an hour.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.attempts.typed_email"
AXES_CLIENT_IP_CALLABLE = "accounts.attempts.client_address"
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # keeps no record of who signed in, and from where
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False  # or each command begins with a line about it
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
DEMONSTRATION_PASSWORD = ""  # of the logins that `load_demo` makes; without it, none
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- Language and time ----------------------------------------------------------------

LANGUAGE_CODE = "fr"
# By their own names, as visitors read them. Dari is "fa-af", what CLDR makes of "prs": Django finds
# its Persian catalogue and direction, browsers a Persian font and voice.
LANGUAGES = [
    ("fr", "Français"),
    ("en", "English"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("fa-af", "دری"),
]
LOCALE_PATHS = [SITE_DIR / "locale"]
# What pages may be translated into, by the names that editors read. The admin speaks French.
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [
    ("fr", "Français"),
    ("en", "Anglais"),
    ("uk", "Ukrainien"),
    ("ar", "Arabe"),
    ("fa-af", "Dari"),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES[:1]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
FORMAT_MODULE_PATH = None
PHONENUMBER_DEFAULT_REGION = "FR"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# --- Files ----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [SITE_DIR / "static"]
STATICFILES_FINDERS = [
    "config.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Partners' files: no address serves them.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # long StreamField forms

# --- Wagtail --------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Parvis"
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.SignInForm"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
# Of drafts to review, those who may publish them hear (`catalogue.reviews`): not each superuser.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no third-party request, in the admin either
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10_000_000
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # a phone's picture; opened, it takes 160 MB
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS = []
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses that can be read aloud and typed

# --- API ------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    # Per address: ample for a program that behaves, not for one that copies in a loop.
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("API_RATE", default="300/min"),
        "forms": env.str("FORM_RATE", default="60/hour"),  # what visitors send to editors
        "push": env.str("PUSH_RATE", default="60/min"),  # files that partners send
    },
    # How many of our own proxies add to X-Forwarded-For; the rest of it can be made up.
    # Sign-in attempts are counted by the same address (`accounts.attempts`).
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Parvis",
    "DESCRIPTION": (
        "Le catalogue public des Missions Locales, en lecture seule et sans clé. "
        "Les pages éditoriales sont sous /api/v1/pages/ (API de Wagtail, version 2)."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["catalogue.api.public_endpoints"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # Many models have a `kind`, each with its own choices.
    "ENUM_NAME_OVERRIDES": {
        f"{model}Kind": f"catalogue.models.{model}.Kind"
        for model in [
            "AgreementDocument",
            "Offer",
            "Partner",
            "ReceptionSite",
            "SchemeFact",
            "Structure",
        ]
    },
}
WAGTAILAPI_LIMIT_MAX = 100

# --- Security -------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows previews in a frame of its own
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
ADMIN_PATH = "gestion/"

# Public pages: nothing but our own files, and no inline script or style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}
# What the admin replaces in it: Wagtail's forms carry inline scripts and styles, its telepath
# evaluates templates, its previews are frames. https://github.com/wagtail/wagtail/issues/1288
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}

# --- Health ---------------------------------------------------------------------------

# The worker says it is alive this often; three silences in a row, and /healthz gives the alarm.
WORKER_HEARTBEAT_SECONDS = env.float("WORKER_HEARTBEAT_SECONDS", default=10)

# --- Other servers --------------------------------------------------------------------

# Addresses that somebody typed (partners' files, links of pages) are asked for on the Internet
# only, on the usual ports (`operations.outbound`). OUTBOUND_NETWORKS=10.1.2.0/24 opens a part of
# one's own network.
OUTBOUND_PORTS = env.list("OUTBOUND_PORTS", cast=int, default=[80, 443])
OUTBOUND_NETWORKS = env.list("OUTBOUND_NETWORKS", default=[])

# --- Imports --------------------------------------------------------------------------

# A worker that reads or applies a partner's file and stays silent for so long was killed.
IMPORT_LEASE_SECONDS = env.float("IMPORT_LEASE_SECONDS", default=120)
# How long it may take to fetch a partner's file.
IMPORT_PULL_SECONDS = env.float("IMPORT_PULL_SECONDS", default=120)
# How long a finished import keeps its file, its rows and what it takes to undo it.
IMPORT_RETENTION_DAYS = env.int("IMPORT_RETENTION_DAYS", default=180)

# --- Mail and logs --------------------------------------------------------------------

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="parvis@localhost")

LOGGING = logging_at(env.str("LOG_LEVEL", default="INFO"))
