from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """What keeps the house running: health, the worker's heartbeat, security headers."""

    name = "operations"
    verbose_name = _("exploitation")

    def ready(self):
        from . import slow_tasks  # noqa: F401, PLC0415 (it listens to tasks)
