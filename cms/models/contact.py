"""Whom to reach, and how."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks import ContactBodyBlock

from .base import BasePage


class ContactPage(BasePage):
    """Begins with the question that finds one's own door: most of those who write have not found
    it. Nothing is made up: a phone number or an address is there if an editor wrote it."""

    body = StreamField(
        ContactBodyBlock(),
        verbose_name=_("contacts"),
        blank=True,
        help_text=_(
            "La page commence par « Tu habites où ? ». Ajoutez ici qui d’autre appeler, et "
            "pourquoi : le réseau, un partenaire, la presse."
        ),
    )

    page_description = _(
        "Trouver sa Mission Locale, les contacts que vous écrivez, et les formulaires rangés sous "
        "la page."
    )
    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types = ["cms.FormPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [*BasePage.api_fields, "body"]

    class Meta:
        verbose_name = _("page de contact")
        verbose_name_plural = _("pages de contact")
