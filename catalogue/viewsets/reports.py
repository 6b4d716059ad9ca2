"""The report on quality: what is to be checked again, and what is to be completed."""

from datetime import date

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from catalogue import quality
from catalogue.models import Network, ReceptionSite, Scheme, Structure
from catalogue.spreadsheets import file_response
from catalogue.viewsets.base import CheckedColumn, visible
from catalogue.viewsets.views import SEEING

MODELS = {"structure": Structure, "site": ReceptionSite, "scheme": Scheme}
#: The look-ups that lead to the structure and to its name; schemes are everybody's.
STRUCTURE = {Structure: "pk", ReceptionSite: "structure", Scheme: None}
STRUCTURE_NAME = {
    Structure: Value(""),
    ReceptionSite: F("structure__name"),
    Scheme: Value(""),
}


class QualityFilterSet(WagtailFilterSet):
    """Filters one model at a time: the report joins them afterwards."""

    type = django_filters.ChoiceFilter(
        label=_("Type"),
        method="filter_type",
        choices=[(code, capfirst(model._meta.verbose_name)) for code, model in MODELS.items()],
        empty_label=_("Tous"),
    )
    problem = django_filters.ChoiceFilter(
        label=_("Problème"),
        method="filter_problem",
        choices=[
            ("stale", _("Vérifié il y a plus de six mois")),
            ("incomplete", _("Incomplet")),
            *((gap, _("Il manque : %s") % label) for gap, label in quality.GAP_CHOICES.items()),
        ],
        empty_label=_("Tous"),
    )
    structure = django_filters.ModelChoiceFilter(
        label=_("Structure"),
        method="filter_structure",
        queryset=visible(Structure),
        empty_label=_("Toutes"),
    )
    network = django_filters.ModelChoiceFilter(
        label=_("Réseau"),
        method="filter_network",
        queryset=visible(Network),
        empty_label=_("Tous"),
    )

    class Meta:
        model = Structure
        fields = ["live", "is_demonstration"]

    def filter_type(self, queryset, name, value):
        return queryset if queryset.model is MODELS[value] else queryset.none()

    def filter_problem(self, queryset, name, value):
        if value == "stale":
            return queryset.filter(quality.is_stale())
        if value == "incomplete":
            return queryset.filter(quality.is_incomplete(queryset.model))
        return queryset.filter(quality.lacking(queryset.model, value))

    def filter_structure(self, queryset, name, value):
        path = STRUCTURE[queryset.model]
        return queryset.filter(**{path: value.pk}) if path else queryset.none()

    def filter_network(self, queryset, name, value):
        structures = Structure.objects.filter(network=value)
        path = STRUCTURE[queryset.model]
        return queryset.filter(**{f"{path}__in": structures}) if path else queryset.none()


class MixedPaginator(WagtailPaginator):
    """Counts rows of several models: Wagtail would name them all after the first one."""

    verbose_name = _("fiche")
    verbose_name_plural = _("fiches")


class QualityView(ReportView):
    """Structures, sites and schemes in one list, the longest unchecked first."""

    page_title = _("Qualité du catalogue")
    header_icon = "circle-check"
    index_url_name = "catalogue_quality"
    index_results_url_name = "catalogue_quality_results"
    filterset_class = QualityFilterSet
    paginator_class = MixedPaginator
    default_ordering = "since"
    show_export_buttons = True
    columns = [
        TitleColumn("name", label=_("Nom"), sort_key="name", get_url=lambda row: row["url"]),
        Column("type", label=_("Type")),
        Column("structure_name", label=_("Structure"), sort_key="structure_name"),
        CheckedColumn(sort_key="since"),
        Column("gaps", label=_("Il manque"), sort_key="gaps"),
        Column("status", label=_("État"), sort_key="live"),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_read_report(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filtered_queryset(self):
        """One query, whatever the number of rows: the union of the three models' problems."""
        first, *others = (self.problems_of(code) for code in MODELS)
        return self.order_queryset(first.union(*others, all=True))

    def problems_of(self, code):
        model = MODELS[code]
        visible_rows = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
            self.request.user, SEEING
        )
        problems = self.filter_queryset(
            visible_rows.filter(quality.is_stale() | quality.is_incomplete(model))
        )
        return (
            problems.order_by()
            .annotate(
                object_type=Value(code, CharField()),
                structure_name=STRUCTURE_NAME[model],
                gaps=quality.gaps_in_words(model),
                # Databases don't agree on which end of a list the nulls go to.
                since=Coalesce("checked_on", Value(date.min, DateField())),
            )
            .values(
                "object_type", "pk", "name", "structure_name", "checked_on", "since", "gaps", "live"
            )
        )

    def order_queryset(self, queryset):
        ordering = [self.ordering, "name", "object_type", "pk"]
        return queryset.order_by(*dict.fromkeys(ordering))

    def get_table(self, object_list):
        return super().get_table([self.in_words(row) for row in object_list])

    @staticmethod
    def in_words(row):
        model = MODELS[row["object_type"]]
        return {
            **row,
            "type": capfirst(model._meta.verbose_name),
            "gaps": row["gaps"].removesuffix(", "),
            "status": _("publié") if row["live"] else _("brouillon"),
            "url": reverse(model.snippet_viewset.get_url_name("inspect"), args=[row["pk"]]),
        }

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return file_response(
            spreadsheet_format,
            self.page_title,
            [str(column.label) for column in self.columns],
            ([column.get_value(self.in_words(row)) for column in self.columns] for row in queryset),
        )


def may_read_report(user):
    return any(
        policy_registry.get_by_type(model).user_has_any_permission(user, SEEING)
        for model in MODELS.values()
    )


class QualityMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read_report(request.user)
