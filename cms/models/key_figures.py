"""Figures, each with its date, what it covers, and what it means."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import FiguresBodyBlock

from .base import BasePage


class FiguresPage(BasePage):
    body = StreamField(
        FiguresBodyBlock(),
        verbose_name=_("chiffres"),
        blank=True,
        help_text=_(
            "« Chiffres d’activité » : ils se mettent à jour seuls. « Chiffres écrits » : un fait, "
            "avec sa source et sa date."
        ),
    )

    page_description = _(
        "Des chiffres clés, tirés de l’activité ou écrits, chacun avec sa date, sa source et sa "
        "définition."
    )
    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [*BasePage.api_fields, "body"]

    class Meta:
        verbose_name = _("page de chiffres clés")
        verbose_name_plural = _("pages de chiffres clés")

    @property
    def follows_activity(self):
        return any(block["type"] == "figures" for block in self.body.raw_data)
