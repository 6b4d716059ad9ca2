"""New offers as an Atom feed, under the same filters as their list."""

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


def offer_feed(request):
    filterset = OfferFilterSet(request.GET, queryset=Offer.objects.public().for_cards())
    if not filterset.is_valid():
        return HttpResponseBadRequest(filterset.errors.as_text(), content_type="text/plain")
    response = OfferFeed(filterset, request.GET.urlencode())(request)
    patch_cache_control(response, public=True, max_age=3600)
    return response


class OfferFeed(Feed):
    feed_type = Atom1Feed

    def __init__(self, filterset, querystring):
        self.filterset = filterset
        self.link = f"{paths.listing(paths.OFFERS)}?{querystring}"

    def title(self):
        place = self.filterset.place
        return _("Offres près de %(place)s") % {"place": place.label} if place else _("Offres")

    def items(self):
        """A feed is read in the order of novelty, whatever the order asked of the list."""
        return self.filterset.qs.order_by("-created_at", "-pk")[:MAX_ENTRIES]

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
