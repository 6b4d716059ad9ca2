"""The map of the whole site, section by section."""

from collections import defaultdict

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from wagtail.models import Page

from catalogue import languages, paths, sitemaps

from .models import SchemeIndexPage, StructureNews
from .navigation import address, code_of
from .querysets import readable


class PageSitemap(Sitemap):
    """Editorial pages, at the address the visitor uses: Wagtail's own sitemap trusts the host
    name of its settings, which copies of the site rarely keep up to date."""

    limit = 2_000

    def items(self):
        """In whatever language they speak."""
        return readable(Page.objects.filter(depth__gt=1)).order_by("path")

    def location(self, page):
        return address(page)

    def get_urls(self, page=1, site=None, protocol=None):
        """With what says the same in another language."""
        entries = super().get_urls(page, site, protocol)
        keys = {entry["item"].translation_key for entry in entries}
        groups = defaultdict(list)
        for one in self.items().filter(translation_key__in=keys):
            groups[one.translation_key].append(one)
        origin = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        for entry in entries:
            group = groups[entry["item"].translation_key]
            paths = {code_of(one): address(one) for one in group} if len(group) > 1 else {}
            entry["alternates"] = alternates(origin, paths)
        return entries

    def lastmod(self, page):
        return page.last_published_at

    def get_latest_lastmod(self):
        return self.items().aggregate(latest=Max("last_published_at"))["latest"]


class SchemeSitemap(sitemaps.SchemeSitemap):
    """Schemes in the languages that have a list of them, after those in French."""

    def items(self):
        return super().items().prefetch_related("translations")

    def get_urls(self, page=1, site=None, protocol=None):
        entries = super().get_urls(page, site, protocol)
        lists = readable(SchemeIndexPage.objects.all())
        languages_with_list = {code_of(one) for one in lists}
        origin = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        translated = []
        for entry in entries:
            scheme = entry["item"]
            path = scheme.get_absolute_url()
            codes = scheme.translated_into & languages_with_list
            addresses = {code: paths.in_language(code, path) for code in sorted(codes)}
            entry["alternates"] = alternates(origin, addresses) if len(addresses) > 1 else []
            translated += [
                {**entry, "location": origin + other}
                for code, other in addresses.items()
                if other != path
            ]
        return entries + translated


def alternates(origin, addresses):
    """As the template of Django's sitemaps reads them. `addresses`: code → path."""
    found = [
        {"lang_code": languages.known()[code].tag, "location": origin + path}
        for code, path in addresses.items()
    ]
    if settings.LANGUAGE_CODE in addresses:
        default = origin + addresses[settings.LANGUAGE_CODE]
        found.append({"lang_code": "x-default", "location": default})
    return found


class StructureNewsSitemap(sitemaps.RecordSitemap):
    def items(self):
        news = StructureNews.objects.public().select_related("structure").order_by("pk")
        return news.only("slug", "updated_at", "structure__slug")


SITEMAPS = {
    "pages": PageSitemap,
    "actualites": StructureNewsSitemap,
    "missions-locales": sitemaps.StructureSitemap,
    "dispositifs": SchemeSitemap,
    "offres": sitemaps.OfferSitemap,
}
