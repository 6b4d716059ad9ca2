from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("catalogue")

    def ready(self):
        # All need the models, which are ready only now.
        from catalogue import permissions, reviews, roles  # noqa: PLC0415
        from catalogue.files import forget_file  # noqa: PLC0415
        from catalogue.search import synonyms  # noqa: PLC0415

        permissions.register_policies()
        roles.connect()
        reviews.connect()
        synonyms.meanings.forget_with(self.get_model("Synonym"))
        post_delete.connect(forget_file, sender=self.get_model("AgreementDocument"))
