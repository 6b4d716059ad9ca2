"""What frames every public page: the menu, the footer, what is announced, the languages, and the
town that links carry along."""

from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalogue import languages, paths
from catalogue.place import place_slug

from .alerts import alerts_for
from .hosts import Host, current_visit
from .links import ChosenLinks
from .navigation import (
    EASY,
    address,
    code_of,
    home_of,
    home_path,
    page_at,
    pages_around,
    sections,
    steps,
    translations,
)


class Shell:
    """Asks nothing of the database until a template reads it: Wagtail's admin never does."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def alerts(self):
        return alerts_for(self.request)

    @cached_property
    def menu(self):
        """What editors chose, or else the sections that are said to be in the menu."""
        chosen = self._chosen("menu") or [
            self._link(page) for page in sections(self.request) if page.show_in_menus
        ]
        search = self._entry(_("Rechercher"), reverse("cms:search"), self.place_query)
        return [*chosen, search]

    @cached_property
    def footer(self):
        """The same, or else the other sections (legal notice, personal data…); and two doors."""
        others = [page for page in sections(self.request) if not page.show_in_menus]
        chosen = self._chosen("footer") or [self._link(page) for page in others]
        return [
            *chosen,
            self._entry(_("Plan du site"), reverse("cms:site-map")),
            self._entry(_("Espace équipes"), reverse("wagtailadmin_home")),
        ]

    @cached_property
    def accounts(self):
        """Where else to follow the network: [(name, address)]."""
        home = home_of(self.request)
        return list(home.resolved_accounts()) if isinstance(home, ChosenLinks) else []

    @cached_property
    def host(self):
        """The site that is visited: its name, its colours, its logo."""
        visit = current_visit()
        return visit.host if visit else Host()

    @property
    def palette(self):
        """Its colours, where they aren't those of the site of the whole country."""
        return self.host.palette if self.host.territory else ""

    @property
    def territory(self):
        """What the site is about; empty for the whole country."""
        return self.host.territory.name

    @property
    def national_url(self):
        """The home page of the site that shows the whole country."""
        visit = current_visit()
        return visit.origin(visit.national) + paths.home() if visit else paths.home()

    @property
    def home_url(self):
        return home_path() + self.place_query

    @property
    def canonical_url(self):
        """An object of the catalogue has one address for search engines, on the national site; a
        page or a list has its own on each."""
        path = self.request.path
        if self.host.territory and paths.is_of_an_object(path):
            return self.national_url.rstrip("/") + path
        return self.request.build_absolute_uri(path)

    @property
    def share_image_url(self):
        """What a shared link shows when its page has no picture of its own."""
        return self.request.build_absolute_uri(static("img/share.png"))

    @property
    def place_slug(self):
        return place_slug(self.request)

    @property
    def place_query(self):
        """What to append to an internal link so that the town stays in the URL."""
        return "?" + urlencode({"lieu": self.place_slug}) if self.place_slug else ""

    @property
    def language(self):
        return languages.current()

    @cached_property
    def languages(self):
        """[(Language, address, is it the one that is read)]: where to read this page in the
        languages that are published, or else the home page of each. Empty with French alone."""
        home = home_of(self.request)
        homes = translations(self.request, home) if home else {}
        if len(homes) < 2:
            return []
        return [
            (
                language,
                self._addresses.get(code, address(homes[code])) + self.place_query,
                language == self.language,
            )
            for code, language in languages.known().items()
            if code in homes
        ]

    @cached_property
    def alternates(self):
        """[(hreflang, URL)] of what says the same in each language, for search engines."""
        found = self._addresses
        if len(found) < 2:
            return []
        urls = {code: self.request.build_absolute_uri(path) for code, path in found.items()}
        tags = [(languages.known()[code].tag, url) for code, url in urls.items()]
        if settings.LANGUAGE_CODE in urls:
            tags.append(("x-default", urls[settings.LANGUAGE_CODE]))
        return tags

    @cached_property
    def easy_version(self):
        """The path of the easy version of this page, if anybody may read one."""
        page = page_at(self.request)
        easy = page and next(
            (
                other
                for other in pages_around(self.request).values()
                if other.url_path == f"{page.url_path}{EASY}/"
            ),
            None,
        )
        return address(easy) + self.place_query if easy else ""

    @cached_property
    def full_version(self):
        """From an easy version, the path of the page that it tells again."""
        page = page_at(self.request)
        full = page_at(self.request, -2) if page and page.slug == EASY else None
        return address(full) + self.place_query if full else ""

    @cached_property
    def _addresses(self):
        """Code of a language → the path that says the same in it.

        A view that shows an object below its page sets `request.translated_into`: the codes of
        the languages that the object speaks.
        """
        page, rest = page_at(self.request), ""
        if page is None and hasattr(self.request, "translated_into"):
            page, rest = page_at(self.request, -2), steps(self.request)[-1].split("/")[-2] + "/"
        if page is None:
            return {}
        found = translations(self.request, page)
        spoken = self.request.translated_into if rest else found
        return {
            code: address(found[code]) + rest
            for code in languages.known()
            if code in found and code in spoken
        }

    def _chosen(self, name):
        home = home_of(self.request)
        if not isinstance(home, ChosenLinks):
            return []
        links = home.resolved(getattr(home, name), pages_around(self.request))
        return [
            self._link(page, text) if page else self._entry(text, url, is_french=True)
            for text, page, url in links
        ]

    def _link(self, page, text=""):
        """To the page in the language that is being read, where it exists: with its own title
        then, since the chosen text is French."""
        translated = translations(self.request, page).get(self.language.code)
        if translated and translated != page:
            page, text = translated, ""
        is_french = code_of(page) == settings.LANGUAGE_CODE
        return self._entry(text or page.title, address(page), self.place_query, is_french=is_french)

    def _entry(self, title, path, query="", *, is_french=False):
        here = self.request.path
        return {
            "title": title,
            "url": path + query,
            "current": here == path if path == home_path() else here.startswith(path),
            "is_french": is_french and not self.language.is_french,
        }
