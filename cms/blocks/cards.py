"""Cards of pages, and the partners' logos."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from catalogue import languages
from catalogue.models import Partner
from cms.navigation import code_of
from cms.specimens import drawing

from .links import LinkValue
from .media import LOGO, picture_of
from .shelf import SharedImageChooserBlock, SharedPageChooserBlock, SharedSnippetChooserBlock


class CardValue(LinkValue):
    @cached_property
    def title(self):
        return self["page"].title if self.get("page") else ""

    @cached_property
    def language(self):
        """That of the page, where it isn't the one being read; a preview has no page."""
        language = self.get("page") and languages.known()[code_of(self["page"])]
        return None if language == languages.current() else language

    @cached_property
    def summary(self):
        return self.get("text") or (self["page"].search_description if self.get("page") else "")


class CardBlock(blocks.StructBlock):
    page = SharedPageChooserBlock(label=_("page"))
    text = blocks.CharBlock(
        label=_("texte"),
        max_length=160,
        required=False,
        help_text=_("Vide : la description de la page pour les moteurs de recherche."),
    )

    class Meta:
        label = _("carte")
        icon = "doc-empty-inverse"
        value_class = CardValue


class CardsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=120)
    cards = blocks.ListBlock(CardBlock(), label=_("pages"), min_num=1, max_num=6)

    class Meta:
        label = _("cartes de pages")
        icon = "doc-empty-inverse"
        group = _("Liens")
        template = "cms/blocks/cards.html"
        description = _("Jusqu’à six pages du site à lire ensuite. Une page retirée s’en va.")

    def get_preview_value(self):
        cards = []
        for title in (_("Ton premier rendez-vous"), _("Ce qu’une Mission Locale peut pour toi")):
            card = CardValue(self.child_blocks["cards"].child_block)
            card.title, card.href, card.summary = title, "#", _("Une page à lire ensuite.")
            cards.append(card)
        return self.normalize({"title": _("Pour aller plus loin"), "cards": cards})


class LogoValue(blocks.StructValue):
    @cached_property
    def picture(self):
        return picture_of(self.get("image"), self["partner"].name, LOGO)


class LogoBlock(blocks.StructBlock):
    partner = SharedSnippetChooserBlock("catalogue.Partner", label=_("partenaire"))
    image = SharedImageChooserBlock(
        label=_("logo"), required=False, help_text=_("Sans logo, son nom s’affiche.")
    )

    class Meta:
        label = _("partenaire")
        icon = "group"
        value_class = LogoValue


class LogosBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=120, default=_("Avec"))
    partners = blocks.ListBlock(LogoBlock(), label=_("partenaires"), min_num=1, max_num=12)

    class Meta:
        label = _("logos de partenaires")
        icon = "group"
        group = _("Liens")
        template = "cms/blocks/logos.html"
        description = _("Ceux avec qui l’on agit, par leur logo ou leur nom.")

    def get_preview_value(self):
        shown = []
        for name, website in [
            ("Cycles de la Bièvre", "https://exemple.test/"),
            ("Foyer des Deux Rives", ""),
        ]:
            logo = LogoValue(self.child_blocks["partners"].child_block)
            logo["partner"] = Partner(name=name, website=website)
            logo.picture = drawing(name) if website else ""
            shown.append(logo)
        return self.normalize({"title": _("Avec"), "partners": shown})
