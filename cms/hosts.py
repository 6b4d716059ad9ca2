"""Which of the installation's sites is visited: its territory, its pages, how it looks.

All that is known of the sites is small, and seldom changes: it is remembered, so a visit to the
only site of an installation costs nothing more.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject, cached_property
from wagtail.models import Site

from catalogue.remembered import Remembered
from catalogue.territory import EVERYWHERE, Territory, territory_of, visiting

from .models.territories import Palette
from .open_files import open_image

LOGO = "max-320x72|format-webp"

_visit = ContextVar("visit", default=None)


@dataclass(frozen=True)
class Host:
    """What is remembered of one site."""

    #: With its root page; None where there is no site at all.
    site: Site | None = None
    name: str = settings.WAGTAIL_SITE_NAME
    hostname: str = ""
    #: Where its pages begin (a tree for each language), in `Page.url_path`.
    roots: tuple[str, ...] = ("/",)
    palette: str = Palette.SUN
    #: {"url": …, "width": …, "height": …}, as large as it shows.
    logo: dict = field(default_factory=dict)
    territory: Territory = EVERYWHERE

    def has_page(self, page):
        return page.url_path.startswith(self.roots)


def read_hosts():
    """{key of the site: Host}, the one that answers for all other names first."""
    sites = Site.objects.select_related(
        "root_page",
        "territory__structure__network",
        "territory__structure__seat_commune",
        "territory__network",
    )
    return {site.pk: host_of(site) for site in sites.order_by("-is_default_site", "pk")}


def host_of(site):
    known = {"site": site, "hostname": site.hostname, "roots": tuple(roots_of(site))}
    if site.site_name:
        known["name"] = site.site_name
    tie = getattr(site, "territory", None)
    if tie is None:
        return Host(**known)
    return Host(
        **known,
        palette=tie.palette,
        logo=shown_logo(open_image(tie.logo_id)),
        territory=territory_of(tie.holder),
    )


def roots_of(site):
    pages = [site.root_page]
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        pages += site.root_page.get_translations()
    return [page.url_path for page in pages]


def shown_logo(image):
    """Twice as fine as it shows."""
    if image is None:
        return {}
    rendition = image.get_rendition(LOGO)
    return {"url": rendition.url, "width": rendition.width // 2, "height": rendition.height // 2}


hosts = Remembered("cms.hosts", read_hosts)


def territory_of_page(page):
    """Of the site that a page belongs to."""
    found = (host.territory for host in hosts().values() if host.has_page(page))
    return next(found, EVERYWHERE)


class Visit:
    """One request to one of the sites. Looks up nothing before it is asked something."""

    def __init__(self, request):
        self.request = request
        # Where Wagtail keeps its answer (`Site.find_for_request`), which it would ask the database
        # for on every page.
        request._wagtail_site = SimpleLazyObject(lambda: self.host.site)  # noqa: SLF001

    @cached_property
    def host(self):
        """As Wagtail finds it: by its name, else the one that answers for all others."""
        name, _port = split_domain_port(self.request.get_host())
        named = [host for host in hosts().values() if host.hostname == name]
        if len(named) > 1:  # one name, several ports
            named = [host for host in named if str(host.site.port) == self.request.get_port()]
        return named[0] if named else self.national

    @cached_property
    def national(self):
        """The site that answers for all names that no other one has."""
        return next(iter(hosts().values()), Host())

    def origin(self, host):
        """`https://region.example`: one server answers for all the sites, on the same port. As the
        visitor wrote it, since a proxy may stand in front of ours."""
        _name, port = split_domain_port(self.request.get_host())
        return f"{self.request.scheme}://{host.hostname}{f':{port}' if port else ''}"

    def as_seen(self, url):
        """The whole address of a page of one of the sites, as this visitor would write it."""
        for host in hosts().values():
            root = host.site.root_url
            if url.startswith(f"{root}/"):
                origin = "" if host.site == self.host.site else self.origin(host)
                return origin + url.removeprefix(root)
        return url

    def origin_of(self, page):
        """Empty for a page of this site, or of none."""
        if self.host.has_page(page):
            return ""
        others = (host for host in hosts().values() if host.has_page(page))
        other = next(others, None)
        return self.origin(other) if other else ""


def current_visit():
    """None outside of a visit (admin, commands, worker)."""
    return _visit.get()


@contextmanager
def visit_for(request):
    visit = Visit(request)
    token = _visit.set(visit)
    try:
        with visiting(lambda: visit.host.territory):
            yield
    finally:
        _visit.reset(token)
