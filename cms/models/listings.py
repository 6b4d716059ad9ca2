"""The catalogue's listings: editors hold their words and their place in the menu.

Their slug is fixed, since every object builds its own address from it (`catalogue.paths`), and
each sub-route hands over to a plain view of the catalogue.
"""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from catalogue import languages, paths
from catalogue.views import agenda, offers, schemes, structures, translated_schemes
from cms.navigation import news_list_url
from cms.news import News, own_news
from cms.views import structure_news

from .base import BasePage, FixedSlugMixin
from .news import NewsPage
from .structure_news import StructureNews


class ListingPage(RoutablePageMixin, FixedSlugMixin, BasePage):
    may_be_made_easy = False  # its sub-routes take every address below it

    max_count_per_parent = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True


class StructureIndexPage(ListingPage):
    fixed_slug = paths.STRUCTURES
    page_description = _("Les Missions Locales et leur page, tirées du catalogue.")

    class Meta:
        verbose_name = _("liste des Missions Locales")
        verbose_name_plural = _("listes des Missions Locales")

    @path("")
    def listing(self, request):
        return structures.structure_list(request, self)

    @path("<slug:slug>/")
    def detail(self, request, slug):
        return structures.structure_detail(request, self, slug=slug)

    @path("<slug:slug>/actualites/<int:pk>-<slug:news_slug>/")
    def news(self, request, slug, pk, news_slug):
        return structure_news(request, pk, (slug, news_slug))

    @staticmethod
    def telling(structures):
        """With whether the network tells of each (`is_told`), and whether it tells of itself
        (`is_telling`): where there is no news, nobody asks more."""
        pages = NewsPage.objects.published().filter(structures__structure=OuterRef("pk"))
        own = StructureNews.objects.public().filter(structure=OuterRef("pk"))
        return structures.annotate(is_told=Exists(pages), is_telling=Exists(own))

    @staticmethod
    def news_about(structure):
        pages = NewsPage.objects.published().filter(structures__structure=structure)
        return News(
            *([pages] if structure.is_told else []),
            *([own_news(structure)] if structure.is_telling else []),
        )

    @staticmethod
    def news_url(request, structure):
        return news_list_url(request, structure=structure.slug)


class SchemeIndexPage(ListingPage):
    speaks_languages = True
    fixed_slug = paths.SCHEMES
    page_description = _("Les dispositifs et leur page, tirés du catalogue.")

    class Meta:
        verbose_name = _("liste des dispositifs")
        verbose_name_plural = _("listes des dispositifs")

    @path("")
    def listing(self, request):
        if languages.current().is_french:
            return schemes.scheme_list(request, self)
        return translated_schemes.scheme_list(request, self)

    @path("<slug:slug>/")
    def detail(self, request, slug):
        if languages.current().is_french:
            return schemes.scheme_detail(request, self, slug=slug)
        return translated_schemes.scheme_detail(request, self, slug=slug)

    @staticmethod
    def news_about(scheme):
        return NewsPage.objects.published().for_cards().filter(schemes__scheme=scheme)

    @staticmethod
    def news_url(request, scheme):
        return news_list_url(request, dispositif=scheme.slug)


class OfferIndexPage(ListingPage):
    fixed_slug = paths.OFFERS
    page_description = _("Les offres et leur page, tirées du catalogue.")

    class Meta:
        verbose_name = _("liste des offres")
        verbose_name_plural = _("listes des offres")

    @path("")
    def listing(self, request):
        return offers.offer_list(request, self)

    @path("<int:pk>-<slug:slug>/")
    def detail(self, request, pk, slug):
        return offers.offer_detail(request, self, pk=pk, slug=slug)


class AgendaPage(ListingPage):
    fixed_slug = paths.AGENDA
    page_description = _("Les prochaines dates, tirées du catalogue.")

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    @path("")
    def listing(self, request):
        return agenda.agenda(request, self)
