"""The town a visitor named: in the URL of every link, and in a cookie only on demand."""

import re

COOKIE = "ma-ville"
#: Those of `PlaceForm`.
PLACE_PARAMETERS = {"lieu", "lat", "lon"}
#: `Commune.slug`: "villejuif-94076", "ajaccio-2a004".
COMMUNE_SLUG = re.compile(r"[a-z0-9-]{1,80}-\d[\dab]\d{3}")


def place_slug(request):
    """The slug of the town that links carry along, or an empty string.

    A view that understood a text sets `request.place_slug`; otherwise the URL or the cookie may
    hold a slug already. Nothing is looked up here: one that means nothing only makes links
    longer, and the page it leads to says so.
    """
    if hasattr(request, "place_slug"):
        return request.place_slug
    text = request.GET.get("lieu")
    return text if text and COMMUNE_SLUG.fullmatch(text) else remembered_slug(request)


def remembered_slug(request):
    slug = request.COOKIES.get(COOKIE, "")
    return slug if COMMUNE_SLUG.fullmatch(slug) else ""


def with_remembered_place(request):
    """The GET parameters, with the town kept on this device where they name no place."""
    slug = remembered_slug(request)
    if not slug or PLACE_PARAMETERS & request.GET.keys():
        return request.GET
    parameters = request.GET.copy()
    parameters["lieu"] = slug
    return parameters
