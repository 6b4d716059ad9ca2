"""Reception sites, their hours and their exceptional closures."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from catalogue import resources
from catalogue.models import ReceptionSite
from catalogue.viewsets.base import (
    CHECKED_COLUMN,
    CHECKED_PANEL,
    STATUS_COLUMN,
    CatalogueViewSet,
    OfStructureFilterSet,
    tabs,
)
from catalogue.viewsets.forms import CatalogueForm


class ReceptionSiteForm(CatalogueForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False

    def clean(self):
        """Nobody has to make up a code: the structure's and the name make one."""
        cleaned = super().clean()
        if not cleaned.get("code") and cleaned.get("structure") and cleaned.get("name"):
            cleaned["code"] = slugify(f"{cleaned['structure'].imilo_code} {cleaned['name']}")[:40]
        return cleaned


class ReceptionSiteFilterSet(OfStructureFilterSet):
    class Meta:
        model = ReceptionSite
        fields = ["kind", "access", "wheelchair", "live", "is_demonstration"]


class ReceptionSiteViewSet(CatalogueViewSet):
    model = ReceptionSite
    icon = "thumbtack"
    add_item_label = _("Ajouter un lieu d’accueil")
    list_display = [
        "name",
        "structure",
        "kind",
        "commune",
        "access",
        CHECKED_COLUMN,
        STATUS_COLUMN,
    ]
    list_related = ["structure", "commune"]
    filterset_class = ReceptionSiteFilterSet
    resource_class = resources.ReceptionSiteResource
    edit_handler = tabs(
        (
            _("Lieu"),
            [
                FieldPanel("name", classname="title"),
                FieldPanel("structure"),
                FieldPanel("kind"),
                FieldPanel("address"),
                FieldPanel("address_complement"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("commune")]),
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
                    heading=_("Position sur la carte"),
                    help_text=_("En degrés, par exemple 48.7895 et 2.4521."),
                ),
                FieldPanel("wheelchair"),
            ],
        ),
        (
            _("Accueil et horaires"),
            [
                FieldPanel("access"),
                FieldPanel("closed_until"),
                FieldPanel("access_note"),
                FieldPanel("opening_hours"),
                InlinePanel(
                    "closures",
                    heading=_("Fermetures exceptionnelles"),
                    label=_("fermeture"),
                    help_text=_("Ces jours-là, le lieu est fermé quels que soient ses horaires."),
                ),
            ],
        ),
        (
            _("Contact et identification"),
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldPanel("code"),
                FieldPanel("time_zone"),
            ],
        ),
        (_("Vérification"), [CHECKED_PANEL]),
        form=ReceptionSiteForm,
    )
