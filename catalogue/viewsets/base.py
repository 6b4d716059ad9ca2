"""What the catalogue's snippets have in common."""

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.search.index import class_is_indexed
from wagtail.snippets.views import chooser
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from catalogue import search
from catalogue.models import Network, Structure
from catalogue.quality import is_stale, overdue
from catalogue.viewsets.forms import CatalogueForm
from catalogue.viewsets.views import (
    EditView,
    IndexView,
    InspectView,
    ObjectPermissionMixin,
    find,
    visible_objects,
)

# --- Listings


class CheckedColumn(Column):
    """The day somebody last checked, and whether that is too long ago."""

    cell_template_name = "catalogue/admin/checked_cell.html"

    def __init__(self, sort_key="checked_on"):
        super().__init__("checked_on", label=_("Vérifié le"), sort_key=sort_key)

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["is_stale"] = overdue(context["value"])
        return context


CHECKED_COLUMN = CheckedColumn()


def status(instance):
    """Wagtail's own text also looks, row by row, for a date of publication set in advance."""
    if instance.workflow_in_progress:
        return _("en relecture")
    if not instance.live:
        return _("brouillon")
    return _("publié, à republier") if instance.has_unpublished_changes else _("publié")


class StatusColumn(StatusTagColumn):
    """Published or not, and whether it is real."""

    cell_template_name = "catalogue/admin/status_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["is_demonstration"] = instance.is_demonstration
        return context


STATUS_COLUMN = StatusColumn(
    "status",
    label=_("État"),
    accessor=status,
    primary=lambda instance: instance.live,
    sort_key="live",
)


def visible(model):
    """The choices of a filter, for django-filter to ask at each request."""
    return lambda request: model.objects.visible_to(request.user)


class CheckedFilterSet(WagtailFilterSet):
    """Filters on what every checked object has."""

    freshness = django_filters.ChoiceFilter(
        label=_("Vérification"),
        method="filter_freshness",
        choices=[("fresh", _("depuis moins de six mois")), ("stale", _("à vérifier"))],
        empty_label=_("Tout"),
    )

    def filter_freshness(self, queryset, name, value):
        return queryset.filter(is_stale() if value == "stale" else ~is_stale())


class OfStructureFilterSet(CheckedFilterSet):
    """Filters on what belongs to a structure."""

    structure = django_filters.ModelChoiceFilter(
        label=_("Structure"), queryset=visible(Structure), empty_label=_("Toutes")
    )
    network = django_filters.ModelChoiceFilter(
        label=_("Réseau"),
        field_name="structure__network",
        queryset=visible(Network),
        empty_label=_("Tous"),
    )


# --- Forms

CHECKED_PANEL = MultiFieldPanel(
    [FieldPanel("checked_on"), FieldPanel("is_demonstration")],
    heading=_("Vérification"),
    help_text=_(
        "Une information vérifiée il y a plus de six mois apparaît dans le rapport « Qualité »."
    ),
)


def tabs(*headings_and_panels, form=CatalogueForm):
    return TabbedInterface(
        [ObjectList(panels, heading=heading) for heading, panels in headings_and_panels],
        base_form_class=form,
    )


# --- Choosers


class VisibleFilterForm(BaseFilterForm):
    """Searches as the listings do: Wagtail's form stumbles over the conditions of `visible_to`."""

    q = forms.CharField(
        label=_("Recherche"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Rechercher")}),
    )

    def filter(self, objects):
        text = self.cleaned_data.get("q")
        if not text or not class_is_indexed(objects.model):
            return objects
        self.is_searching = True
        self.search_query = text
        return search.typed(objects, text)


class VisibleObjectsMixin:
    """What may be chosen is what may be seen, and nothing else can be asked about."""

    filter_form_class = VisibleFilterForm

    @property
    def columns(self):
        """Without Wagtail's column on drafts, which asks the database about each row."""
        return [self.title_column]

    def get_object_list(self):
        return visible_objects(self.model_class, self.request.user)


class ChooseView(VisibleObjectsMixin, chooser.ChooseView):
    pass


class ChooseResultsView(VisibleObjectsMixin, chooser.ChooseResultsView):
    pass


class ChosenView(chooser.SnippetChosenView):
    def get_object(self, pk):
        return find(visible_objects(self.model_class, self.request.user), pk)


class ChosenMultipleView(chooser.SnippetChosenMultipleView):
    def get_objects(self, pks):
        visible = visible_objects(self.model_class, self.request.user)
        return [find(visible, pk) for pk in pks]


class VisibleChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView


# --- The whole


class CatalogueViewSet(SnippetViewSet):
    """A snippet whose every view obeys its model's permission policy, object by object."""

    index_view_class = IndexView
    edit_view_class = EditView
    inspect_view_class = InspectView
    chooser_viewset_class = VisibleChooserViewSet
    chooser_per_page = 20
    list_per_page = 50
    #: Who may look without touching needs a page to look at.
    inspect_view_enabled = True
    copy_view_enabled = False
    #: The columns of the CSV and XLSX exports.
    resource_class = None
    #: Foreign keys that the columns of the listing show.
    list_related = ()
    #: "Ajouter une offre": Wagtail knows no gender (see site/locale/fr).
    add_item_label = SnippetViewSet.UNDEFINED

    def construct_view(self, view_class, **kwargs):
        guarded = type(view_class.__name__, (ObjectPermissionMixin, view_class), {})
        return super().construct_view(guarded, **kwargs)

    @property
    def inspect_view_fields(self):
        return self.resource_class._meta.fields

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(
            resource_class=self.resource_class,
            related=self.list_related,
            add_item_label=self.add_item_label,
            **kwargs,
        )

    @cached_property
    def url_prefix(self):
        return f"catalogue/{self.model_name}"
