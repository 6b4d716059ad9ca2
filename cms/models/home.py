"""The front door."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.models import Orderable

from catalogue.models import Scheme
from catalogue.views.home import home
from cms.blocks import HomeBlock
from cms.links import AccountBlock, ChosenLinks, LinksBlock
from cms.navigation import code_of, sections
from cms.news import News, own_news

from .base import ViewPage
from .campaigns import CampaignPage
from .figures import ShowsFigures, figures_field
from .news import NewsPage


class HomePage(ChosenLinks, ShowsFigures, ViewPage):
    """With what frames every page of its site: the same drafts, preview and history for both."""

    view = staticmethod(home)
    speaks_languages = True

    figures = figures_field()

    body = StreamField(
        HomeBlock(),
        verbose_name=_("sous les rubriques"),
        blank=True,
        help_text=_("Après ce que l’accueil montre de lui-même : peu de blocs, bien choisis."),
    )

    menu = StreamField(
        LinksBlock(max_num=7),
        verbose_name=_("menu"),
        blank=True,
        help_text=_(
            "Vide : les rubriques dont l’onglet « Promotion » dit qu’elles sont au menu. "
            "La recherche s’y ajoute toujours."
        ),
    )
    footer = StreamField(
        LinksBlock(max_num=20),
        verbose_name=_("pied de page"),
        blank=True,
        help_text=_(
            "Vide : les rubriques qui ne sont pas au menu. Gardez-y les mentions légales, les "
            "données personnelles et l’accessibilité. Le plan du site s’y ajoute toujours."
        ),
    )
    accounts = StreamField(
        [("account", AccountBlock())],
        verbose_name=_("réseaux sociaux"),
        blank=True,
        max_num=8,
    )

    page_description = _("La première page du site, et ce qui entoure toutes les autres.")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.StructureIndexPage",
        "cms.SchemeIndexPage",
        "cms.OfferIndexPage",
        "cms.AgendaPage",
        "cms.NewsIndexPage",
        "cms.CampaignIndexPage",
        "cms.LibraryPage",
        "cms.SectionPage",
        "cms.PressRoomPage",
        "cms.PartnershipIndexPage",
        "cms.FiguresPage",
        "cms.ContactPage",
        "cms.StandardPage",
        "cms.QuestionsPage",
        "cms.FormPage",
    ]
    content_panels = [
        *ViewPage.content_panels,
        MultipleChooserPanel(
            "featured",
            chooser_field_name="scheme",
            heading=_("dispositifs mis en avant"),
            label=_("dispositif"),
        ),
        FieldPanel("figures"),
        FieldPanel("body"),
        MultiFieldPanel(
            ["menu", "footer", "accounts"],
            heading=_("Autour de toutes les pages"),
            help_text=_(
                "Un lien vers une page qui n’est pas publiée, ou d’un autre site, n’apparaît pas. "
                "Tout se règle sur "
                "l’accueil en français\u00a0: dans une autre langue, les mêmes liens mènent aux "
                "pages traduites, s’il y en a."
            ),
            classname="collapsed",
        ),
    ]
    api_fields = [*ViewPage.api_fields, "figures", "body"]

    class Meta:
        verbose_name = _("accueil")
        verbose_name_plural = _("accueils")

    def featured_schemes(self):
        """Schemes in force: those the editors chose, in their order, then the others."""
        chosen = models.FilteredRelation("featured_on", condition=models.Q(featured_on__page=self))
        return (
            Scheme.objects.current()
            .annotate(chosen=chosen)
            .order_by(F("chosen__sort_order").asc(nulls_last=True), "name", "pk")
        )

    def latest_news(self):
        return NewsPage.objects.descendant_of(self).published()

    def news_of(self, structure):
        """On the site of a structure: the site's news and its own, without what sorts them."""
        return News(self.latest_news().prefetch_related(None), own_news(structure))

    def campaign(self):
        """The one that is under way and that editors put here; None without any."""
        under_way = CampaignPage.objects.descendant_of(self).published().under_way()
        return under_way.filter(is_on_home=True).order_by("-starts_on", "-pk").first()

    def route(self, request, path_components):
        """Route by the children that the menu reads anyway: two queries less on every page.

        Where a child is readable, so is what is above it. Aliases obey their source besides.
        """
        if code_of(self) == settings.LANGUAGE_CODE:
            request.site_home = self
        else:
            request.language_home = self
        found = sections(request, self)
        self.is_known_readable = bool(found) and not self.alias_of_id
        for section in found:
            if path_components[:1] == [section.slug]:
                page = as_asked(section, path_components[1:])
                page.is_known_readable = self.is_known_readable and not page.alias_of_id
                page.above = []
                return page.route(request, path_components[1:])
        return super().route(request, path_components)

    def serve_preview(self, request, preview_mode):
        if code_of(self) == settings.LANGUAGE_CODE:
            request.site_home = self
        return super().serve_preview(request, preview_mode)


def as_asked(section, path_below):
    """Its own row isn't read to go through to a page below."""
    goes_through = path_below and not issubclass(section.specific_class, RoutablePageMixin)
    return section.specific_deferred if goes_through else section.specific


class FeaturedScheme(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    scheme = models.ForeignKey(
        Scheme,
        verbose_name=_("dispositif"),
        on_delete=models.CASCADE,
        related_name="featured_on",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("dispositif mis en avant")
        verbose_name_plural = _("dispositifs mis en avant")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "scheme"],
                name="featured_scheme_once",
                violation_error_message=_("Ce dispositif est déjà mis en avant."),
            )
        ]

    def __str__(self):
        return str(self.scheme)
