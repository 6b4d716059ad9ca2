"""Pages that group others."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import SectionBlock

from .base import BasePage


class SectionPage(BasePage):
    body = StreamField(
        SectionBlock(),
        verbose_name=_("avant les pages"),
        blank=True,
        help_text=_("Vide : les pages de la rubrique suffisent souvent."),
    )

    page_description = _(
        "Rassemble des pages sous un même titre et mène à chacune par une carte, dans l’ordre de "
        "l’arborescence."
    )
    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types = [
        "cms.SectionPage",
        "cms.StandardPage",
        "cms.QuestionsPage",
        "cms.FormPage",
        "cms.FiguresPage",
        "cms.ContactPage",
        "cms.PartnershipIndexPage",
    ]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [*BasePage.api_fields, "body"]

    class Meta:
        verbose_name = _("rubrique")
        verbose_name_plural = _("rubriques")
