"""What is new as an Atom feed, under the same filters as its list."""

from django.contrib.syndication.views import Feed
from django.http import HttpResponseBadRequest
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue import paths
from catalogue.filters import OfferFilterSet
from catalogue.models import Offer

MAX_ENTRIES = 50


def answer(request, feed_class, filterset, **about):
    """What the filters let through, as a feed; or what is wrong with them."""
    if not filterset.is_valid():
        return HttpResponseBadRequest(filterset.errors.as_text(), content_type="text/plain")
    response = feed_class(filterset, request.GET.urlencode(), **about)(request)
    patch_cache_control(response, public=True, max_age=3600)
    return response


class NoveltyFeed(Feed):
    """A feed is read in the order of novelty, whatever the order asked of the list."""

    feed_type = Atom1Feed
    order: list[str]

    def __init__(self, filterset, querystring, *, link, title):
        self.filterset = filterset
        self.link = f"{link}?{querystring}"
        self.title = title

    def items(self):
        return self.filterset.qs.order_by(*self.order)[:MAX_ENTRIES]


def offer_feed(request):
    filterset = OfferFilterSet(request.GET, queryset=Offer.objects.public().for_cards())
    place = filterset.place
    title = _("Offres près de %(place)s") % {"place": place.label} if place else _("Offres")
    return answer(request, OfferFeed, filterset, link=paths.listing(paths.OFFERS), title=title)


class OfferFeed(NoveltyFeed):
    order = ["-created_at", "-pk"]

    def item_title(self, offer):
        return offer.title

    def item_description(self, offer):
        place = offer.commune.name if offer.commune else offer.get_modality_display()
        return f"{capfirst(offer.get_kind_display())}, {place}. {offer.summary}".strip()

    def item_guid(self, offer):
        """Stays the same when the title changes, and the address with it."""
        return f"tag:parvis,2026:offre-{offer.pk}"

    def item_pubdate(self, offer):
        return offer.created_at

    def item_updateddate(self, offer):
        return offer.updated_at

    def item_author_name(self, offer):
        return str(offer.partner or offer.structure or "")
