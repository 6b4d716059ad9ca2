"""Dated occurrences of offers."""

from django.utils.translation import gettext_lazy as _

from catalogue.models import OfferSession
from catalogue.resources import OfferSessionResource
from catalogue.widgets import TextWidget

from . import register, rules
from .base import Target


@register
class Sessions(Target):
    code = "sessions"
    label = _("séances")
    resource_class = OfferSessionResource
    withdrawn = {"status": OfferSession.Status.CANCELLED.value}
    listed = {"status": OfferSession.Status.PLANNED.value}
    headers = {"offer": _("Offre")}
    # Read with the offer, by its widget.
    extra = {"partner": (_("Partenaire"), TextWidget())}
    synonyms = {
        "partner": ("code partenaire",),
        "offer": ("identifiant offre", "id offre", "référence offre", "code offre"),
        "external_id": ("identifiant séance", "id", "id séance", "référence", "code séance"),
        "starts_at": ("date", "date et heure", "date de début", "début le", "horaire"),
        "ends_at": ("date de fin", "fin le"),
        "site": ("lieu", "code lieu"),
        "place": ("salle", "précision lieu"),
        "capacity": ("nombre de places", "nb places", "capacité"),
        "places_left": ("places disponibles", "disponibilités"),
    }
    help = {
        "offer": _(
            "L’identifiant de l’offre chez son partenaire ; « partenaire/identifiant » si deux "
            "partenaires ont le même."
        ),
        "partner": _("Le code du partenaire de l’offre, si deux partenaires ont le même."),
        "external_id": _("Ce qui reconnaît la séance d’un fichier à l’autre : ne le changez pas."),
        "starts_at": _(
            "Date et heure, à l’heure de Paris ; ailleurs, ajoutez le décalage : "
            "2027-01-14 09:30+04:00."
        ),
        "ends_at": _("Date et heure."),
        "site": _("Le code du lieu d’accueil. Vide : au lieu de l’offre."),
    }
    example = {
        "external_id": "SEANCE-0042",
        "starts_at": "14/01/2027 09:30",
        "ends_at": "14/01/2027 12:00",
        "place": "Salle 2",
        "capacity": 12,
        "places_left": 4,
        "status": "Prévue",
    }

    def check(self, cleaned):
        yield from rules.in_order(OfferSession, "session_period", cleaned, "starts_at", "ends_at")
        yield from rules.in_order(
            OfferSession, "session_places_left_within_capacity", cleaned, "places_left", "capacity"
        )
