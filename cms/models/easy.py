"""A page written again so that everybody understands it (« facile à lire et à comprendre »)."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.search import index

from cms.blocks import EasyBlock
from cms.navigation import EASY

from .base import BasePage, FixedSlugMixin


class EasyReadPage(FixedSlugMixin, BasePage):
    """Stands below the page that it tells again: drafts, restrictions and moves go with it.

    Its slug is fixed, so each page finds its easy version in what it reads anyway.
    """

    speaks_languages = True
    may_be_made_easy = False
    fixed_slug = EASY
    max_count_per_parent = 1

    body = StreamField(
        EasyBlock(),
        verbose_name=_("contenu"),
        blank=True,
        help_text=_(
            "Une idée par phrase, des mots de tous les jours, une image quand elle aide. "
            "Faites relire par des personnes concernées avant de publier."
        ),
    )

    page_description = _("La page du dessus, redite pour que tout le monde la comprenne.")
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [*BasePage.api_fields, "body"]

    class Meta:
        verbose_name = _("version facile à lire")
        verbose_name_plural = _("versions faciles à lire")

    @classmethod
    def clean_parent_page_models(cls):
        return [page for page in get_page_models() if getattr(page, "may_be_made_easy", False)]
