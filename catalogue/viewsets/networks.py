"""Networks, structures, and the communes that each structure takes in."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, TitleFieldPanel

from catalogue import resources
from catalogue.models import Coverage, Network, Structure
from catalogue.viewsets.base import (
    CHECKED_COLUMN,
    CHECKED_PANEL,
    STATUS_COLUMN,
    CatalogueViewSet,
    CheckedFilterSet,
    OfStructureFilterSet,
    tabs,
    visible,
)
from catalogue.viewsets.forms import CatalogueForm, OwnedForm


class NetworkForm(CatalogueForm):
    """A network's place among the others says how far its members reach.

    So a region neither changes its own, nor makes a network that has none above it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_for_the_country:
            return
        if self.instance.pk is None:
            self.initial["kind"] = Network.Kind.REGIONAL
            self.fields["parent"].required = True
        else:
            self.fields["parent"].disabled = True
        self.fields["kind"].disabled = True


class NetworkViewSet(CatalogueViewSet):
    model = Network
    icon = "globe"
    add_item_label = _("Ajouter un réseau")
    list_display = ["name", "kind", "parent", "region_code", CHECKED_COLUMN]
    list_related = ["parent"]
    search_fields = ["name", "code"]
    resource_class = resources.NetworkResource
    edit_handler = tabs(
        (
            _("Réseau"),
            [
                TitleFieldPanel("name", targets=["code"]),
                FieldPanel("code"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("region_code")]),
                FieldPanel("parent"),
                FieldPanel("website"),
            ],
        ),
        (_("Vérification"), [CHECKED_PANEL]),
        form=NetworkForm,
    )


class StructureFilterSet(CheckedFilterSet):
    network = django_filters.ModelChoiceFilter(
        label=_("Réseau"), queryset=visible(Network), empty_label=_("Tous")
    )

    class Meta:
        model = Structure
        fields = ["kind", "live", "is_demonstration"]


class StructureForm(OwnedForm):
    owner_field = "network"
    without_owner_message = _("Choisissez le réseau dont la structure fait partie.")

    def may_do_without_owner(self):
        return False


class StructureViewSet(CatalogueViewSet):
    model = Structure
    icon = "home"
    add_item_label = _("Ajouter une structure")
    list_display = [
        "name",
        "imilo_code",
        "seat_commune",
        "network",
        CHECKED_COLUMN,
        STATUS_COLUMN,
    ]
    list_related = ["seat_commune", "network"]
    filterset_class = StructureFilterSet
    resource_class = resources.StructureResource
    edit_handler = tabs(
        (
            _("Présentation"),
            [
                TitleFieldPanel("name"),
                FieldPanel("official_name"),
                FieldPanel("presentation"),
                FieldPanel("slug"),
            ],
        ),
        (
            _("Contact"),
            [
                FieldPanel("seat_commune"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldPanel("website"),
                InlinePanel("links", heading=_("Réseaux sociaux"), label=_("lien")),
            ],
        ),
        (
            _("Identification"),
            [
                # The keys by which files name the structure: not for the structure to change.
                FieldPanel("imilo_code", permission="catalogue.add_structure"),
                FieldPanel("kind", permission="catalogue.add_structure"),
                FieldPanel("network", permission="catalogue.add_structure"),
                FieldPanel("siret"),
            ],
        ),
        (_("Vérification"), [CHECKED_PANEL]),
        form=StructureForm,
    )


class CoverageFilterSet(OfStructureFilterSet):
    department = django_filters.CharFilter(
        label=_("Code du département"), field_name="commune__department_code"
    )

    class Meta:
        model = Coverage
        fields = ["is_demonstration"]


class CoverageViewSet(CatalogueViewSet):
    model = Coverage
    icon = "crosshairs"
    add_item_label = _("Ajouter une commune accompagnée")
    menu_label = _("Communes accompagnées")
    list_display = ["commune", "structure", "source", CHECKED_COLUMN]
    list_related = ["commune", "structure"]
    search_fields = ["commune__name", "structure__name"]
    filterset_class = CoverageFilterSet
    resource_class = resources.CoverageResource
    edit_handler = tabs(
        (
            _("Commune accompagnée"),
            [FieldPanel("commune"), FieldPanel("structure"), FieldPanel("source")],
        ),
        (_("Vérification"), [CHECKED_PANEL]),
    )
