"""Themes, and the public schemes with their dated facts and their steps."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    TitleFieldPanel,
)

from catalogue import resources
from catalogue.models import Scheme, Theme
from catalogue.viewsets.base import (
    CHECKED_COLUMN,
    CHECKED_PANEL,
    STATUS_COLUMN,
    CatalogueViewSet,
    CheckedFilterSet,
    tabs,
)


class ThemeViewSet(CatalogueViewSet):
    model = Theme
    icon = "tag"
    add_item_label = _("Ajouter une thématique")
    list_display = ["name", "code", "domain", "line", "category", "position"]
    search_fields = ["name", "code"]
    list_filter = ["domain", "line"]
    resource_class = resources.ThemeResource
    sort_order_field = "position"
    edit_handler = tabs(
        (
            _("Thématique"),
            [
                TitleFieldPanel("name", targets=["code"]),
                FieldPanel("code"),
                FieldPanel("tagline"),
                FieldRowPanel([FieldPanel("domain"), FieldPanel("line")]),
                FieldPanel("category"),
            ],
        )
    )


class SchemeFilterSet(CheckedFilterSet):
    theme = django_filters.ModelChoiceFilter(
        label=_("Thématique"),
        field_name="themes",
        queryset=Theme.objects.all(),
        empty_label=_("Toutes"),
    )

    class Meta:
        model = Scheme
        fields = ["live", "is_demonstration"]


class SchemeViewSet(CatalogueViewSet):
    model = Scheme
    icon = "clipboard-list"
    add_item_label = _("Ajouter un dispositif")
    list_display = [
        "name",
        "short_name",
        "starts_on",
        "ends_on",
        "replaced_by",
        CHECKED_COLUMN,
        STATUS_COLUMN,
    ]
    list_related = ["replaced_by"]
    filterset_class = SchemeFilterSet
    resource_class = resources.SchemeResource
    edit_handler = tabs(
        (
            _("Présentation"),
            [
                TitleFieldPanel("name", targets=["slug", "code"]),
                FieldPanel("short_name"),
                FieldPanel("summary"),
                FieldPanel("description"),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                FieldRowPanel([FieldPanel("slug"), FieldPanel("code")]),
            ],
        ),
        (
            _("Pour qui, comment"),
            [
                MultiFieldPanel(
                    [
                        FieldRowPanel(
                            [
                                FieldPanel("age_min"),
                                FieldPanel("age_max"),
                                FieldPanel("age_max_disability"),
                            ]
                        )
                    ],
                    heading=_("Âges"),
                ),
                FieldPanel("conditions"),
                FieldPanel("how_to_join"),
                InlinePanel(
                    "steps",
                    heading=_("Le trajet"),
                    label=_("étape"),
                    help_text=_("Les étapes, dans l’ordre où on les vit."),
                ),
            ],
        ),
        (
            _("Validité et sources"),
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("replaced_by"),
                FieldRowPanel([FieldPanel("source_label"), FieldPanel("source_url")]),
                InlinePanel(
                    "facts",
                    heading=_("Faits datés"),
                    label=_("fait"),
                    help_text=_(
                        "Un chiffre ou une date qui peut changer : depuis quand, d’après qui."
                    ),
                ),
            ],
        ),
        (
            _("Autres langues"),
            [
                InlinePanel(
                    "translations",
                    heading=_("Traductions"),
                    label=_("traduction"),
                    help_text=_(
                        "Publiées avec le dispositif, sur le site dans cette langue s’il a un "
                        "accueil et une liste des dispositifs."
                    ),
                ),
            ],
        ),
        (_("Vérification"), [CHECKED_PANEL]),
    )
