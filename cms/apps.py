from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CMSConfig(AppConfig):
    name = "cms"
    verbose_name = _("contenus")

    def ready(self):
        # All need the models, which are ready only now.
        from cms import jsonld, permissions, redirections  # noqa: F401, PLC0415
        from cms.models.promotions import promoted_keys  # noqa: PLC0415

        permissions.register_policies()
        redirections.connect()
        promoted_keys.forget_with(self.get_model("Promotion"))
