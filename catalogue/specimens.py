"""What the catalogue looks like before it holds anything: for previews and the styleguide.

Real models, never saved: a component that asks a model for what it does not have shows here.
"""

from datetime import timedelta

from django.utils import timezone

from catalogue.models import (
    Commune,
    Offer,
    OfferSession,
    Partner,
    ReceptionSite,
    Scheme,
    Structure,
    Theme,
)
from catalogue.opening import Day, OpeningState

STATES = [
    OpeningState("open", "Ouvert", "ferme à 17\u00a0h\u00a030"),
    OpeningState("closed", "Fermé", "ouvre lundi à 9\u00a0h"),
    OpeningState("appointment", "Sur rendez-vous"),
    OpeningState("remote", "À distance", "jusqu’à 17\u00a0h"),
    OpeningState(
        "closed-until", "Fermé", "ouvre lundi 4\u00a0janvier", note="Travaux dans l’accueil."
    ),
    OpeningState("unknown", "Horaires à confirmer"),
]

THEMES = [
    Theme(code="emploi", line="emploi", name="Emploi", tagline="Un job, un stage, une alternance"),
    Theme(
        code="formation",
        line="formation",
        name="Formation",
        tagline="Apprendre un métier, reprendre l’école",
    ),
    Theme(
        code="orientation",
        line="orientation",
        name="Orientation",
        tagline="Savoir ce qui te plaît vraiment",
    ),
    Theme(
        code="logement",
        line="logement",
        name="Logement",
        tagline="Un toit pour ce soir ou pour longtemps",
    ),
    Theme(
        code="sante", line="sante", name="Santé", tagline="Voir quelqu’un, être couvert, souffler"
    ),
    Theme(
        code="mobilite",
        line="mobilite",
        name="Mobilité",
        tagline="Permis, vélo, train, partir ailleurs",
    ),
    Theme(
        code="citoyen",
        line="citoyen",
        name="Citoyenneté et loisirs",
        tagline="Tes droits, le sport, la culture",
    ),
]

TOWN = Commune(insee_code="94037", name="Gentilly", postal_codes=["94250"])


def structure():
    return Structure(name="Mission Locale des Deux Rives", slug="deux-rives")


def site(state):
    shown = ReceptionSite(
        name=f"Gentilly, {state.code}", structure=structure(), commune=TOWN, is_demonstration=True
    )
    shown.state = state
    shown.week = _week()
    return shown


def _week():
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    morning, afternoon = "9\u00a0h – 12\u00a0h\u00a030", "13\u00a0h\u00a030 – 17\u00a0h\u00a030"
    hours = [
        (morning, afternoon, ""),
        (morning, afternoon, ""),
        (morning, "", ""),
        ("", afternoon, "sur rendez-vous"),
        (morning, afternoon, ""),
        ("", "", ""),
        ("", "", "Fermé, jour férié"),
    ]
    names = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    return [
        Day(
            name=name,
            date=monday + timedelta(days=index),
            is_today=index == timezone.localdate().weekday(),
            morning=before,
            afternoon=after,
            note=note,
        )
        for index, (name, (before, after, note)) in enumerate(zip(names, hours, strict=True))
    ]


def _offer(theme, kind, title, **fields):
    offer = Offer(pk=THEMES.index(theme) + 1, kind=kind, title=title, slug="offre", **fields)
    offer.line = theme.line
    return offer


def offers():
    today = timezone.localdate()
    partner = Partner(name="Cycles de la Bièvre")
    kinds = ["apprenticeship", "training", "immersion", "housing", "health", "driving-licence"]
    titles = [
        "Vendeur, vendeuse de vélos",
        "Découvrir les métiers du numérique en six semaines",
        "Une semaine dans un atelier bois",
        "Chambre meublée en foyer de jeunes travailleurs",
        "Bilan de santé complet, sans avance de frais",
        "Code et 20 heures de conduite en auto-école sociale",
    ]
    shown = [
        _offer(theme, kind, title, commune=TOWN, partner=partner)
        for theme, kind, title in zip(THEMES, kinds, titles, strict=False)
    ]
    shown[0].fee, shown[0].starts_on = "paid-to-you", today + timedelta(days=40)
    shown[0].expires_on = today + timedelta(days=5)
    shown[1].starts_on, shown[1].ends_on = (
        today + timedelta(days=30),
        today + timedelta(days=72),
    )
    shown[1].expires_on = today + timedelta(days=20)
    shown[3].fee_details = "410\u00a0€ par mois, avant aides"
    shown[4].modality, shown[4].commune, shown[4].partner = "remote", None, None
    shown[5].is_demonstration = True
    unsorted = Offer(pk=99, kind="support", title="Offre sans thématique", slug="offre")
    unsorted.line = None
    return [*shown, unsorted]


def sessions():
    at = timezone.localtime().replace(month=11, day=30, hour=14, minute=0)
    rows = [(6, "planned"), (1, "planned"), (0, "planned"), (None, "planned"), (4, "cancelled")]
    shown = [
        OfferSession(
            pk=index,
            offer=offer,
            starts_at=at + timedelta(days=index, minutes=30 * index),
            places_left=places,
            status=status,
        )
        for index, (offer, (places, status)) in enumerate(zip(offers(), rows, strict=False))
    ]
    for session in shown:
        session.line = session.offer.line
    return shown


def schemes():
    main = Scheme(
        name="Contrat d’engagement jeune",
        slug="cej",
        summary="Un programme à ton rythme, un conseiller ou une conseillère rien que pour toi.",
    )
    main.line = THEMES[0].line
    other = Scheme(
        name="Parcours d’accompagnement",
        slug="pacea",
        summary="Pas prêt pour un contrat intensif\u00a0? On avance par étapes, à ta vitesse.",
    )
    other.line = THEMES[2].line
    old = Scheme(
        name="Garantie jeunes",
        slug="garantie-jeunes",
        summary="Elle a existé jusqu’en février 2022.",
        replaced_by=main,
    )
    old.line = None
    return [main, other, old]
