"""Addresses of the catalogue's public pages.

The four listings are Wagtail pages whose slug is fixed (`cms.models.listings`), so an object
knows its own address without reading the page tree.
"""

from urllib.parse import urlencode

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


def scheme(slug):
    return f"/{SCHEMES}/{slug}/"


def offer(pk, slug):
    return f"/{OFFERS}/{pk}-{slug}/"


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
