"""What people type and what the site calls it, kept by those who write the site."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views import snippets

from catalogue import resources
from catalogue.models import Synonym
from catalogue.search.french import key_of, words
from catalogue.viewsets.base import CatalogueViewSet, tabs
from catalogue.viewsets.forms import CatalogueForm


class SearchedTextForm(CatalogueForm):
    """For what has in `text` what people type in the search."""

    def clean_text(self):
        text = " ".join(self.cleaned_data["text"].split())
        if not words(text):
            raise ValidationError(_("La recherche ne retient aucun mot de ce texte."))
        return text


class SynonymForm(SearchedTextForm):
    def clean_meaning(self):
        meaning = " ".join(self.cleaned_data["meaning"].split())
        if not words(meaning):
            raise ValidationError(_("La recherche ne retient aucun mot de ce texte."))
        text = self.cleaned_data.get("text")
        if text and key_of(words(meaning)) == key_of(words(text)):
            raise ValidationError(_("La recherche ne fait déjà pas de différence entre les deux."))
        return meaning


class TextInAddressForm(forms.Form):
    text = forms.CharField(max_length=60)


class SearchedTextCreateView(snippets.CreateView):
    """The text may come filled in: `?text=…`, from the searches without an answer."""

    def get_initial(self):
        form = TextInAddressForm(self.request.GET)
        return {**super().get_initial(), **(form.cleaned_data if form.is_valid() else {})}


class SynonymViewSet(CatalogueViewSet):
    model = Synonym
    icon = "rotate"
    url_prefix = "recherche/synonymes"
    add_view_class = SearchedTextCreateView
    add_item_label = _("Ajouter un synonyme")
    list_display = ["text", "meaning"]
    search_fields = ["text", "meaning"]
    resource_class = resources.SynonymResource
    edit_handler = tabs(
        (_("Synonyme"), [FieldPanel("text"), FieldPanel("meaning")]), form=SynonymForm
    )
