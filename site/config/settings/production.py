"""In production: everything comes from the environment (table in the README).

Refuses to start rather than to run unsafely, and says all that is missing at once.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, CONTENT_SECURITY_POLICY, STORAGES, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")

refusals = [
    message
    for wrong, message in [
        (env.bool("DEBUG", default=False), "DEBUG is on: it shows the site's secrets to anybody."),
        (not SECRET_KEY, "SECRET_KEY is missing: a long random text, kept secret."),
        (not ALLOWED_HOSTS, "ALLOWED_HOSTS is missing: the site's host names, with commas."),
        (not env.str("DATABASE_URL", default=""), "DATABASE_URL is missing: postgres://…"),
    ]
    if wrong
]
if refusals:
    raise ImproperlyConfigured("Parvis won't start. " + " ".join(refusals))

BASE_URL = WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default=f"https://{ALLOWED_HOSTS[0]}")
STYLEGUIDE = False

# --- HTTPS ----------------------------------------------------------------------------

# The proxy in front ends TLS. It must set X-Forwarded-Proto itself, whatever the client sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes come from inside, in plain HTTP
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SILENCED_SYSTEM_CHECKS = [
    # Preloading binds every name of the owner's domain, for years: not ours to decide.
    "security.W021",
    # DENY for X-Frame-Options: Wagtail shows its previews in a frame of the same site.
    "security.W019",
]

# --- Files ----------------------------------------------------------------------------

# Hashed names, cached for ever; a .br and a .gz beside each file.
STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"

S3_BUCKET = env.str("S3_BUCKET", default="")
if S3_BUCKET:
    S3_PUBLIC_URL = env.str("S3_PUBLIC_URL", default="")  # the bucket under our own name
    S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL")
    s3_account = {
        "endpoint_url": S3_ENDPOINT_URL,
        "region_name": env.str("S3_REGION", default=None),
        "access_key": env.str("S3_ACCESS_KEY"),
        "secret_key": env.str("S3_SECRET_KEY"),
        "file_overwrite": False,
    }
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": s3_account
        | {
            "bucket_name": S3_BUCKET,
            "custom_domain": urlsplit(S3_PUBLIC_URL).netloc or None,
            "querystring_auth": not S3_PUBLIC_URL,
        },
    }
    # Partners' files never go where anybody may read: a bucket of their own, or this machine.
    if S3_PRIVATE_BUCKET := env.str("S3_PRIVATE_BUCKET", default=""):
        STORAGES["private"] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": s3_account | {"bucket_name": S3_PRIVATE_BUCKET, "default_acl": "private"},
        }
    media_server = urlsplit(S3_PUBLIC_URL or S3_ENDPOINT_URL)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(
        f"{media_server.scheme}://{media_server.netloc}"
    )
