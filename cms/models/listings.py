"""The catalogue's listings: editors hold their words and their place in the menu.

Their slug is fixed, since every object builds its own address from it (`catalogue.paths`), and
each sub-route hands over to a plain view of the catalogue.
"""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from catalogue import paths
from catalogue.views import agenda, offers, schemes, structures

from .base import BasePage
from .news import NewsPage


class ListingPage(RoutablePageMixin, BasePage):
    fixed_slug: str

    max_count_per_parent = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    promote_panels = [
        MultiFieldPanel(
            ["seo_title", "search_description"], heading=_("Pour les moteurs de recherche")
        ),
        FieldPanel("show_in_menus"),
        FieldPanel("social_image"),
    ]

    class Meta:
        abstract = True

    def full_clean(self, *args, **kwargs):
        self.slug = self.fixed_slug
        super().full_clean(*args, **kwargs)


class StructureIndexPage(ListingPage):
    fixed_slug = paths.STRUCTURES

    class Meta:
        verbose_name = _("liste des Missions Locales")
        verbose_name_plural = _("listes des Missions Locales")

    @path("")
    def listing(self, request):
        return structures.structure_list(request, self)

    @path("<slug:slug>/")
    def detail(self, request, slug):
        return structures.structure_detail(request, self, slug=slug)

    @staticmethod
    def telling(structures):
        """With whether there is news of each (`is_told`): where there is none, nobody asks more."""
        news = NewsPage.objects.published().filter(structures__structure=OuterRef("pk"))
        return structures.annotate(is_told=Exists(news))

    @staticmethod
    def news_about(structure):
        found = NewsPage.objects.published().for_cards().filter(structures__structure=structure)
        return found if structure.is_told else found.none()


class SchemeIndexPage(ListingPage):
    fixed_slug = paths.SCHEMES

    class Meta:
        verbose_name = _("liste des dispositifs")
        verbose_name_plural = _("listes des dispositifs")

    @path("")
    def listing(self, request):
        return schemes.scheme_list(request, self)

    @path("<slug:slug>/")
    def detail(self, request, slug):
        return schemes.scheme_detail(request, self, slug=slug)

    @staticmethod
    def news_about(scheme):
        return NewsPage.objects.published().for_cards().filter(schemes__scheme=scheme)


class OfferIndexPage(ListingPage):
    fixed_slug = paths.OFFERS

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

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    @path("")
    def listing(self, request):
        return agenda.agenda(request, self)
