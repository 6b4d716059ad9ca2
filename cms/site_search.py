"""One search over everything that the public may read: what each kind of thing answers."""

from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from catalogue import finder, languages, paths
from catalogue.geography.forms import PlaceForm
from catalogue.models import Offer, ReceptionSite, Scheme, Structure
from catalogue.search import ranked
from catalogue.search.synonyms import readings

from .models.promotions import Promotion, key_for, promoted_keys
from .models.structure_news import StructureNews
from .navigation import address, code_of
from .querysets import readable

SHOWN = 6


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    text: str = ""
    line: str = ""
    #: That of a page which isn't in French.
    language: languages.Language | None = None


@dataclass(frozen=True)
class Group:
    code: str
    title: str
    hits: list[Hit]
    #: Where all of them are listed, when there are more than are shown here.
    more_url: str = ""


def search_everything(text):
    """The groups that have something to show, each with its best hits. One query for each.

    What staff put forward comes first, and once.
    """
    first = promotions(text)
    shown = {hit.url for hit in first.hits}
    groups = [
        schemes(text),
        structures(text),
        sites(text),
        offers(text),
        pages(text),
        structure_news(text),
    ]
    rest = [
        replace(group, hits=[hit for hit in group.hits if hit.url not in shown]) for group in groups
    ]
    return [group for group in [first, *rest] if group.hits]


def promotions(text):
    """What staff put forward for this very text, as far as anybody may read it."""
    asked = promoted_keys().intersection(key_for(reading) for reading in readings(text))
    found = list(Promotion.objects.filter(key__in=asked).order_by("position", "pk"))
    hits = {}
    for name, (public, hit_of) in PROMOTED.items():
        chosen = {pk for promotion in found if (pk := getattr(promotion, f"{name}_id"))}
        things = public().in_bulk(chosen) if chosen else {}
        hits |= {(name, pk): hit_of(thing) for pk, thing in things.items()}
    shown = {
        promoted.url: replace(promoted, text=promotion.summary or promoted.text)
        for promotion in found
        for name in PROMOTED
        if (promoted := hits.get((name, getattr(promotion, f"{name}_id"))))
    }
    return Group("mis-en-avant", _("À voir d’abord"), list(shown.values()))


def place_answer(text):
    """A town's name leads to its Mission Locale: (place, finding), or (None, None)."""
    place = PlaceForm({"lieu": text}).place
    return (place, finder.find(place)) if place else (None, None)


def schemes(text):
    found = ranked(Scheme.objects.public(), text).with_line()[:SHOWN]
    return Group("dispositifs", _("Dispositifs"), [scheme_hit(scheme) for scheme in found])


def structures(text):
    found = ranked(Structure.objects.public(), text).select_related("seat_commune")[:SHOWN]
    return Group("structures", _("Missions Locales"), [structure_hit(one) for one in found])


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
    hits = [offer_hit(offer) for offer in found[:SHOWN]]
    more_url = paths.listing(paths.OFFERS, q=text) if len(found) > SHOWN else ""
    return Group("offres", _("Offres"), hits, more_url)


def pages(text):
    found = ranked(readable(Page.objects.filter(depth__gt=2)), text)[:SHOWN]
    return Group("pages", _("Pages et actualités"), [page_hit(page) for page in found])


def structure_news(text):
    found = ranked(StructureNews.objects.public(), text).select_related("structure")[:SHOWN]
    title = _("Actualités des Missions Locales")
    return Group("actualites", title, [structure_news_hit(news) for news in found])


# --- How each kind of thing is shown, found or put forward


def scheme_hit(scheme):
    return Hit(scheme.name, scheme.get_absolute_url(), scheme.summary, scheme.line or "")


def structure_hit(structure):
    return Hit(structure.name, structure.get_absolute_url(), str(structure.seat_commune or ""))


def offer_hit(offer):
    place = offer.commune or offer.get_modality_display()
    described = capfirst(f"{offer.get_kind_display()}, {place}")
    return Hit(offer.title, offer.get_absolute_url(), described, offer.line or "")


def structure_news_hit(news):
    return Hit(news.title, news.get_absolute_url(), news.structure.name)


def page_hit(page):
    language = languages.known()[code_of(page)]
    return Hit(
        page.title,
        address(page),
        page.search_description,
        language=None if language.is_french else language,
    )


#: For each target of a promotion: the ones that anybody may read, and how they are shown.
PROMOTED = {
    "page": (lambda: readable(Page.objects.all()), page_hit),
    "scheme": (lambda: Scheme.objects.public().with_line(), scheme_hit),
    "structure": (lambda: Structure.objects.public().select_related("seat_commune"), structure_hit),
    "offer": (lambda: Offer.objects.public().with_line().select_related("commune"), offer_hit),
}
