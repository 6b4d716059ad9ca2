"""The offers: their list, which narrows and widens, and a page for each."""

from http import HTTPStatus

from django.db.models import Exists, F, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import paths
from catalogue.facets import Facets, say_radius
from catalogue.filters import ANYWHERE, KM_CHOICES, OfferFilterSet
from catalogue.geography.forms import PlaceForm
from catalogue.models import Agreement, Offer, OfferSession
from catalogue.narrowing import Narrowing
from catalogue.paging import LeanPaginator
from catalogue.place import with_remembered_place
from catalogue.search.synonyms import also

PER_PAGE = 20
SESSIONS = 6
ALIKE = 3
NEARBY_KM = 30


def offer_list(request, page):
    filterset = OfferFilterSet(with_remembered_place(request), queryset=Offer.objects.public())
    narrowing, facets = Narrowing(filterset), Facets(filterset)
    if filterset.place and filterset.place.commune:
        request.place_slug = filterset.place.commune.slug
    paginator = LeanPaginator(filterset.qs.for_cards(), PER_PAGE)
    paginator.count = facets.total  # known already
    offers = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filterset": filterset,
        "form": filterset.form,
        "place": filterset.place,
        "facets": facets,
        "narrowing": narrowing,
        "offers": offers,
        "also": also(filterset.asked.get("q") or ""),
        "ways_out": [] if facets.total else ways_out(filterset, facets, narrowing),
        "feed_url": paths.offers_feed(narrowing.parameters.urlencode()),
    }
    return render(request, "catalogue/offer_list.html", context)


def ways_out(filterset, facets, narrowing):
    """Where else to look when nothing was found: (text, address), only where there is something."""
    ways = [way for way in loosened(filterset, facets, narrowing) if way[1]]
    return [(with_count(text, number), url) for text, number, url in ways]


def loosened(filterset, facets, narrowing):
    """(text, number of offers, address), asking a little less each time."""
    if filterset.place:
        numbers = {km: facets.count(km=km) for km, _label in KM_CHOICES}
        km = next((km for km, number in numbers.items() if number), ANYWHERE)
        text = _("Chercher plus loin : %(radius)s") % {"radius": say_radius(km).lower()}
        yield text, numbers[km], narrowing.with_("km", km)
    for name in Facets.NAMES:
        labels = [chip.label for chip in narrowing.chips if chip.name == name != "km"]
        if labels:
            text = _("Retirer « %(filters)s »") % {"filters": ", ".join(labels)}
            yield text, facets.count(**{name: None}), narrowing.without(name)
    if words := filterset.asked.get("q"):
        number = filterset.narrow(filterset.queryset, without=["q"]).count()
        yield _("Chercher sans « %(words)s »") % {"words": words}, number, narrowing.without("q")


def with_count(text, number):
    return ngettext("%(text)s (%(number)s offre)", "%(text)s (%(number)s offres)", number) % {
        "text": text,
        "number": number,
    }


def offer_detail(request, page, pk, slug):
    """An offer that is over keeps its page, which says so and leads to others like it."""
    current = Offer.objects.public().filter(pk=OuterRef("pk"))
    offer = get_object_or_404(
        Offer.objects.published()
        .annotate(is_current=Exists(current))
        .select_related(
            "scheme", "partner", "structure", "site__commune", "site__structure", "commune"
        )
        .prefetch_related("themes", "site__closures")
        .with_line(),
        pk=pk,
    )
    if slug != offer.slug:
        return redirect(offer.get_absolute_url() + query(request), permanent=True)
    holders = {offer.structure, offer.site.structure if offer.site else None}
    request.structures = list(holders - {None})
    sessions = OfferSession.objects.upcoming().filter(offer=offer).for_board()
    # What JSON-LD says of them, beside what the board shows.
    sessions = sessions.select_related("offer__structure", "offer__site__commune", "site__commune")
    context = {
        "page": page,
        "offer": offer,
        "object": offer,
        "sessions": sessions[:SESSIONS] if offer.is_current else [],
        "agreements": agreements_with(offer.partner),
        "alike": alike(offer),
        "form": PlaceForm(),
        "trail": [(page.title, page.get_absolute_url()), (offer.title, "")],
    }
    status = HTTPStatus.OK if offer.is_current else HTTPStatus.GONE
    return render(request, "catalogue/offer_detail.html", context, status=status)


def agreements_with(partner):
    """What the public may know of the agreements with a partner: the last one of each chain."""
    if partner is None:
        return []
    public = Agreement.objects.public()
    agreements = public.filter(partners=partner).not_followed(by=public).with_public_parts()
    return agreements.order_by(F("starts_on").desc(nulls_last=True), "pk")


def query(request):
    text = request.META.get("QUERY_STRING", "")
    return f"?{text}" if text else ""


def alike(offer):
    """Current offers of the same kind, the nearest ones where the offer has a place."""
    offers = Offer.objects.public().filter(kind=offer.kind).exclude(pk=offer.pk).for_cards()
    if offer.latitude is None:
        return offers.order_by("-created_at", "-pk")[:ALIKE]
    near = offers.within(offer.latitude, offer.longitude, NEARBY_KM)
    return near.order_by("distance", "pk")[:ALIKE]
