"""On a developer's machine, and for the demonstration that `make run` starts."""

from .base import *  # noqa: F403
from .base import LOGGING, MEDIA_URL, STATIC_URL, VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = "development-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
STYLEGUIDE = True
# Printed by `make run`. Opens nothing elsewhere: no other settings have one.
DEMONSTRATION_PASSWORD = env.str("DEMONSTRATION_PASSWORD", default="porte-ouverte-2026")

# Mail goes nowhere: a message is a file, and a line of the log.
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "operations.mail.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"


def is_worth_telling(record):
    """Of the requests to `runserver`: a page asks for twenty files, which are all there."""
    is_file = record.args and str(record.args[0]).startswith(
        (f"GET {STATIC_URL}", f"GET {MEDIA_URL}")
    )
    return not is_file or record.status_code >= 400


LOGGING["filters"] = {
    "worth_telling": {"()": "django.utils.log.CallbackFilter", "callback": is_worth_telling}
}
LOGGING["loggers"] |= {
    "django.server": {"filters": ["worth_telling"], "propagate": True},
    # "Watching for file changes" is what a development server does.
    "django.utils.autoreload": {"level": "WARNING"},
}
