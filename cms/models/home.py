"""The front door."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from catalogue.models import Scheme
from catalogue.views.home import home
from cms.blocks import HomeBlock, KeyFigureBlock, PublicFigureBlock
from cms.links import AccountBlock, ChosenLinks, LinksBlock
from cms.navigation import sections

from .base import ViewPage
from .news import NewsPage


class HomePage(ChosenLinks, ViewPage):
    """With what frames every page of its site: the same drafts, preview and history for both."""

    view = staticmethod(home)

    figures = StreamField(
        [("figure", KeyFigureBlock()), ("public_figure", PublicFigureBlock())],
        verbose_name=_("chiffres clés"),
        blank=True,
        max_num=4,
        help_text=_("Seulement des faits, avec leur source et leur date."),
    )

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

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.StructureIndexPage",
        "cms.SchemeIndexPage",
        "cms.OfferIndexPage",
        "cms.AgendaPage",
        "cms.NewsIndexPage",
        "cms.StandardPage",
        "cms.QuestionsPage",
        "cms.FormPage",
    ]
    content_panels = [
        *ViewPage.content_panels,
        MultipleChooserPanel(
            "featured", chooser_field_name="scheme", label=_("dispositifs mis en avant")
        ),
        FieldPanel("figures"),
        FieldPanel("body"),
        MultiFieldPanel(
            ["menu", "footer", "accounts"],
            heading=_("Autour de toutes les pages"),
            help_text=_("Un lien vers une page qui n’est pas publiée n’apparaît pas."),
            classname="collapsed",
        ),
    ]
    api_fields = [*ViewPage.api_fields, "figures", "body"]

    class Meta:
        verbose_name = _("accueil")
        verbose_name_plural = _("accueils")

    @property
    def key_figures(self):
        return [block.value for block in self.figures if block.block_type == "figure"]

    @property
    def measures(self):
        """Those that follow the activity."""
        return [block.value.measure for block in self.figures if block.block_type != "figure"]

    def featured_schemes(self):
        """Schemes in force: those the editors chose, in their order, then the others."""
        chosen = models.FilteredRelation("featured_on", condition=models.Q(featured_on__page=self))
        return (
            Scheme.objects.current()
            .annotate(chosen=chosen)
            .order_by(F("chosen__sort_order").asc(nulls_last=True), "name", "pk")
        )

    def latest_news(self):
        return NewsPage.objects.descendant_of(self).published().for_cards()

    def route(self, request, path_components):
        """Route by the children that the menu reads anyway: two queries less on every page.

        Where a child is readable, so is what is above it. Aliases obey their source besides.
        """
        request.site_home = self
        found = sections(request)
        self.is_known_readable = bool(found) and not self.alias_of_id
        for section in found:
            if path_components[:1] == [section.slug]:
                page = section.specific
                page.is_known_readable = self.is_known_readable and not page.alias_of_id
                return page.route(request, path_components[1:])
        return super().route(request, path_components)

    def serve_preview(self, request, preview_mode):
        request.site_home = self
        return super().serve_preview(request, preview_mode)


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
