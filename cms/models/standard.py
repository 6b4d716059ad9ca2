"""Pages of plain text: legal notice, personal data, accessibility."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import TextBlock

from .base import BasePage


class StandardPage(BasePage):
    speaks_languages = True

    body = StreamField(TextBlock(), verbose_name=_("contenu"), blank=True)

    page_description = _("Du texte et tous les blocs : de quoi expliquer, avec des pages dessous.")
    parent_page_types = ["cms.HomePage", "cms.SectionPage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage", "cms.QuestionsPage", "cms.FormPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [*BasePage.api_fields, "body"]

    class Meta:
        verbose_name = _("page de texte")
        verbose_name_plural = _("pages de texte")
