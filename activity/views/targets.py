"""What structures mean to reach in a year, and where they are."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import TemplateHTMLRenderer

from activity import progress, targets
from activity.exports import RENDERERS, as_file
from activity.filters import TargetFilterSet
from activity.forms import TargetsForm
from activity.periods import FIRST_YEAR, LAST_YEAR
from activity.permissions import may_set_targets, structures_with_targets, target_policy
from activity.serializers import ProgressRowSerializer
from activity.views.base import ActivityView
from catalogue.models import Network
from catalogue.refusals import Refusal

STRUCTURES = 30


class TargetsView(ActivityView):
    """What both pages answer: the progress of some structures, as a page, JSON or a file."""

    home = "activity:targets"
    policy = target_policy
    title = gettext_lazy("Objectifs")
    renderer_classes = [TemplateHTMLRenderer, *RENDERERS]

    @cached_property
    def asked(self):
        return TargetFilterSet(
            self.request.query_params, structures_with_targets(self.request.user)
        )

    @property
    def year(self):
        return self.asked.year

    def get(self, request, *args, **kwargs):
        if not self.wants_html and not self.asked.is_valid():
            raise ValidationError(self.asked.errors)
        file_format = request.accepted_renderer.format
        if file_format in {"csv", "xlsx"}:
            rows = self.rows(self.found)
            name = _("objectifs %(year)s") % {"year": self.year}
            return as_file(file_format, name, ProgressRowSerializer, rows, len(rows))
        return self.answer()

    def answer(self):
        return self.page(self.data, self.context)

    @staticmethod
    def rows(found):
        """One for each target, as the serializer takes it."""
        return [
            {
                "target": target,
                "progress": row,
                "weeks": one.weeks,
                "submitted_weeks": one.submitted,
            }
            for one in found
            for target, row in one.rows
        ]

    def years(self):
        """Addresses of the years beside, as far as there are years."""
        beside = {"previous_year": self.year - 1, "next_year": self.year + 1}
        return {
            name: year if FIRST_YEAR <= year <= LAST_YEAR else None for name, year in beside.items()
        }

    def breadcrumbs(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("activity:dashboard"), "label": self.section},
            {"url": reverse(self.home), "label": _("Objectifs")},
        ]


class OverviewView(TargetsView):
    """Whose targets? Who has one structure goes straight to its own."""

    template_name = "activity/targets.html"

    @cached_property
    def structures(self):
        return list(self.asked.qs.select_related("network").order_by("name", "pk"))

    @cached_property
    def found(self):
        return progress.progress(self.structures, self.year)

    def answer(self):
        only = structures_with_targets(self.request.user)[:2]
        if self.wants_html and len(only) == 1:
            address = reverse("activity:target", args=[only[0].pk])
            return HttpResponseRedirect(f"{address}?periode={self.year}")
        self.shown = Paginator(self.found, STRUCTURES).get_page(
            self.request.query_params.get("page")
        )
        return super().answer()

    def data(self):
        return {
            "year": self.year,
            "count": self.shown.paginator.count,
            "page": self.shown.number,
            "pages": self.shown.paginator.num_pages,
            "results": ProgressRowSerializer(self.rows(self.shown), many=True).data,
        }

    def context(self):
        structures = structures_with_targets(self.request.user)
        return {
            "filters": self.asked.form,
            "year": self.year,
            **self.years(),
            "overviews": progress.overview(
                [row for one in self.found for _target, row in one.rows], len(self.found)
            ),
            "page_obj": self.shown,
            "networks": Network.objects.filter(structures__in=structures).distinct(),
            "is_narrowed": any(self.asked.asked(name) for name in ("q", "reseau", "structure")),
        }


class StructureTargetsView(TargetsView):
    """Of one structure; out of reach, it doesn't exist."""

    template_name = "activity/target.html"

    @cached_property
    def structure(self):
        structures = structures_with_targets(self.request.user)
        return get_object_or_404(structures, pk=self.kwargs["pk"])

    @property
    def title(self):
        return self.structure.name

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.structure  # noqa: B018

    @cached_property
    def found(self):
        return progress.progress([self.structure], self.year)

    @cached_property
    def may_set(self):
        return may_set_targets(self.request.user, self.structure)

    def back_to(self):
        address = reverse("activity:target", args=[self.structure.pk])
        return f"{address}?periode={self.year}"

    def breadcrumbs(self):
        return [*super().breadcrumbs(), {"url": self.back_to(), "label": self.structure.name}]

    def form(self, data=None):
        values = {target.indicator_id: target.value for target, _row in self.found[0].rows}
        indicators = progress.indicators_to_aim_at(self.structure, self.year)
        return TargetsForm(indicators, values, data)

    def data(self):
        return {
            "year": self.year,
            "structure": self.structure.imilo_code,
            "may_set": self.may_set,
            "results": ProgressRowSerializer(self.rows(self.found), many=True).data,
        }

    def context(self, form=None):
        return {
            "structure": self.structure,
            "year": self.year,
            **self.years(),
            "found": self.found[0],
            "form": form or (self.form() if self.may_set else None),
            "has_others": len(structures_with_targets(self.request.user).order_by()[:2]) > 1,
            "address": self.back_to(),
        }

    def post(self, request, *args, **kwargs):
        """A form, or the same names as JSON: `{"value:entretiens": 900, "seen:entretiens": null}`;
        what isn't named stays as it is."""
        if not self.may_set:
            raise Refusal(_("Vous n’avez pas le droit de fixer les objectifs de cette structure."))
        if not self.asked.is_valid():
            raise ValidationError(self.asked.errors)
        form = self.form(request.data)
        if form.is_valid() and (
            theirs := targets.save(self.structure, self.year, form.changes, request.user)
        ):
            form.take(theirs)
        if form.errors:
            if not self.wants_html:
                raise ValidationError(form.errors)
            return self.page(self.data, lambda: self.context(form))
        return self.done(_("Objectifs enregistrés."), {"year": self.year})
