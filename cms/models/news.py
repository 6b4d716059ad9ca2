"""News of the network."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from rest_framework.serializers import SlugRelatedField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index

from catalogue import languages
from catalogue.models import Scheme, Structure
from cms.blocks import NewsBlock
from cms.querysets import readable
from cms.views import news_list

from .base import BasePage, ViewPage
from .categories import NewsCategory


class NewsIndexPage(ViewPage):
    view = staticmethod(news_list)

    max_count_per_parent = 1
    page_description = _("Les actualités, les plus récentes d’abord, à trier par catégorie.")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]

    class Meta:
        verbose_name = _("liste des actualités")
        verbose_name_plural = _("listes des actualités")

    def news(self):
        return NewsPage.objects.child_of(self).published().for_cards()

    def categories(self):
        """Those under which there is something to read."""
        sorted_so = NewsPage.categories.through.objects.filter(newscategory=OuterRef("pk"))
        news = NewsPage.objects.child_of(self).published().order_by().values("pk")
        return NewsCategory.objects.filter(Exists(sorted_so.filter(newspage__in=news)))


class NewsPageQuerySet(PageQuerySet):
    def published(self):
        """What anybody may read in this language: what editors put forward, then the latest."""
        spoken = self.filter(locale__language_code=languages.current().code)
        return readable(spoken).order_by("-is_featured", "-date", "-pk")

    def for_cards(self):
        """With what a list says of each."""
        return self.prefetch_related("categories")


def references(name, source):
    """In the API: public objects by their own codes, never by a primary key of ours."""
    field = SlugRelatedField(slug_field=name, many=True, read_only=True, source=source)
    return APIField(source.removeprefix("public_"), serializer=field)


class NewsPage(BasePage):
    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    is_featured = models.BooleanField(
        _("à la une"),
        default=False,
        help_text=_("En tête de la liste et sur la page d’accueil, avant les plus récentes."),
    )
    categories = ParentalManyToManyField(
        NewsCategory,
        verbose_name=_("catégories"),
        blank=True,
        related_name="news",
        help_text=_("La liste s’en sert pour trier. Elles se règlent dans « Paramètres »."),
    )
    body = StreamField(NewsBlock(), verbose_name=_("contenu"), blank=True)
    source_label = models.CharField(
        _("source"),
        max_length=150,
        blank=True,
        help_text=_("Si l’information vient d’ailleurs : qui l’a publiée la première fois."),
    )
    source_url = models.URLField(_("adresse de la source"), blank=True)

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    page_description = _(
        "Ce qui se passe : une date, des catégories, et les structures concernées."
    )
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("is_featured")]),
        *BasePage.content_panels,
        FieldPanel("categories", widget=forms.CheckboxSelectMultiple),
        FieldPanel("body"),
        MultiFieldPanel(["source_label", "source_url"], heading=_("D’où vient l’information")),
        MultipleChooserPanel(
            "structures",
            chooser_field_name="structure",
            heading=_("structures concernées"),
            label=_("structure"),
            help_text=_("L’actualité apparaît aussi sur la page de chacune."),
        ),
        MultipleChooserPanel(
            "schemes",
            chooser_field_name="scheme",
            heading=_("dispositifs concernés"),
            label=_("dispositif"),
            help_text=_("L’actualité apparaît aussi sur la page de chacun."),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("source_label"),
        index.FilterField("date"),
    ]
    api_fields = [
        *BasePage.api_fields,
        "date",
        "is_featured",
        references("slug", "public_categories"),
        "body",
        "source_label",
        "source_url",
        references("imilo_code", "public_structures"),
        references("code", "public_schemes"),
    ]

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")

    def clean(self):
        super().clean()
        if self.source_url and not self.source_label:
            raise ValidationError({"source_label": _("Dites qui publie à cette adresse.")})

    # Drafts included, for previews: what was chosen, saved or not.

    @property
    def public_categories(self):
        return self.categories.all()

    @property
    def public_structures(self):
        chosen = [item.structure for item in self.structures.select_related("structure")]
        return [structure for structure in chosen if structure.is_public]

    @property
    def public_schemes(self):
        chosen = self.schemes.values_list("scheme", flat=True)
        found = Scheme.objects.public().filter(pk__in=chosen)
        return found.with_line().select_related("replaced_by").order_by("name", "pk")


class NewsStructure(Orderable):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="structures")
    structure = models.ForeignKey(
        Structure, verbose_name=_("structure"), on_delete=models.CASCADE, related_name="told_by"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("structure concernée")
        verbose_name_plural = _("structures concernées")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "structure"],
                name="news_structure_once",
                violation_error_message=_("Cette structure est déjà choisie."),
            )
        ]

    def __str__(self):
        return str(self.structure)


class NewsScheme(Orderable):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="schemes")
    scheme = models.ForeignKey(
        Scheme, verbose_name=_("dispositif"), on_delete=models.CASCADE, related_name="told_by"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("dispositif concerné")
        verbose_name_plural = _("dispositifs concernés")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "scheme"],
                name="news_scheme_once",
                violation_error_message=_("Ce dispositif est déjà choisi."),
            )
        ]

    def __str__(self):
        return str(self.scheme)
