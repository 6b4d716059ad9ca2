"""On a developer's machine, and for the demonstration that `make run` starts."""

from .base import *  # noqa: F403
from .base import env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = "development-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
STYLEGUIDE = True
# Printed by `make run`. Opens nothing elsewhere: no other settings have one.
DEMONSTRATION_PASSWORD = env.str("DEMONSTRATION_PASSWORD", default="porte-ouverte-2026")
