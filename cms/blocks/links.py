"""What leads elsewhere: to a page of the site, or to an address."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.navigation import address

from .shelf import SharedPageChooserBlock

web_address = URLValidator(schemes=["https", "http"])


class LinkValue(blocks.StructValue):
    @cached_property
    def href(self):
        """Nothing when the page isn't there any more: then there is nothing to press either."""
        return address(self["page"]) if self.get("page") else self.get("url") or ""


class ButtonBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("texte"),
        max_length=60,
        help_text=_("Ce qui se passe quand on appuie : « Prendre rendez-vous », pas « Cliquer »."),
    )
    page = SharedPageChooserBlock(label=_("page du site"), required=False)
    url = blocks.URLBlock(label=_("ou adresse ailleurs"), required=False, validators=[web_address])
    secondary = blocks.BooleanBlock(
        label=_("second choix"),
        required=False,
        help_text=_("Plus discret, quand un autre bouton de la page compte davantage."),
    )

    class Meta:
        label = _("bouton")
        icon = "link"
        group = _("Texte")
        template = "cms/blocks/button.html"
        value_class = LinkValue
        description = _("Une action, une seule : la suite de la page en dépend.")
        preview_value = {
            "text": _("Prendre rendez-vous"),
            "page": None,
            "url": "https://exemple.test/",
            "secondary": False,
        }

    def clean(self, value):
        cleaned = super().clean(value)
        chosen = bool(cleaned["page"]) + bool(cleaned["url"])
        if chosen > 1 or not (chosen or self.is_deferred_validation):
            message = _("Choisissez une page du site ou une adresse, l’une des deux.")
            raise StructBlockValidationError({"page": ValidationError(message)})
        return cleaned


class OtherSiteValue(blocks.StructValue):
    @property
    def host(self):
        return (urlsplit(self["url"]).hostname or "").removeprefix("www.")


class OtherSiteBlock(blocks.StructBlock):
    text = blocks.CharBlock(
        label=_("texte"),
        max_length=80,
        help_text=_("Ce que l’on y fait : « Tester ton niveau d’anglais »."),
    )
    url = blocks.URLBlock(label=_("adresse"), validators=[web_address])
    publisher = blocks.CharBlock(
        label=_("qui tient ce site"), max_length=120, help_text=_("Un service public, une école…")
    )

    class Meta:
        label = _("autre site")
        icon = "link-external"
        group = _("Liens")
        template = "cms/blocks/other_site.html"
        value_class = OtherSiteValue
        description = _("Une adresse ailleurs, avec le nom de qui la tient.")
        preview_value = {
            "text": _("Tester ton niveau d’anglais"),
            "url": "https://exemple.test/",
            "publisher": _("l’école des Deux Rives"),
        }
