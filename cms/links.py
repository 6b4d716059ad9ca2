"""The links that frame every page, as editors choose them on the home page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from catalogue.models import StructureLink
from cms.blocks.links import web_address


class PageLinkBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("page"))
    label = blocks.CharBlock(
        label=_("texte"), max_length=40, required=False, help_text=_("Vide : le titre de la page.")
    )

    class Meta:
        label = _("page du site")
        icon = "doc-empty-inverse"


class WebLinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("texte"), max_length=40)
    url = blocks.URLBlock(label=_("adresse"), validators=[web_address])

    class Meta:
        label = _("adresse ailleurs")
        icon = "link-external"


class LinksBlock(blocks.StreamBlock):
    page = PageLinkBlock()
    web = WebLinkBlock()


class AccountBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("réseau social"),
        choices=[choice for choice in StructureLink.Kind.choices if choice[0] != "other"],
    )
    url = blocks.URLBlock(label=_("adresse"), validators=[web_address])

    class Meta:
        label = _("compte")
        icon = "group"


class ChosenLinks:
    """For a page that has `menu`, `footer` and `accounts`: what is in them, without a query.

    Reading the values of a page chooser would look up each page; the raw data has their keys.
    """

    @property
    def linked_pages(self):
        """The keys of all the pages that its links lead to."""
        links = [*self.menu.raw_data, *self.footer.raw_data]
        return {link["value"]["page"] for link in links if link["type"] == "page"}

    @staticmethod
    def resolved(links, pages):
        """(text, page or None, address or ""), without those that lead to no readable page."""
        for link in links.raw_data:
            value = link["value"]
            if link["type"] == "web":
                yield value["label"], None, value["url"]
            elif page := pages.get(value["page"]):
                yield value.get("label") or page.title, page, ""

    def resolved_accounts(self):
        labels = dict(StructureLink.Kind.choices)
        for account in self.accounts.raw_data:
            value = account["value"]
            yield labels.get(value["kind"], value["kind"]), value["url"]
