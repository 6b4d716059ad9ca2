"""What is counted, and how many young people there are: changed now and then, in the settings."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel

from activity import resources
from activity.models import Indicator, YoungPopulation
from catalogue.models import Network
from catalogue.viewsets.base import CatalogueViewSet, tabs, visible


class IndicatorViewSet(CatalogueViewSet):
    """Never deleted once something was counted: it isn't asked for any more instead."""

    model = Indicator
    icon = "list-ol"
    add_item_label = _("Ajouter un indicateur")
    url_prefix = "activite/definitions"
    menu_order = 595
    add_to_settings_menu = True
    list_display = ["name", "code", "group", "unit", "frequency", "is_active", "position"]
    list_filter = ["group", "frequency", "is_active"]
    search_fields = ["name", "code", "definition"]
    resource_class = resources.IndicatorResource
    edit_handler = tabs(
        (
            _("Définition"),
            [
                TitleFieldPanel("name", targets=["code"]),
                FieldPanel("code"),
                FieldPanel("definition"),
                FieldPanel("source"),
            ],
        ),
        (
            _("Comment on le compte"),
            [
                FieldRowPanel([FieldPanel("unit"), FieldPanel("frequency")]),
                FieldPanel("is_additive"),
                MultiFieldPanel(
                    [
                        FieldPanel("has_modality"),
                        FieldPanel("has_site"),
                        FieldPanel("has_theme"),
                        FieldPanel("has_scheme"),
                    ],
                    heading=_("Détails que l’on peut saisir"),
                ),
                MultiFieldPanel(
                    [FieldPanel("group"), FieldPanel("position"), FieldPanel("is_active")],
                    heading=_("Dans la grille de saisie"),
                ),
            ],
        ),
    )


class YoungPopulationFilterSet(WagtailFilterSet):
    network = django_filters.ModelChoiceFilter(
        label=_("Réseau"),
        field_name="structure__network",
        queryset=visible(Network),
        empty_label=_("Tous"),
    )

    class Meta:
        model = YoungPopulation
        fields = ["is_demonstration"]


class YoungPopulationViewSet(CatalogueViewSet):
    model = YoungPopulation
    icon = "group"
    add_item_label = _("Ajouter une population")
    url_prefix = "activite/populations"
    menu_order = 596
    add_to_settings_menu = True
    list_display = ["structure", "people", "year", "source"]
    list_related = ["structure"]
    search_fields = ["structure__name", "structure__imilo_code"]
    filterset_class = YoungPopulationFilterSet
    resource_class = resources.YoungPopulationResource
    edit_handler = tabs(
        (
            _("Population"),
            [
                FieldPanel("structure"),
                FieldRowPanel([FieldPanel("people"), FieldPanel("year")]),
                FieldPanel("source"),
                FieldPanel("is_demonstration"),
            ],
        )
    )
