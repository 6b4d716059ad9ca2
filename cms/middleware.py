"""The language that an address is in, and the site that is visited, around all that answers; and
addresses that led nowhere, for editors to mend, in front of Wagtail's redirections."""

import re
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect

from catalogue import languages

from .counting import is_a_person
from .hosts import current_visit, visit_for
from .models import MissedAddress

MAX_LENGTH = 200
#: Addresses are made of slugs: what looks otherwise was never one of ours.
SLUGS = re.compile(r"(?:/[a-z0-9-]+)+/?", re.ASCII | re.IGNORECASE)
NOT_PAGES = (f"/{settings.ADMIN_PATH}", "/api/", settings.STATIC_URL, settings.MEDIA_URL)
#: What those who look for holes try first.
PROBED = re.compile(
    r"/(?:wp|wordpress|wp-[a-z]+|admin[a-z]*|phpmyadmin|cgi-bin|vendor|actuator|console|owa|"
    r"solr|boaform|hnap1|server-status|xmlrpc|telescope|debug|backup|sql)(?:/|$)",
    re.IGNORECASE,
)


class LanguageMiddleware:
    """The address alone says the language. Django's own middleware would do the same, and tell
    caches that answers vary by the reader's preferences, which they don't."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with translation.override(languages.of_path(request.path_info)):
            return self.get_response(request)


class VisitMiddleware:
    """In the admin nobody visits a site: what one sees there depends on who one is."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(f"/{settings.ADMIN_PATH}"):
            return self.get_response(request)
        with visit_for(request):
            return self.get_response(request)


class StayingRedirectMiddleware(RedirectMiddleware):
    """Wagtail's gives whole addresses as soon as there are several sites: one would leave the name,
    the port and the scheme by which one came."""

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        visit = current_visit()
        if visit and answer is not response:
            answer["Location"] = visit.as_seen(answer["Location"])
        return answer


class MissedAddressMiddleware:
    """Counts them; keeps nothing of who asked. Redirections have had their turn inside: this
    stands in front of Wagtail's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_FOUND and is_worth_counting(request):
            MissedAddress.count_one(Redirect.normalise_path(request.path), own_referrer(request))
        return response


def is_worth_counting(request):
    """Asked for by a person, and it could have been a page."""
    path = request.path
    return (
        is_a_person(request)
        and len(path) <= MAX_LENGTH
        and bool(SLUGS.fullmatch(path))
        and not path.startswith(NOT_PAGES)
        and not PROBED.match(path)
    )


def own_referrer(request):
    """The path of our page that has the dead link; nothing of other sites."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    if parts.netloc != request.get_host() or len(parts.path) > MAX_LENGTH:
        return ""
    return parts.path if SLUGS.fullmatch(parts.path) or parts.path == "/" else ""
