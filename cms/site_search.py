"""One search over everything that the public may read: what each kind of thing answers."""

from dataclasses import dataclass

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from catalogue import finder, paths
from catalogue.geography.forms import PlaceForm
from catalogue.models import Offer, ReceptionSite, Scheme, Structure
from catalogue.search import ranked

from .navigation import address
from .querysets import readable

SHOWN = 6


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    text: str = ""
    line: str = ""


@dataclass(frozen=True)
class Group:
    code: str
    title: str
    hits: list[Hit]
    #: Where all of them are listed, when there are more than are shown here.
    more_url: str = ""


def search_everything(text):
    """The groups that have something to show, each with its best hits. One query for each."""
    groups = [schemes(text), structures(text), sites(text), offers(text), pages(text)]
    return [group for group in groups if group.hits]


def place_answer(text):
    """A town's name leads to its Mission Locale: (place, finding), or (None, None)."""
    place = PlaceForm({"lieu": text}).place
    return (place, finder.find(place)) if place else (None, None)


def schemes(text):
    found = ranked(Scheme.objects.public(), text).with_line()[:SHOWN]
    hits = [hit(scheme, scheme.summary, line=scheme.line) for scheme in found]
    return Group("dispositifs", _("Dispositifs"), hits)


def structures(text):
    found = ranked(Structure.objects.public(), text).select_related("seat_commune")[:SHOWN]
    hits = [hit(structure, str(structure.seat_commune or "")) for structure in found]
    return Group("structures", _("Missions Locales"), hits)


def sites(text):
    found = ranked(ReceptionSite.objects.public(), text).select_related("structure", "commune")
    hits = [
        Hit(
            site.name,
            site.structure.get_absolute_url(),
            f"{site.structure.name}, {site.commune}",
        )
        for site in found[:SHOWN]
    ]
    return Group("lieux", _("Lieux d’accueil"), hits)


def offers(text):
    """One more than shown is read, to know whether the list of offers has more to say."""
    found = ranked(Offer.objects.public(), text).with_line().select_related("commune")
    found = list(found[: SHOWN + 1])
    hits = [
        hit(offer, capfirst(described(offer)), title=offer.title, line=offer.line)
        for offer in found[:SHOWN]
    ]
    more_url = paths.listing(paths.OFFERS, q=text) if len(found) > SHOWN else ""
    return Group("offres", _("Offres"), hits, more_url)


def described(offer):
    place = offer.commune or offer.get_modality_display()
    return f"{offer.get_kind_display()}, {place}"


def pages(text):
    found = ranked(readable(Page.objects.filter(depth__gt=2)), text)[:SHOWN]
    hits = [Hit(page.title, address(page), page.search_description) for page in found]
    return Group("pages", _("Pages et actualités"), hits)


def hit(item: Model, text, *, title="", line=""):
    return Hit(title or item.name, item.get_absolute_url(), text, line or "")
