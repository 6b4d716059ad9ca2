"""The dashboard: every indicator, or one."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import TemplateHTMLRenderer

from activity.dashboard import Dashboard, IndicatorDashboard
from activity.exports import RENDERERS, as_file
from activity.filters import DashboardFilterSet, default_period
from activity.models import Indicator, Report
from activity.permissions import readable_structures, readable_targets
from activity.presets import choices, presets
from activity.serializers import DashboardRowSerializer
from activity.views.base import ActivityView

#: What an address says of how it is shown, and not of what.
FORMAT = {"format", "par"}
#: The fields of the form that are drawn as they come.
DETAILS = ["du", "au", "modalite", "thematique", "dispositif"]


class DashboardView(ActivityView):
    title = _("Tableau de bord")
    icon = "desktop"
    template_name = "activity/dashboard.html"
    renderer_classes = [TemplateHTMLRenderer, *RENDERERS]
    file_name = "tableau-de-bord"

    def get(self, request, *args, **kwargs):
        self.asked = DashboardFilterSet(
            request.query_params, queryset=readable_structures(request.user)
        )
        if not self.asked.is_valid():
            if not self.wants_html:
                raise ValidationError(self.asked.errors)
            return self.page(None, self.context_of_errors)
        if self.wants_html and self.is_roundabout:
            return HttpResponseRedirect(f"{request.path}{self.query}")
        self.dashboard = self.read()
        file_format = request.accepted_renderer.format
        if file_format in {"csv", "xlsx"}:
            rows = self.dashboard.rows
            return as_file(file_format, self.file_name, DashboardRowSerializer, rows, len(rows))
        return self.page(self.data, self.context)

    def read(self):
        return Dashboard(self.asked, readable_targets(self.request.user))

    # --- Addresses

    @property
    def is_roundabout(self):
        """A form sends all that it has: the address keeps what says something."""
        given = self.request.query_params
        return "du" in given or any("" in values for _name, values in given.lists())

    @property
    def query(self):
        """What was asked for, in full: the same address shows the same tomorrow."""
        return self.query_with(self.asked.period.code)

    def query_with(self, period):
        given = [
            (name, value)
            for name, values in self.request.query_params.lists()
            if name not in {"du", "au", "periode"} | FORMAT
            for value in values
            if value
        ]
        return f"?{urlencode([('periode', period), *given])}"

    @property
    def targets_query(self):
        """The targets of the same structures, one by one."""
        asked = [
            (name, value)
            for name in ("reseau", "structure")
            for value in self.asked.asked(name) or []
        ]
        return f"?{urlencode([('periode', self.dashboard.year.code), *asked])}"

    # --- What is shown

    def data(self):
        summary = self.dashboard.summary
        return {
            "period": summary.period.code,
            "period_name": summary.period.label,
            "structures": [structure.imilo_code for structure in summary.structures],
            "is_demonstration": summary.is_demonstration,
            "results": DashboardRowSerializer(self.dashboard.rows, many=True).data,
        }

    def context_of_errors(self):
        return self.context_of_form(default_period()) | {"dashboard": None}

    def context_of_form(self, period):
        form = self.asked.form
        return {
            "asked": self.asked,
            "form": form,
            "detail_fields": [form[name] for name in DETAILS],
            "narrowed": self.asked.narrowed,
            "period": period,
            "period_choices": choices(period, timezone.localdate()),
            "chosen_structures": form["structure"].value() or [],
            "chosen_networks": form["reseau"].value() or [],
            "structures_by_network": by_network(self.asked.readable),
        }

    def context(self):
        period, summary = self.dashboard.period, self.dashboard.summary
        today = timezone.localdate()
        return {
            **self.context_of_form(period),
            "dashboard": self.dashboard,
            "summary": summary,
            "query": self.query,
            "presets": [
                (label, self.query_with(preset.code), preset == period)
                for label, preset in presets(today)
            ],
            "previous_query": self.query_with(period.previous.code),
            "next_query": self.query_with(period.next.code) if period.next.has_begun else "",
            "targets_query": self.targets_query,
            "persons": Indicator.Group.PERSONS,
            "last": self.last_reported() if self.dashboard.is_empty else None,
        }

    def last_reported(self):
        """A period to go to, when this one is empty."""
        structures = self.dashboard.summary.structures
        report = Report.objects.filter(structure__in=structures).order_by("-starts_on").first()
        month = report and report.period.month
        if month in {None, self.dashboard.period}:
            return None
        return {"period": month, "query": self.query_with(month.code)}


class IndicatorView(DashboardView):
    template_name = "activity/dashboard_indicator.html"

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.indicator = get_object_or_404(Indicator, code=self.kwargs["code"])

    @property
    def title(self):
        return self.indicator.name

    @property
    def file_name(self):
        return f"activite-{self.indicator.code}"

    def read(self):
        return IndicatorDashboard(self.asked, readable_targets(self.request.user), self.indicator)

    def context(self):
        return super().context() | {"indicator": self.indicator}

    def breadcrumbs(self):
        address = self.request.path
        return [*super().breadcrumbs(), {"url": address, "label": self.indicator.name}]


def by_network(structures):
    """[(network's name, structures)], those without one at the end."""
    networks = {}
    for structure in structures:
        name = structure.network.name if structure.network else ""
        networks.setdefault(name, []).append(structure)
    return sorted(networks.items(), key=lambda item: (not item[0], item[0]))
