"""What frames every public page: the menu, the footer, what is announced, and the town that links
carry along."""

from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from catalogue.place import place_slug

from .alerts import alerts_for
from .links import ChosenLinks
from .navigation import address, home_of, pages_around, sections


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

    @property
    def home_url(self):
        return reverse("wagtail_serve", args=[""]) + self.place_query

    @property
    def canonical_url(self):
        return self.request.build_absolute_uri(self.request.path)

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

    def _chosen(self, name):
        home = home_of(self.request)
        if not isinstance(home, ChosenLinks):
            return []
        links = home.resolved(getattr(home, name), pages_around(self.request))
        return [
            self._link(page, text) if page else {"title": text, "url": url, "current": False}
            for text, page, url in links
        ]

    def _link(self, page, text=""):
        return self._entry(text or page.title, address(page), self.place_query)

    def _entry(self, title, path, query=""):
        here = self.request.path
        is_home = path == reverse("wagtail_serve", args=[""])
        return {
            "title": title,
            "url": path + query,
            "current": here == path if is_home else here.startswith(path),
        }
