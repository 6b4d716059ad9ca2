"""Which page is at an address, in which language."""

from django.conf import settings
from django.http import Http404
from django.utils import translation
from wagtail.views import serve

from .navigation import home_in_language


def serve_page(request, path):
    """Wagtail's own view, once the page is found: it looks for that answer on the request.

    Wagtail would answer an address in a language that nobody published with the French page, and
    ask the database at each request which language is active.
    """
    home = home_in_language(request)
    if home is None:
        translation.activate(settings.LANGUAGE_CODE)  # of the page that says so
        raise Http404
    steps = list(filter(None, path.split("/")))
    request._wagtail_route_for_request = home.route(request, steps)  # noqa: SLF001
    return serve(request, path)
