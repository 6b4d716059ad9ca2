"""The pages that a new site starts with; editors own them from then on (see migration 0002 for
the first site, `cms.opening` for the others).

The bodies of the legal pages are the HTML files beside this module. They say what this software
does; what only the publisher of a site knows is marked « à compléter ».
"""

import json
import re
from pathlib import Path

from catalogue import paths

HOME = {
    "model": "homepage",
    "slug": "home",
    "title": "Accueil",
    "heading": "Tu habites où ?",
    "seo_title": "Trouve ta Mission Locale",
    "summary": "Derrière la porte, quelqu’un t’attend. C’est gratuit, de 16 à 25 ans.",
    "search_description": (
        "Dis où tu habites : on te montre ta Mission Locale, ses horaires, ses ateliers et les "
        "offres près de chez toi. Gratuit, de 16 à 25 ans."
    ),
    "figures": [
        {
            "value": "440",
            "label": "Missions Locales, à peu près, en métropole et outre-mer",
            "source": "liste nationale i-milo",
            "date": "2023-09-01",
        },
        {"value": "1982", "label": "l’année des premières portes ouvertes"},
        {"value": "16–25", "label": "ans, l’âge pour pousser la porte"},
        {"value": "0 €", "label": "à payer, du premier au dernier jour"},
    ],
}

SECTIONS = [
    {
        "model": "structureindexpage",
        "slug": paths.STRUCTURES,
        "title": "Missions Locales",
        "heading": "Trouve ta porte",
        "seo_title": "Missions Locales, par ville et par région",
        "summary": "Donne ta ville : on te dit qui t’accueille, où, et si c’est ouvert.",
        "search_description": (
            "La Mission Locale de ta commune : adresse, horaires, téléphone et itinéraire."
        ),
        "show_in_menus": True,
    },
    {
        "model": "offerindexpage",
        "slug": paths.OFFERS,
        "title": "Offres",
        "heading": "Les offres",
        "seo_title": "Les offres pour les 16–25 ans",
        "summary": (
            "Jobs, formations, logements, aides : ce que les Missions Locales et leurs "
            "partenaires proposent."
        ),
        "search_description": (
            "Emploi, formation, logement, santé, mobilité : les offres pour les 16–25 ans "
            "près de chez toi."
        ),
        "show_in_menus": True,
    },
    {
        "model": "agendapage",
        "slug": paths.AGENDA,
        "title": "Agenda",
        "heading": "Prochains départs",
        "seo_title": "Agenda des ateliers et des réunions",
        "summary": "Ateliers, visites, réunions d’information : choisis une date et viens.",
        "search_description": (
            "Les prochains ateliers et réunions d’information des Missions Locales, "
            "semaine par semaine."
        ),
        "show_in_menus": True,
    },
    {
        "model": "schemeindexpage",
        "slug": paths.SCHEMES,
        "title": "Dispositifs",
        "heading": "Les dispositifs",
        "seo_title": "Les dispositifs pour les 16–25 ans",
        "summary": (
            "Contrat d’engagement jeune, service civique, formation : à quoi tu as droit, "
            "et comment y entrer."
        ),
        "search_description": (
            "Les dispositifs publics pour les 16–25 ans, expliqués simplement : pour qui, "
            "combien de temps, comment faire."
        ),
        "show_in_menus": True,
    },
    {
        "model": "newsindexpage",
        "slug": "actualites",
        "title": "Actualités",
        "heading": "Ça bouge",
        "seo_title": "Actualités des Missions Locales",
        "summary": "Ce qui change dans les Missions Locales.",
        "search_description": "Les actualités du réseau des Missions Locales.",
        "show_in_menus": True,
    },
    {
        "model": "standardpage",
        "slug": "accessibilite",
        "title": "Accessibilité : non conforme",
        "heading": "Déclaration d’accessibilité",
        "summary": (
            "Ce site doit pouvoir servir à tout le monde. Voici où nous en sommes, sans "
            "rien cacher."
        ),
        "search_description": (
            "État d’accessibilité de ce site, ce qui a été vérifié et comment nous "
            "signaler un problème."
        ),
    },
    {
        "model": "standardpage",
        "slug": "donnees-personnelles",
        "title": "Tes données",
        "heading": "Tes données restent à toi",
        "summary": (
            "Pas de traceur, pas de publicité, pas de compte à créer. Voici tout ce qui "
            "est gardé, et pourquoi."
        ),
        "search_description": (
            "Ce que ce site garde de ton passage : pas de traceur, et un seul cookie, si "
            "tu le demandes."
        ),
    },
    {
        "model": "standardpage",
        "slug": "mentions-legales",
        "title": "Mentions légales",
        "summary": "Qui publie ce site, qui l’héberge, et d’où viennent les informations.",
        "search_description": (
            "Éditeur, hébergeur et sources des informations publiées sur ce site."
        ),
    },
]


def fields_of(page):
    """The name of a page's model, and what its fields hold as the database keeps it."""
    values = dict(page)
    model = values.pop("model")
    if "figures" in values:
        figures = [{"type": "figure", "value": value} for value in values["figures"]]
        values["figures"] = json.dumps(figures)
    if blocks := body(values["slug"]):
        values["body"] = json.dumps(blocks)
    return model, values


def body(slug):
    """The blocks of a page of text: each `<h2>` of its file begins a section."""
    file = Path(__file__).with_name(f"{slug}.html")
    if not file.exists():
        return []
    _, *parts = re.split(r"<h2>(.+?)</h2>", file.read_text("utf-8"))
    return [
        {"type": kind, "value": squeezed(text)}
        for heading, paragraph in zip(parts[::2], parts[1::2], strict=True)
        for kind, text in [("heading", heading), ("paragraph", paragraph)]
    ]


def squeezed(text):
    """Without the line ends and indentation of the file; non-breaking spaces stay."""
    text = re.sub(r"[ \n]+", " ", text).strip(" ")
    return re.sub(r" ?(</?(?:p|ul|li)>) ?", r"\1", text)
