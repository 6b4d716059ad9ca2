"""News of the network."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from cms.blocks import NewsBlock
from cms.querysets import readable
from cms.views import news_list

from .base import BasePage, ViewPage


class NewsIndexPage(ViewPage):
    view = staticmethod(news_list)

    max_count_per_parent = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]

    class Meta:
        verbose_name = _("liste des actualités")
        verbose_name_plural = _("listes des actualités")

    def news(self):
        return NewsPage.objects.child_of(self).published()


class NewsPageQuerySet(PageQuerySet):
    def published(self):
        """What anybody may read, the latest first."""
        return readable(self).order_by("-date", "-pk")


class NewsPage(BasePage):
    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    body = StreamField(NewsBlock(), verbose_name=_("contenu"), blank=True)

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [FieldPanel("date"), *BasePage.content_panels, FieldPanel("body")]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    api_fields = [*BasePage.api_fields, "date", "body"]

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")

    @property
    def trail(self):
        # The list's address is one level up from its own: no need to read it.
        above = self.get_absolute_url().removesuffix(f"{self.slug}/")
        return [(_("Actualités"), above), *super().trail]
