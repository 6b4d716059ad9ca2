"""The grid of a structure's week, or month: chosen, filled in, submitted, reopened."""

from datetime import timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rest_framework import serializers

from activity import grid
from activity.forms import DetailForm, EntryListForm, GridForm, PeriodForm, ReopenForm
from activity.grid import Change
from activity.models import Indicator, Report
from activity.models.records import MAX_VALUE
from activity.periods import Frequency, Month, Week, entry_period, parse
from activity.permissions import may_enter, may_reopen, may_submit, readable_structures
from activity.views.base import ActivityView
from activity.views.words import grid_words
from catalogue.refusals import Refusal

STRUCTURES, CORRECTIONS = 30, 20


def expected(frequency):
    """The last period that may be submitted: on Friday, the week that ends."""
    day = timezone.localdate() + grid.WEEKEND + timedelta(days=1)
    return entry_period(frequency, day).previous


def entry_period_of(code):
    """The week or the month of an address."""
    try:
        period = parse(code)
    except ValueError as error:
        raise Http404 from error
    if not isinstance(period, (Week, Month)):
        raise Http404
    return period


class EntryView(ActivityView):
    title = gettext_lazy("Saisie")
    icon = "edit"

    def breadcrumbs(self):
        return [*super().breadcrumbs(), {"url": reverse("activity:entry"), "label": _("Saisie")}]


class EntryListView(EntryView):
    """Whose figures? Who has one structure goes straight to its grid."""

    template_name = "activity/grid_structures.html"

    def get(self, request, *args, **kwargs):
        structures = readable_structures(request.user)
        only = structures[:2]
        if self.wants_html and len(only) == 1:
            return HttpResponseRedirect(reverse("activity:grid-now", args=[only[0].pk]))
        self.form = EntryListForm(request.query_params)
        self.form.is_valid()
        asked = self.form.cleaned_data
        code = asked.get("period")
        self.period = entry_period_of(code) if code else expected(Frequency.WEEK)
        if words := asked.get("q"):
            structures = structures.filter(Q(name__icontains=words) | Q(imilo_code__iexact=words))
        report = Report.objects.of(OuterRef("pk"), self.period)
        structures = structures.annotate(
            report_state=Subquery(report.values("state")[:1]),
            submitted_at=Subquery(report.values("submitted_at")[:1]),
        ).order_by("name", "pk")
        self.found = Paginator(structures, STRUCTURES).get_page(request.query_params.get("page"))
        return self.page(self.data, self.context)

    def data(self):
        return {
            "period": self.period.code,
            "count": self.found.paginator.count,
            "page": self.found.number,
            "pages": self.found.paginator.num_pages,
            "results": [
                {
                    "structure": structure.imilo_code,
                    "name": structure.name,
                    "state": structure.report_state,
                    "grid": reverse("activity:grid", args=[structure.pk, self.period.code]),
                }
                for structure in self.found
            ],
        }

    def context(self):
        return {
            "form": self.form,
            "period": self.period,
            "previous": self.period.previous,
            "next": self.period.next if self.period.next.has_begun else None,
            "page_obj": self.found,
            "is_searching": bool(self.form.cleaned_data.get("q")),
        }


class StructureView(EntryView):
    """About one structure; out of reach, it doesn't exist."""

    @cached_property
    def structure(self):
        return get_object_or_404(readable_structures(self.request.user), pk=self.kwargs["pk"])

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.structure  # noqa: B018


class GridNowView(StructureView):
    """To the period of a day, or to the one that is expected."""

    def get(self, request, *args, **kwargs):
        form = PeriodForm(request.query_params)
        form.is_valid()
        frequency = form.frequency_or_week
        day = form.cleaned_data.get("date")
        period = entry_period(frequency, day) if day else expected(frequency)
        return HttpResponseRedirect(reverse("activity:grid", args=[self.structure.pk, period.code]))


class ChangeSerializer(serializers.Serializer):
    """A cell, what is written in it, what was seen there. Null: not given."""

    key = serializers.CharField(max_length=60)
    value = serializers.IntegerField(min_value=0, max_value=MAX_VALUE, allow_null=True)
    seen = serializers.IntegerField(min_value=0, max_value=MAX_VALUE, allow_null=True)


class ChangesSerializer(serializers.Serializer):
    changes = ChangeSerializer(many=True, max_length=200)


class GridView(StructureView):
    template_name = "activity/grid.html"

    @property
    def title(self):
        return self.structure.name

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.period = entry_period_of(self.kwargs["period"])
        self.detail_form = DetailForm(self.structure, request.query_params)
        if not self.detail_form.is_valid():
            raise Http404  # figures would be written beside those that were meant

    @property
    def detail(self):
        return self.detail_form.detail

    @cached_property
    def detail_query(self):
        """What the addresses of the page keep."""
        given = {name: thing.pk for name, thing in self.detail.as_filters().items() if thing}
        return f"?{urlencode(given)}" if given else ""

    def address(self, name="grid", period=None):
        code = (period or self.period).code
        return reverse(f"activity:{name}", args=[self.structure.pk, code]) + self.detail_query

    back_to = address

    @cached_property
    def may_enter(self):
        return self.period.has_begun and may_enter(self.request.user, self.structure)

    # --- Read

    def get(self, request, *args, **kwargs):
        return self.show(GridForm(self.read()))

    def read(self):
        return grid.read(self.structure, self.period, self.detail)

    def show(self, form, *, reopen_form=None):
        return self.page(
            lambda: self.data(form.grid), lambda: self.context(form, reopen_form or ReopenForm())
        )

    def data(self, found):
        return {
            "structure": self.structure.imilo_code,
            "period": self.period.code,
            "state": found.report.state if found.report else None,
            "may_enter": self.may_enter and not found.is_final,
            "cells": [
                {
                    "key": cell.key,
                    "value": cell.value,
                    "previous": cell.previous,
                    "elsewhere": cell.elsewhere,
                    "warning": cell.warning,
                }
                for cell in found.cells
            ],
        }

    def context(self, form, reopen_form):
        found, user = form.grid, self.request.user
        is_week = isinstance(self.period, Week)
        corrections = Paginator(
            grid.corrections_of(self.structure, self.period), CORRECTIONS
        ).get_page(self.request.query_params.get("page"))
        return {
            "structure": self.structure,
            "period": self.period,
            "previous_word": _("sem. préc.") if is_week else _("mois préc."),
            "is_week": is_week,
            "grid": found,
            "state": found.report.state if found.report else "",
            "submitted_at": found.report.submitted_at if found.report else None,
            "form": form,
            "sections": form.sections(),
            "modalities": grid.MODALITIES,
            "persons": Indicator.Group.PERSONS,
            "total": len(found.cells),
            "may_write": self.may_enter and not found.is_final,
            "may_enter": self.may_enter,
            "may_submit": may_submit(user, self.structure),
            "may_reopen": may_reopen(user, self.structure),
            "detail_form": self.detail_form,
            "detail": self.detail,
            "detail_query": self.detail_query,
            "detail_names": [str(thing) for thing in self.detail.as_filters().values() if thing],
            "has_others": len(readable_structures(user).order_by()[:2]) > 1,
            "reopen_form": reopen_form,
            "address": self.address(),
            "submit_address": self.address("submit"),
            "reopen_address": self.address("reopen"),
            "previous_address": self.address(period=self.period.previous),
            "next_address": self.address(period=self.period.next)
            if self.period.next.has_begun
            else "",
            "events": found.report.events.select_related("made_by") if found.report else [],
            "page_obj": corrections,
            "words": grid_words(),
        }

    def breadcrumbs(self):
        return [*super().breadcrumbs(), {"url": self.address(), "label": self.structure.name}]

    # --- Write

    def post(self, request, *args, **kwargs):
        if not self.wants_html:
            return self.done("", self.save_changes(request.data))
        form = GridForm(self.read(), request.data)
        saved = self.save_form(form)
        if form.errors or saved.conflicts:
            return self.show(form)
        return self.done(what_was_saved(len(saved.values)), None)

    def save_changes(self, data):
        serializer = ChangesSerializer(data=data)
        serializer.is_valid(raise_exception=True)
        saved = self.save([Change(**change) for change in serializer.validated_data["changes"]])
        return {
            "values": saved.values,
            "warnings": saved.warnings,
            "conflicts": [
                {
                    "key": conflict.key,
                    "mine": conflict.mine,
                    "theirs": conflict.theirs,
                    "who": conflict.who,
                    "when": conflict.when,
                }
                for conflict in saved.conflicts
            ],
        }

    def save_form(self, form):
        form.is_valid()
        saved = self.save(form.changes)
        form.take(saved)
        return saved

    def save(self, changes):
        if not may_enter(self.request.user, self.structure):
            raise Refusal(_("Vous n’avez pas le droit de saisir pour cette structure."))
        if not changes:
            return grid.Saved()
        return grid.save(self.structure, self.period, changes, self.request.user, self.detail)


class SubmitView(GridView):
    """The cells that come along are saved first: what is submitted is what is on the screen."""

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.back_to())

    def post(self, request, *args, **kwargs):
        if not may_submit(request.user, self.structure):
            raise Refusal(_("Vous n’avez pas le droit d’envoyer pour cette structure."))
        if self.wants_html:
            form = GridForm(self.read(), request.data)
            saved = self.save_form(form)
            if form.errors or saved.conflicts:
                return self.show(form)
        report = grid.submit(self.structure, self.period, request.user)
        return self.done(_("Envoyé : ces chiffres sont définitifs."), {"state": report.state})


class ReopenView(GridView):
    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.back_to())

    def post(self, request, *args, **kwargs):
        if not may_reopen(request.user, self.structure):
            raise Refusal(_("Vous n’avez pas le droit de rouvrir une saisie de cette structure."))
        form = ReopenForm(request.data)
        if not form.is_valid():
            if not self.wants_html:
                raise serializers.ValidationError(form.errors)
            return self.show(GridForm(self.read()), reopen_form=form)
        report = grid.reopen(self.structure, self.period, request.user, form.cleaned_data["reason"])
        return self.done(
            _("Saisie rouverte : ses chiffres sont provisoires."), {"state": report.state}
        )


def what_was_saved(count):
    if not count:
        return _("Rien n’a changé : tout était déjà enregistré.")
    return ngettext("%(count)d case enregistrée.", "%(count)d cases enregistrées.", count) % {
        "count": count
    }
