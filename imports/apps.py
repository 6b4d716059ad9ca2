from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")

    def ready(self):
        from imports import permissions, targets  # noqa: PLC0415 (models are needed)

        targets.autodiscover()
        permissions.register_policies()
