"""Choosing one commune among 35,000, by whatever one types of it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from catalogue import geography
from catalogue.models import Commune
from catalogue.viewsets.views import find


class CommuneFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Commune"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Nom, code postal ou code INSEE")}),
    )

    def filter(self, communes):
        text = self.cleaned_data.get("q")
        if not text:
            return communes
        self.is_searching = True
        self.search_query = text
        return geography.search(text, limit=20)


class CommuneChooseMixin:
    """Signing in is enough to see the list of communes, which is public."""

    filter_form_class = CommuneFilterForm

    @property
    def columns(self):
        return [
            *super().columns,
            Column(
                "postal_codes",
                label=_("Codes postaux"),
                accessor=lambda commune: ", ".join(commune.postal_codes),
            ),
            Column("region", label=_("Région")),
        ]


class CommuneChooseView(CommuneChooseMixin, chooser.ChooseView):
    pass


class CommuneChooseResultsView(CommuneChooseMixin, chooser.ChooseResultsView):
    pass


class CommuneChosenView(chooser.ChosenView):
    def get_object(self, pk):
        return find(self.model_class.objects.all(), pk)


class CommuneChosenMultipleView(chooser.ChosenMultipleView):
    def get_objects(self, pks):
        return [find(self.model_class.objects.all(), pk) for pk in pks]


class CommuneChooserViewSet(ChooserViewSet):
    model = Commune
    icon = "crosshairs"
    per_page = 20
    choose_one_text = _("Choisir une commune")
    choose_another_text = _("Choisir une autre commune")
    choose_view_class = CommuneChooseView
    choose_results_view_class = CommuneChooseResultsView
    chosen_view_class = CommuneChosenView
    chosen_multiple_view_class = CommuneChosenMultipleView


commune_chooser = CommuneChooserViewSet("commune_chooser", url_prefix="catalogue/communes/choisir")
