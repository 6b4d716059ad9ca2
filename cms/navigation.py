"""Where pages stand: the sections of the site, those that its links name, the address of each."""

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page, Site

from .querysets import readable


def home_of(request):
    """The home page of the site that is being visited; None without any."""
    if not hasattr(request, "site_home"):
        site = Site.find_for_request(request)
        request.site_home = site.root_page.specific if site else None
    return request.site_home


def pages_around(request):
    """The readable pages that frame this one, by their key: the children of the home page, and
    those that its menu and footer name. Read once per request."""
    if not hasattr(request, "public_pages"):
        home = home_of(request)
        if home is None:
            return {}
        wanted = Q(depth=home.depth + 1, path__startswith=home.path) | Q(
            pk__in=getattr(home, "linked_pages", [])
        )
        pages = readable(Page.objects.filter(wanted)).order_by("path")
        request.public_pages = {page.pk: page for page in pages}
    return request.public_pages


def sections(request):
    """The readable children of the site's home page."""
    home = home_of(request)
    return [page for page in pages_around(request).values() if page.is_child_of(home)]


def address(page):
    """The page's path. A site's home page stands right under the root, so the first part of
    `url_path` is the home's: no need to look up which site the page belongs to.
    """
    _, _, path = page.url_path.lstrip("/").partition("/")
    return reverse("wagtail_serve", args=[path])
