"""For the test suite: strict, fast, and on the same databases as the rest."""

from .base import *  # noqa: F403
from .base import DATABASES, LOGGING, STORAGES

SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
STYLEGUIDE = True
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["private"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
WHITENOISE_AUTOREFRESH = True  # reads files when asked, so nothing has to be collected
LOGGING["root"]["level"] = "WARNING"
