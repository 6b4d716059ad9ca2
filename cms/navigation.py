"""Where pages stand: the sections of the site, those that its links name, those that say the same
in other languages, and the address of each."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page, Site

from catalogue import languages

from .hosts import current_visit
from .querysets import readable

#: The slug of the easy version of the page that it stands below.
EASY = "facile-a-lire"
#: The name of its content type: the pages are built upon this module.
NEWS_LIST = "newsindexpage"


def home_of(request):
    """The French home page of the site that is being visited; None without any."""
    if not hasattr(request, "site_home"):
        site = Site.find_for_request(request)
        request.site_home = site.root_page.specific if site else None
    return request.site_home


def home_in_language(request):
    """The home page in the language of the address: the site's own, or its translation.

    None where nobody published it: nothing is read in that language then.
    """
    home = home_of(request)
    if home is None or languages.current().is_french:
        return home
    if not hasattr(request, "language_home"):
        translations = type(home).objects.live().filter(translation_key=home.translation_key)
        code = languages.current().code
        request.language_home = translations.filter(locale__language_code=code).first()
    return request.language_home


def pages_around(request):
    """The readable pages that frame this one, by their key. Read once per request.

    The children of the home page, and the pages that its menu and footer name; those that say in
    other languages what is at this address, or above it; and the easy version of the page.
    """
    if not hasattr(request, "public_pages"):
        home, here = home_of(request), home_in_language(request)
        if here is None:
            return {}
        linked = getattr(home, "linked_pages", [])
        asked = Page.objects.filter(slug__in=slugs(request, here), url_path__in=steps(request))
        wanted = (
            below(home)
            | Q(pk__in=linked)
            | Q(translation_key__in=asked.values("translation_key"))
            | Q(slug=EASY, url_path=f"{steps(request)[-1]}{EASY}/")
        )
        if here != home:
            keys = Page.objects.filter(pk__in=linked).values("translation_key")
            wanted |= below(here) | Q(locale=here.locale_id, translation_key__in=keys)
        pages = readable(Page.objects.filter(wanted)).order_by("path")
        request.public_pages = {page.pk: page for page in pages}
    return request.public_pages


def below(page):
    return Q(depth=page.depth + 1, path__startswith=page.path)


def slugs(request, home):
    return [home.slug, *path_in_language(request).split("/")]


def steps(request):
    """Where the tree may hold what is at this address, and above: the `url_path` of each step.

    An address of the catalogue goes further than the pages: `/dispositifs/cej/`.
    """
    found = [home_in_language(request).url_path]
    for slug in filter(None, path_in_language(request).split("/")):
        found.append(f"{found[-1]}{slug}/")
    return found


def path_in_language(request):
    """The path of the request without the code of its language; nothing where no page can be."""
    path = request.path_info.removeprefix(home_path())
    return path if "\0" not in path else ""  # which PostgreSQL refuses to look for


def page_at(request, step=-1):
    """The readable page at this address; at the one above with `step=-2`."""
    found = steps(request) if home_in_language(request) else []
    wanted = found[step] if len(found) >= -step else None
    return next((p for p in pages_around(request).values() if p.url_path == wanted), None)


def translations(request, page):
    """Code of a language → the readable page that says the same in it, the page itself too."""
    return {
        code_of(other): other
        for other in pages_around(request).values()
        if other.translation_key == page.translation_key
    }


def sections(request, home=None):
    """The readable children of a home page: by default, of the site's."""
    home = home or home_of(request)
    return [page for page in pages_around(request).values() if page.is_child_of(home)]


def news_list_url(request, **asked):
    """The list of news, narrowed to something; nothing where nobody may read the list."""
    lists = [page for page in sections(request) if page.cached_content_type.model == NEWS_LIST]
    return f"{address(lists[0])}?{urlencode(asked)}" if lists else ""


def address(page):
    """The page's path; with its host name where it is another site's than the one visited.

    A site's home page stands right under the root, so the first part of `url_path` is the home's.
    """
    _, _, path = page.url_path.lstrip("/").partition("/")
    visit = current_visit()
    with translation.override(code_of(page)):
        return (visit.origin_of(page) if visit else "") + reverse("wagtail_serve", args=[path])


def home_path():
    """The address of the home page in the language of the request."""
    return reverse("wagtail_serve", args=[""])


_codes = {}


def code_of(page):
    """The code of its language. Like content types, locales are read once by each process."""
    if page.locale_id is None:  # never saved
        return settings.LANGUAGE_CODE
    if page.locale_id not in _codes:
        _codes.update(Locale.all_objects.values_list("pk", "language_code"))
    return _codes[page.locale_id]


@dataclass(frozen=True)
class Card:
    title: str
    href: str
    summary: str


def cards_below(page):
    """Of the children that anybody may read, in the order of the tree."""
    children = readable(page.get_children()).order_by("path")
    return [Card(child.title, address(child), child.search_description) for child in children]


#: The depths of Wagtail's root, of the home page, and of its sections.
SECTION_DEPTH = 3


def titles_above(page):
    """[(title, address)] of what stands between the home page and this one, for anybody."""
    if not page.depth or page.depth <= SECTION_DEPTH:
        return []
    above = readable(page.get_ancestors().filter(depth__gte=SECTION_DEPTH)).order_by("path")
    return [(one.title, address(one)) for one in above]


def child_of(page, slug):
    """The child at this address as its own type, if anybody may read it; it knows its parent.

    In one query: its row is joined with those of all types that may stand here.
    """
    types = [model._meta.model_name for model in page.allowed_subpage_models()]
    rows = readable(page.get_children().filter(slug=slug)).select_related(*types)
    row = rows.first()
    if row is None:
        return None
    child = getattr(row, row.cached_content_type.model, None) or row.specific
    child._cached_parent_obj = page  # noqa: SLF001 — as Wagtail's own routing does
    return child
