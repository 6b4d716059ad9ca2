"""Every component in every state, on one page, without a database. Not served in production.

The specimens are real models, never saved: a component that asks a model for what it does not
have shows here, and in the test that renders this page.
"""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from catalogue.geography.forms import PlaceForm
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
from cms.blocks import TextBlock
from cms.models import Alert
from cms.specimens import MEASURES

ALERTS = [
    Alert(
        level=Alert.Level.URGENT, message="Inondations\u00a0: toutes les portes ouvrent ce soir."
    ),
    Alert(
        level=Alert.Level.ATTENTION,
        message="Gentilly rouvre, sur rendez-vous seulement jusqu’au 15\u00a0décembre.",
        link_text="Prendre rendez-vous",
        link_url="https://exemple.test/",
    ),
    Alert(level=Alert.Level.INFORMATION, message="La Mission Locale a changé de téléphone."),
]
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

ANSWERS = {"need": "emploi", "ways": ["sms"], "when": "am"}
TOWN = Commune(insee_code="94037", name="Gentilly", postal_codes=["94250"])
STRUCTURE = Structure(name="Mission Locale des Deux Rives", slug="deux-rives")


class StyleguideForm(forms.Form):
    """How the page is shown: `?theme=dark&dir=rtl`."""

    theme = forms.ChoiceField(choices=[("light", "jour"), ("dark", "nuit")], required=False)
    dir = forms.ChoiceField(
        choices=[("ltr", "de gauche à droite"), ("rtl", "de droite à gauche")], required=False
    )


class SpecimenForm(forms.Form):
    name = forms.CharField(label="Prénom", help_text="Celui que tu veux.")
    need = forms.ChoiceField(
        label="Ton besoin", choices=[(theme.code, theme.name) for theme in THEMES]
    )
    message = forms.CharField(label="Message", widget=forms.Textarea(attrs={"rows": 3}))
    ways = forms.MultipleChoiceField(
        label="Comment te joindre",
        choices=[("sms", "Par SMS"), ("mail", "Par e-mail")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    when = forms.ChoiceField(
        label="Quand",
        choices=[("am", "Le matin"), ("pm", "L’après-midi")],
        widget=forms.RadioSelect,
    )


def styleguide(request):
    form = StyleguideForm(request.GET)
    form.is_valid()
    return render(
        request,
        "styleguide.html",
        {
            "theme": form.cleaned_data.get("theme") or "",
            "dir": form.cleaned_data.get("dir") or "ltr",
            "states": STATES,
            "alerts": ALERTS,
            "themes": THEMES,
            "sites": [_site(state) for state in STATES],
            "sessions": _sessions(),
            "offers": _offers(),
            "schemes": _schemes(),
            "news": _news(),
            "finder_form": PlaceForm(),
            "wrong_finder_form": PlaceForm({"lieu": "Saint-Rémy-" * 20}),
            "empty_form": SpecimenForm(auto_id="vide_%s"),
            "wrong_form": SpecimenForm(ANSWERS, auto_id="faux_%s"),
            "filters_form": SpecimenForm(ANSWERS, auto_id="filtre_%s"),
            "page_first": Paginator(range(90), 10).page(1),
            "page_middle": Paginator(range(900), 10).page(45),
            "figures": [
                {"value": "440", "label": "Missions Locales, en métropole et outre-mer"},
                {"value": "16–25", "label": "ans, l’âge pour pousser la porte"},
                {"value": "7", "label": "sujets, un seul endroit pour en parler"},
                {"value": "0\u00a0€", "label": "à payer, du premier au dernier jour"},
            ],
            "measures": MEASURES,
            "blocks": [block.bind(block.get_preview_value()) for block in editors_blocks()],
            "scheme_figures": [
                {"value": "15–20\u00a0h", "label": "par semaine"},
                {"value": "12\u00a0mois", "label": "au plus"},
            ],
            "trail": [("Val-de-Marne", "#"), ("Deux Rives", "")],
            "links": [
                ("Chercher à moins de 15\u00a0km", "#"),
                ("En parler à ta Mission Locale", "#"),
            ],
        },
    )


def editors_blocks():
    """All those that some page may hold, each once."""
    bodies = [TextBlock()]
    return {block.name: block for body in bodies for block in body.child_blocks.values()}.values()


def _site(state):
    site = ReceptionSite(
        name=f"Gentilly, {state.code}", structure=STRUCTURE, commune=TOWN, is_demonstration=True
    )
    site.state = state
    site.week = _week()
    return site


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


def _offers():
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
    offers = [
        _offer(theme, kind, title, commune=TOWN, partner=partner)
        for theme, kind, title in zip(THEMES, kinds, titles, strict=False)
    ]
    offers[0].fee, offers[0].starts_on = "paid-to-you", today + timedelta(days=40)
    offers[0].expires_on = today + timedelta(days=5)
    offers[1].starts_on, offers[1].ends_on = (
        today + timedelta(days=30),
        today + timedelta(days=72),
    )
    offers[1].expires_on = today + timedelta(days=20)
    offers[3].fee_details = "410\u00a0€ par mois, avant aides"
    offers[4].modality, offers[4].commune, offers[4].partner = "remote", None, None
    offers[5].is_demonstration = True
    unsorted = Offer(pk=99, kind="support", title="Offre sans thématique", slug="offre")
    unsorted.line = None
    return [*offers, unsorted]


def _sessions():
    at = timezone.localtime().replace(month=11, day=30, hour=14, minute=0)
    rows = [(6, "planned"), (1, "planned"), (0, "planned"), (None, "planned"), (4, "cancelled")]
    sessions = [
        OfferSession(
            pk=index,
            offer=offer,
            starts_at=at + timedelta(days=index, minutes=30 * index),
            places_left=places,
            status=status,
        )
        for index, (offer, (places, status)) in enumerate(zip(_offers(), rows, strict=False))
    ]
    for session in sessions:
        session.line = session.offer.line
    return sessions


def _schemes():
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


def _news():
    return [
        {
            "title": title,
            "get_absolute_url": "#",
            "date": timezone.localdate() - timedelta(days=age),
            "is_featured": age == 1,
            "public_categories": [{"name": "Accueil"}, {"name": "Mobilité"}][: age % 3],
            "summary": "Des équipes accueillent sans rendez-vous le samedi matin. "
            "Viens avec tes questions.",
        }
        for age, title in [
            (1, "Le samedi, douze portes de plus s’ouvrent en Île-de-France"),
            (9, "Un bus passe dans les villages de la Beauce"),
            (40, "Les inscriptions au service civique reprennent"),
        ]
    ]
