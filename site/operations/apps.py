from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """What keeps the house running: health, the worker's heartbeat, security headers."""

    name = "operations"
    verbose_name = _("exploitation")
