"""Partners."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel

from catalogue import resources
from catalogue.models import Partner
from catalogue.viewsets.base import (
    CHECKED_COLUMN,
    CHECKED_PANEL,
    STATUS_COLUMN,
    CatalogueViewSet,
    CheckedFilterSet,
    tabs,
)


class PartnerFilterSet(CheckedFilterSet):
    class Meta:
        model = Partner
        fields = ["kind", "live", "is_demonstration"]


class PartnerViewSet(CatalogueViewSet):
    model = Partner
    icon = "group"
    add_item_label = _("Ajouter un partenaire")
    list_display = [
        "name",
        "kind",
        "website",
        CHECKED_COLUMN,
        STATUS_COLUMN,
    ]
    filterset_class = PartnerFilterSet
    resource_class = resources.PartnerResource
    edit_handler = tabs(
        (
            _("Partenaire"),
            [
                TitleFieldPanel("name", targets=["code"]),
                FieldPanel("kind"),
                FieldPanel("description"),
                FieldPanel("website"),
                FieldPanel("siret"),
                FieldPanel("code"),
            ],
        ),
        (_("Vérification"), [CHECKED_PANEL]),
    )
