"""The catalogue's pages, for search engines. Two queries each, however many pages there are."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max

from . import models


class RecordSitemap(Sitemap):
    limit = 2_000

    def lastmod(self, record):
        return record.updated_at

    def get_latest_lastmod(self):
        """Django reads every row for this; the database only needs the highest date."""
        return self.items().aggregate(latest=Max("updated_at"))["latest"]


class StructureSitemap(RecordSitemap):
    def items(self):
        return models.Structure.objects.public().only("slug", "updated_at").order_by("pk")


class SchemeSitemap(RecordSitemap):
    def items(self):
        return models.Scheme.objects.public().only("slug", "updated_at").order_by("pk")


class OfferSitemap(RecordSitemap):
    def items(self):
        return models.Offer.objects.public().only("slug", "updated_at").order_by("pk")
