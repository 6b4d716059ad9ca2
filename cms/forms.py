"""What visitors may ask of the site's own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Que cherches-tu ?"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("C’est trop long : garde deux ou trois mots.")},
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "enterkeyhint": "search",
                "placeholder": _("Permis, CEJ, Villejuif…"),
            }
        ),
    )
