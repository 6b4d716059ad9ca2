"""People: what one of them tells, and whom to reach."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python as to_phone
from phonenumber_field.validators import validate_international_phonenumber
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from .shelf import SharedSnippetChooserBlock


class TestimonialBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("témoignage"), max_length=600, rows=4)
    name = blocks.CharBlock(label=_("prénom"), max_length=40)
    about = blocks.CharBlock(
        label=_("qui c’est"),
        max_length=120,
        required=False,
        help_text=_("« 19 ans, apprenti à Gentilly ». Pas de nom de famille."),
    )
    agreed = blocks.BooleanBlock(
        label=_("accord écrit"),
        help_text=_(
            "La personne a donné son accord par écrit pour ce texte, et sait comment le faire "
            "retirer. Avant 18 ans, un parent aussi."
        ),
    )

    class Meta:
        label = _("témoignage")
        icon = "user"
        group = _("Personnes")
        template = "cms/blocks/testimonial.html"
        description = _("Ce qu’un jeune raconte de son parcours, avec son accord écrit.")
        preview_value = {
            "text": _("Je ne savais pas quoi faire. En trois semaines, j’avais visité un atelier."),
            "name": _("Inès"),
            "about": _("19 ans, apprentie menuisière"),
            "agreed": True,
        }

    def get_api_representation(self, value, context=None):
        shown = super().get_api_representation(value, context)
        shown.pop("agreed", None)
        return shown


class ContactValue(blocks.StructValue):
    @cached_property
    def phone_number(self):
        return to_phone(self.get("phone")) or getattr(self.get("structure"), "phone", None)

    @cached_property
    def mail(self):
        return self.get("email") or getattr(self.get("structure"), "email", "")


class ContactBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=80, default=_("Une question ?"))
    structure = SharedSnippetChooserBlock(
        "catalogue.Structure",
        label=_("structure"),
        required=False,
        help_text=_("Son téléphone et son adresse e-mail suivent sa fiche."),
    )
    name = blocks.CharBlock(label=_("personne ou service"), max_length=120, required=False)
    phone = blocks.CharBlock(
        label=_("téléphone"),
        max_length=20,
        required=False,
        validators=[validate_international_phonenumber],
    )
    email = blocks.EmailBlock(label=_("adresse e-mail"), required=False)
    note = blocks.CharBlock(
        label=_("précision"),
        max_length=160,
        required=False,
        help_text=_("Les horaires, par exemple."),
    )

    class Meta:
        label = _("contact")
        icon = "mail"
        group = _("Personnes")
        template = "cms/blocks/contact.html"
        value_class = ContactValue
        description = _("Qui appeler, à qui écrire : une structure, ou une personne à nommer.")
        preview_value = {
            "title": _("Une question ?"),
            "structure": None,
            "name": _("L’équipe d’accueil"),
            "phone": "01 99 00 12 34",
            "email": "accueil@exemple.test",
            "note": _("Du lundi au vendredi, de 9 h à 17 h."),
        }

    def clean(self, value):
        cleaned = super().clean(value)
        has_any = any(cleaned[name] for name in ("structure", "phone", "email"))
        if not (has_any or self.is_deferred_validation):
            message = _("Choisissez une structure, ou donnez un téléphone ou une adresse e-mail.")
            raise StructBlockValidationError({"structure": ValidationError(message)})
        return cleaned
