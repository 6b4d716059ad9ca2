"""What a structure tells of itself: a row that its own staff write, not a page of the tree.

So memberships say who may do what, as for its sites and offers, whatever the number of structures.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.search import index

from catalogue import paths
from catalogue.models import Structure
from catalogue.models.base import ReviewedModel
from cms.blocks import NewsBlock
from cms.querysets import StructureNewsQuerySet


class StructureNews(index.Indexed, ReviewedModel):
    structure = models.ForeignKey(
        Structure, verbose_name=_("structure"), on_delete=models.PROTECT, related_name="own_news"
    )
    title = models.CharField(_("titre"), max_length=200)
    slug = models.SlugField(
        _("adresse de la page"),
        max_length=120,
        help_text=_("La fin de l’adresse. Un lien vers l’ancienne mène toujours à l’actualité."),
    )
    date = models.DateField(
        _("date"),
        default=timezone.localdate,
        help_text=_("Celle que lisent les visiteurs ; elle ne publie rien."),
    )
    summary = models.TextField(
        _("introduction"),
        max_length=400,
        blank=True,
        help_text=_("Une ou deux phrases sous le titre, en disant « tu »."),
    )
    body = StreamField(NewsBlock(), verbose_name=_("contenu"), blank=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = StructureNewsQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=3),
        index.AutocompleteField("title"),
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.RelatedFields("structure", [index.SearchField("name")]),
        index.FilterField("live"),
    ]

    # What a page of news has, and these don't: cards, pages and feeds read them alike.
    is_featured = False
    public_categories = ()
    public_schemes = ()
    source_label = ""
    share_image = None
    checked_on = None

    class Meta:
        verbose_name = _("actualité de structure")
        verbose_name_plural = _("actualités de structures")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["structure", "-date"], name="structure_news_latest")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return paths.structure_news(self.structure.slug, self.pk, self.slug)

    @property
    def is_public(self):
        return self.live and self.structure.is_public

    @property
    def display_title(self):
        return self.title

    @property
    def meta_title(self):
        return f"{self.title}, {self.structure}"

    @property
    def meta_description(self):
        return self.summary

    @property
    def public_structures(self):
        return [self.structure]

    @property
    def list_url(self):
        return self.structure.get_absolute_url()

    @property
    def trail(self):
        return [
            (_("Missions Locales"), paths.listing(paths.STRUCTURES)),
            (self.structure.name, self.structure.get_absolute_url()),
            (self.title, ""),
        ]
