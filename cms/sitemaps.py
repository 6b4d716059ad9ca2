"""The map of the whole site, section by section."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from wagtail.models import Site

from catalogue import sitemaps


class PageSitemap(Sitemap):
    """Editorial pages, at the address the visitor uses: Wagtail's own sitemap trusts the host
    name of its settings, which copies of the site rarely keep up to date."""

    limit = 2_000

    def items(self):
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        pages = site.root_page.get_descendants(inclusive=True)
        return pages.live().public().order_by("path")

    def location(self, page):
        return page.url

    def lastmod(self, page):
        return page.last_published_at

    def get_latest_lastmod(self):
        return self.items().aggregate(latest=Max("last_published_at"))["latest"]


SITEMAPS = {
    "pages": PageSitemap,
    "missions-locales": sitemaps.StructureSitemap,
    "dispositifs": sitemaps.SchemeSitemap,
    "offres": sitemaps.OfferSitemap,
}
