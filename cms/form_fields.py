"""What the forms that editors make may ask of visitors, and how they say what is wrong."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import FormBuilder

#: Names that no question can have: Wagtail makes theirs of letters, digits and underscores.
CONSENT, TRAP = "j-accepte", "a-laisser-vide"

FIELD_TYPES = [
    ("singleline", _("texte court")),
    ("multiline", _("texte long")),
    ("email", _("adresse e-mail")),
    ("number", _("nombre")),
    ("date", _("date")),
    ("checkbox", _("case à cocher")),
    ("checkboxes", _("plusieurs choix")),
    ("radio", _("un choix, tous affichés")),
    ("dropdown", _("un choix, dans une liste")),
]
LONGEST_TEXT = 5_000
INVALID = {
    "email": _("Écris une adresse e-mail complète, par exemple prenom@exemple.fr."),
    "number": _("Écris un nombre, en chiffres."),
    "date": _("Choisis une date."),
}


class VisitorFormBuilder(FormBuilder):
    def get_field_options(self, field):
        options = super().get_field_options(field)
        messages = {"required": _("Il manque ta réponse ici.")}
        if field.field_type in INVALID:
            messages["invalid"] = INVALID[field.field_type]
        return {**options, "error_messages": messages}

    def create_multiline_field(self, field, options):
        widget = forms.Textarea(attrs={"rows": 6})
        return forms.CharField(**options, max_length=LONGEST_TEXT, widget=widget)

    def create_email_field(self, field, options):
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        return forms.EmailField(**options, widget=widget)

    def create_date_field(self, field, options):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(**options, widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"])
