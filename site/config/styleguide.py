"""Every component in every state, on one page, without a database. Not served in production.

The specimens are made up (`catalogue.specimens`, the previews of blocks), and saved nowhere.
"""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from catalogue.geography.forms import PlaceForm
from catalogue.specimens import STATES, THEMES, offers, schemes, sessions, site
from cms.blocks import (
    FiguresBodyBlock,
    HomeBlock,
    NewsBlock,
    OfferListsBlock,
    ResourceBlock,
    TextBlock,
)
from cms.library import Format
from cms.models import Alert, CampaignPage, ResourcePage, StandardPage
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
ANSWERS = {"need": "emploi", "ways": ["sms"], "when": "am"}


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
    agreed = forms.BooleanField(label="J’accepte d’être rappelé.")
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
            "sign": StandardPage(
                title="Guide de style", summary="Chaque composant dans chacun de ses états."
            ),
            "states": STATES,
            "alerts": ALERTS,
            "themes": THEMES,
            "sites": [site(state) for state in STATES],
            "sessions": sessions(),
            "offers": offers(),
            "schemes": schemes(),
            "news": _news(),
            "campaigns": _campaigns(),
            "resources": _resources(),
            "finder_form": PlaceForm(),
            "wrong_finder_form": PlaceForm({"lieu": "Saint-Rémy-" * 20}),
            "empty_form": SpecimenForm(auto_id="vide_%s"),
            "wrong_form": SpecimenForm(ANSWERS, auto_id="faux_%s"),
            "filters_form": SpecimenForm(ANSWERS, auto_id="filtre_%s"),
            "also": ["contrat d’engagement jeune", "garantie jeunes"],
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
            "links": [
                ("Chercher à moins de 15\u00a0km", "#"),
                ("En parler à ta Mission Locale", "#"),
            ],
        },
    )


def editors_blocks():
    """All those that some page may hold, each once."""
    bodies = [
        *(TextBlock(), NewsBlock(), HomeBlock(), OfferListsBlock(), ResourceBlock()),
        FiguresBodyBlock(),
    ]
    return {block.name: block for body in bodies for block in body.child_blocks.values()}.values()


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


def _campaigns():
    """Under way, coming, over."""
    today = timezone.localdate()
    return [
        CampaignPage(
            title=title,
            slug="campagne",
            url_path="/accueil/campagnes/campagne/",
            summary="Trois semaines pour essayer un métier près de chez toi.",
            starts_on=today + timedelta(days=start),
            ends_on=today + timedelta(days=start + 30),
        )
        for title, start in [
            ("Un été pour apprendre à conduire", -5),
            ("Rentrée\u00a0: il reste des places", 20),
            ("Un jeune, un toit", -400),
        ]
    ]


def _resources():
    """One of each format."""
    found = []
    for position, (kind, theme) in enumerate(zip(Format, THEMES, strict=False)):
        resource = ResourcePage(
            title="Se présenter en deux minutes",
            slug="se-presenter",
            url_path="/accueil/apprendre/se-presenter/",
            summary="Trois phrases qui marchent, et comment s’entraîner.",
            format=kind,
            minutes=5 + 30 * position,
        )
        resource.line = theme.line
        found.append(resource)
    return found
