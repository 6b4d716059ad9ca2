"""Addresses of the catalogue's public pages.

The four listings are Wagtail pages whose slug is fixed (`cms.models.listings`), so an object
knows its own address without reading the page tree.
"""

from urllib.parse import urlencode

from django.conf import settings

STRUCTURES = "missions-locales"
SCHEMES = "dispositifs"
OFFERS = "offres"
AGENDA = "agenda"
#: What isn't a page.
AGREEMENTS = "conventions"


def home(**parameters):
    return _with("/", parameters)


def listing(section, **parameters):
    """A listing, narrowed by the parameters that have a value."""
    return _with(f"/{section}/", parameters)


def structure(slug):
    return f"/{STRUCTURES}/{slug}/"


def structure_news(structure_slug, pk, slug):
    return f"{structure(structure_slug)}actualites/{pk}-{slug}/"


def scheme(slug):
    return f"/{SCHEMES}/{slug}/"


def offer(pk, slug):
    return f"/{OFFERS}/{pk}-{slug}/"


def in_language(code, path):
    """Where the same is said in a language: French has no prefix."""
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def is_of_an_object(path):
    """Rather than of a listing, or of a page."""
    section, _, name = path.strip("/").partition("/")
    return bool(name) and section in (STRUCTURES, SCHEMES, OFFERS)


def session_calendar(pk):
    return f"/{AGENDA}/{pk}.ics"


def agreement_document(pk):
    return f"/{AGREEMENTS}/documents/{pk}"


def agenda_feed(querystring=""):
    path = f"/{AGENDA}/flux.ics"
    return f"{path}?{querystring}" if querystring else path


def offers_feed(querystring=""):
    path = f"/{OFFERS}/flux.atom"
    return f"{path}?{querystring}" if querystring else path


def _with(path, parameters):
    query = urlencode({key: value for key, value in parameters.items() if value}, doseq=True)
    return f"{path}?{query}" if query else path
