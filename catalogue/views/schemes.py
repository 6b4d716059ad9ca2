"""Public schemes: by need and age, then each with its facts, dates and sources."""

from django.db.models import F, Q
from django.shortcuts import get_object_or_404, render

from catalogue.filters import SchemeFilterSet
from catalogue.geography import normalise
from catalogue.geography.forms import PlaceForm
from catalogue.models import Offer, Scheme, SchemeFact, Theme
from catalogue.place import with_remembered_place

OFFERS = 4
NEWS = 3
NEARBY_KM = 30


def scheme_list(request, page):
    schemes = Scheme.objects.public().with_line().select_related("replaced_by")
    filterset = SchemeFilterSet(request.GET, queryset=schemes)
    found = sorted(filterset.qs, key=lambda scheme: normalise(scheme.name))  # É among the E
    context = {
        "page": page,
        "filterset": filterset,
        "themes": Theme.objects.all(),
        "current": [scheme for scheme in found if not scheme.is_archived],
        "archived": [scheme for scheme in found if scheme.is_archived],
        "is_filtered": any(filterset.form.cleaned_data.values()),
        "place_form": PlaceForm(),
    }
    return render(request, "catalogue/scheme_list.html", context)


def scheme_detail(request, page, slug):
    scheme = get_object_or_404(
        Scheme.objects.public()
        .with_line()
        .select_related("replaced_by")
        .prefetch_related("facts", "steps", "translations"),
        slug=slug,
    )
    request.translated_into = scheme.translated_into
    place_form = PlaceForm(with_remembered_place(request))
    facts = list(scheme.facts.all())
    context = {
        "page": page,
        "scheme": scheme,
        "object": scheme,
        "figures": [fact for fact in facts if fact.kind == SchemeFact.Kind.FIGURE],
        "milestones": sorted(
            (fact for fact in facts if fact.kind == SchemeFact.Kind.MILESTONE),
            key=lambda fact: fact.valid_from,
        ),
        "replaced": Scheme.objects.public().filter(replaced_by=scheme),
        "conditions": scheme.conditions.splitlines(),
        "offers": offers_of(scheme, place_form.place),
        "place": place_form.place,
        "form": place_form,
        "news": page.news_about(scheme)[:NEWS],
        "news_url": page.news_url(request, scheme),
        "trail": [(page.title, page.get_absolute_url()), (scheme.short_name or scheme.name, "")],
    }
    return render(request, "catalogue/scheme_detail.html", context)


def offers_of(scheme, place):
    """Its current offers: those near the place, when it is known, and those that hold anywhere."""
    offers = Offer.objects.public().filter(scheme=scheme).with_line().select_related("commune")
    if place and place.has_point:
        offers = offers.with_distance(place.latitude, place.longitude).filter(
            Q(distance__isnull=True) | Q(distance__lte=NEARBY_KM)
        )
        return offers.order_by(F("distance").asc(nulls_last=True), "pk")[:OFFERS]
    return offers.order_by("expires_on", "pk")[:OFFERS]
