"""The learning library: what to read, watch or download, by need and by the time one has."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from catalogue.models import Theme
from catalogue.querysets import line_of
from cms.blocks import ResourceBlock, TextBlock
from cms.library import Format, Level, say_duration
from cms.querysets import readable
from cms.views import library

from .base import BasePage, ViewPage
from .news import references

ALIKE = 3


class LibraryPage(ViewPage):
    view = staticmethod(library)

    page_description = _("De quoi apprendre seul, à trouver par sujet, par durée et par format.")
    max_count_per_parent = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ResourcePage"]

    class Meta:
        verbose_name = _("bibliothèque")
        verbose_name_plural = _("bibliothèques")

    def pages(self):
        return ResourcePage.objects.child_of(self).published()


class ResourcePageQuerySet(PageQuerySet):
    def published(self):
        """What anybody may read, the latest first."""
        return readable(self).order_by("-added_on", "-pk")

    def for_cards(self):
        """With the line (colour and icon) of its first theme; null without any."""
        return self.annotate(line=line_of(Theme.objects, resources=OuterRef("pk")))


class ResourcePage(BasePage):
    added_on = models.DateField(_("ajoutée le"), default=timezone.localdate, db_index=True)
    themes = ParentalManyToManyField(
        Theme, verbose_name=_("sujets"), related_name="resources", blank=True
    )
    level = models.CharField(_("niveau"), max_length=10, choices=Level.choices, default=Level.FIRST)
    minutes = models.PositiveSmallIntegerField(
        _("durée, en minutes"),
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Pour lire, regarder ou faire le tour. Sans se presser."),
    )
    #: Follows from the content: nobody has to keep both alike.
    format = models.CharField(
        _("format"),
        max_length=10,
        choices=Format.choices,
        default=Format.ARTICLE,
        editable=False,
    )
    content = StreamField(
        ResourceBlock(),
        verbose_name=_("la ressource"),
        blank=True,
        help_text=_(
            "Une vidéo, un document ou un autre site. Vide : c’est un article, à lire ici."
        ),
    )
    body = StreamField(
        TextBlock(),
        verbose_name=_("texte"),
        blank=True,
        help_text=_("L’article ; ou ce qu’il faut savoir avant de regarder ou de télécharger."),
    )

    objects = PageManager.from_queryset(ResourcePageQuerySet)()

    page_description = _("Un article, une vidéo, un document ou un site, avec sa durée.")
    parent_page_types = ["cms.LibraryPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("level"), FieldPanel("minutes"), FieldPanel("added_on")]),
        FieldPanel("content"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("content"),
        index.SearchField("body"),
        index.FilterField("added_on"),
    ]
    api_fields = [
        *BasePage.api_fields,
        "added_on",
        references("code", "public_themes"),
        "level",
        "minutes",
        "format",
        "content",
        "body",
    ]

    class Meta:
        verbose_name = _("ressource")
        verbose_name_plural = _("ressources")
        constraints = [
            models.CheckConstraint(
                name="resource_lasts",
                condition=models.Q(minutes__gte=1) & models.Q(minutes__lte=600),
                violation_error_message=_("Entre une minute et dix heures."),
            )
        ]

    def save(self, *args, **kwargs):
        self.format = next((block.block_type for block in self.content), Format.ARTICLE)
        super().save(*args, **kwargs)

    @property
    def list_url(self):
        """One level up from its own: no need to read the list."""
        return self.get_absolute_url().removesuffix(f"{self.slug}/")

    @property
    def duration(self):
        return say_duration(self.minutes)

    @cached_property
    def public_themes(self):
        """Drafts included, for previews."""
        return list(self.themes.all())

    def alike(self):
        """The latest others about one of its themes."""
        themes = [theme.pk for theme in self.public_themes]
        about = ResourcePage.themes.through.objects.filter(theme__in=themes)
        others = ResourcePage.objects.sibling_of(self, inclusive=False).published().for_cards()
        return others.filter(pk__in=about.values("resourcepage"))[:ALIKE] if themes else []
