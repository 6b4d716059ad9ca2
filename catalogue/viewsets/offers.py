"""Offers and their sessions."""

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
from catalogue.models import Offer, Partner, Theme
from catalogue.viewsets.base import (
    CHECKED_COLUMN,
    CHECKED_PANEL,
    STATUS_COLUMN,
    CatalogueViewSet,
    OfStructureFilterSet,
    tabs,
    visible,
)
from catalogue.viewsets.forms import OwnedForm


class OfferForm(OwnedForm):
    without_owner_message = _(
        "Choisissez une structure : seul un réseau propose des offres qui valent partout."
    )


class OfferFilterSet(OfStructureFilterSet):
    theme = django_filters.ModelChoiceFilter(
        label=_("Thématique"),
        field_name="themes",
        queryset=Theme.objects.all(),
        empty_label=_("Toutes"),
    )
    partner = django_filters.ModelChoiceFilter(
        label=_("Partenaire"), queryset=visible(Partner), empty_label=_("Tous")
    )

    class Meta:
        model = Offer
        fields = ["kind", "modality", "status", "live", "is_demonstration"]


class OfferViewSet(CatalogueViewSet):
    model = Offer
    icon = "calendar-alt"
    add_item_label = _("Ajouter une offre")
    list_display = [
        "title",
        "kind",
        "structure",
        "partner",
        "expires_on",
        CHECKED_COLUMN,
        STATUS_COLUMN,
    ]
    list_related = ["structure", "partner"]
    filterset_class = OfferFilterSet
    resource_class = resources.OfferResource
    edit_handler = tabs(
        (
            _("Offre"),
            [
                TitleFieldPanel("title"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
                FieldPanel("structure"),
                FieldPanel("summary"),
                FieldPanel("description"),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                FieldPanel("scheme"),
                FieldPanel("partner"),
                FieldPanel("slug"),
            ],
        ),
        (
            _("Où et quand"),
            [
                FieldPanel("modality"),
                FieldPanel("site"),
                MultiFieldPanel(
                    [
                        FieldPanel("address"),
                        FieldRowPanel([FieldPanel("postal_code"), FieldPanel("commune")]),
                        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                    ],
                    heading=_("Ailleurs que dans un lieu d’accueil"),
                ),
                FieldPanel("wheelchair"),
                FieldRowPanel(
                    [FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("expires_on")]
                ),
                InlinePanel(
                    "sessions",
                    heading=_("Séances"),
                    label=_("séance"),
                    panels=[
                        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                        FieldPanel("site"),
                        FieldPanel("place"),
                        FieldRowPanel(
                            [
                                FieldPanel("capacity"),
                                FieldPanel("places_left"),
                                FieldPanel("status"),
                            ]
                        ),
                    ],
                    help_text=_("Chaque séance paraît dans l’agenda à sa date."),
                ),
            ],
        ),
        (
            _("Pour qui, comment"),
            [
                FieldRowPanel([FieldPanel("age_min"), FieldPanel("age_max")]),
                FieldRowPanel([FieldPanel("fee"), FieldPanel("fee_details")]),
                FieldPanel("capacity"),
                FieldPanel("how_to_apply"),
                FieldPanel("apply_url"),
                FieldRowPanel([FieldPanel("apply_email"), FieldPanel("apply_phone")]),
            ],
        ),
        (_("Vérification"), [FieldPanel("external_id"), CHECKED_PANEL]),
        form=OfferForm,
    )
