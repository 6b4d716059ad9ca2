from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CMSConfig(AppConfig):
    name = "cms"
    verbose_name = _("contenus")

    def ready(self):
        # All need the models, which are ready only now.
        from wagtail.images import get_image_model  # noqa: PLC0415
        from wagtail.models import Collection, CollectionViewRestriction, Site  # noqa: PLC0415

        from cms import (  # noqa: PLC0415
            hosts,
            jsonld,  # noqa: F401
            libraries,
            permissions,
            public_figures,
            redirections,
        )
        from cms.linking import signals  # noqa: PLC0415
        from cms.models.promotions import promoted_keys  # noqa: PLC0415

        permissions.register_policies()
        libraries.register_policies()
        libraries.connect()
        redirections.connect()
        public_figures.connect()
        signals.connect()
        promoted_keys.forget_with(self.get_model("Promotion"))
        for model in (
            Site,
            self.get_model("SiteTerritory"),
            self.get_model("HomePage"),
            # Of the logos: what they are, and whether a private collection holds them.
            get_image_model(),
            Collection,
            CollectionViewRestriction,
        ):
            hosts.hosts.forget_with(model)
