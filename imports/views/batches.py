"""The page of one import, whatever its state, and what may be done from it."""

from django.db import transaction
from django.db.models import F
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from rest_framework.exceptions import ValidationError

from catalogue.paging import LeanPaginator
from catalogue.refusals import Refusal
from imports import correcting, diff, rules, services
from imports.filters import RowFilterSet
from imports.forms import ConfirmForm, MappingForm, RowsForm
from imports.models import BatchState, ImportBatch
from imports.report import report
from imports.review import Result, Review, steps
from imports.rules import KINDS, TooManyWithdrawals
from imports.serializers import CauseSerializer, RowSerializer, StaffBatchSerializer
from imports.views.base import ActionMixin, BatchMixin, ImportsView, page_of

ROWS = 20
#: What isn't in the file comes after it, on both databases.
IN_FILE_ORDER = [F("line").asc(nulls_last=True), "pk"]
#: Seconds between two looks at a batch that a worker has in hand.
REFRESH = 2

#: Nothing was read, or it was thrown away: there is no table to show.
WITHOUT_ROWS = {BatchState.RECEIVED, BatchState.MAPPING, BatchState.STAGING}
UNDONE = 20  # conflicts of an undo that are listed


class BatchView(BatchMixin, ImportsView):
    template_name = "imports/batch.html"

    @property
    def title(self):
        return f"{self.batch.feed.name}, {self.batch.filename}"

    def get(self, request, *args, **kwargs):
        return self.page(self.data, self.context)

    # --- For both

    def filtered(self):
        """The rows asked for. Parameters that make no sense ask for nothing."""
        in_order = self.batch.rows.order_by(*IN_FILE_ORDER)
        filterset = RowFilterSet(
            self.request.query_params, in_order, target=self.batch.feed.target_definition
        )
        rows = filterset.qs if filterset.is_valid() else in_order.none()
        return filterset, page_of(rows, self.request, ROWS, LeanPaginator)

    @property
    def has_rows(self):
        batch = self.batch
        is_read = batch.state not in WITHOUT_ROWS and bool(batch.staged_at)
        return is_read and batch.feed.is_supported  # which says what its columns are

    # --- For machines

    def data(self):
        context = {"request": self.request}
        data = {"batch": StaffBatchSerializer(self.batch, context=context).data}
        if self.has_rows:
            _filterset, page = self.filtered()
            data["causes"] = CauseSerializer(report(self.batch).causes, many=True).data
            data["rows"] = {
                "count": page.paginator.count,
                "page": page.number,
                "pages": page.paginator.num_pages,
                "results": RowSerializer(diff.describe(self.batch, page), many=True).data,
            }
        return data

    # --- For people

    def context(self):
        batch = self.batch
        context = {
            "batch": batch,
            "feed": batch.feed,
            "may_use": self.may_use,
            "steps": steps(batch),
            "refresh": REFRESH if batch.is_working else 0,
            "may_cancel": self.may_use and batch.state in services.CANCELLABLE,
            "has_rows": self.has_rows,
            "is_supported": batch.feed.is_supported,
        }
        if not batch.feed.is_supported:
            return context
        if batch.state == BatchState.MAPPING:
            context["form"] = MappingForm(batch)
        if self.has_rows:
            context |= self.table()
            way = "corrected" if correcting.is_immediate(batch) else "correction"
            context["corrected_url"] = reverse(f"imports:{way}", args=[batch.pk])
        if batch.state == BatchState.REVIEW:
            context["review"] = Review(batch, self.chosen_kinds())
            context["may_map"] = self.may_use
        elif batch.applied_at:
            context["result"] = Result(batch)
            context["may_undo"] = self.may_use and batch.state == BatchState.APPLIED
            context["undo_conflicts"] = self.undo_conflicts()
        return context

    def chosen_kinds(self):
        """What is ticked so far: the sentence follows. Nothing is decided by it."""
        asked = self.request.query_params.getlist("kinds")
        return [kind for kind in asked if kind in KINDS] if "preview" in self.request.GET else KINDS

    def table(self):
        filterset, page = self.filtered()
        return {
            "filterset": filterset,
            "page_obj": page,
            "lines": diff.describe(self.batch, page),
            "report": report(self.batch),
            "tabs": Review(self.batch).tallies,
            "may_exclude": self.may_use and self.batch.state == BatchState.REVIEW,
        }

    def undo_conflicts(self):
        if not self.batch.counts.get("undo_conflicts"):
            return []
        found = list(self.batch.changes.filter(undo="conflict")[:UNDONE])
        described = diff.Description(self.batch, found)
        columns = self.batch.feed.target_definition.columns
        return [
            {
                "title": change.title or described.identity(change),
                "fields": [
                    columns[name].header if name in columns else _("en entier")
                    for name in change.conflicts
                ],
            }
            for change in found
        ]


class BatchAction(ActionMixin, BatchMixin, ImportsView):
    def answer(self, message):
        context = {"request": self.request}
        return self.done(message, StaffBatchSerializer(self.batch, context=context).data)


class MappingView(BatchAction):
    """Which column of the file says what."""

    template_name = "imports/batch.html"

    def get(self, request, *args, **kwargs):
        """From the review too: who sees that two columns are swapped may say so."""
        if not self.may_use or self.batch.state not in services.WITH_COLUMNS_TO_CHOOSE:
            return super().get(request, *args, **kwargs)
        rules.check_target(self.batch.feed)
        return self.show(MappingForm(self.batch))

    def post(self, request, *args, **kwargs):
        if self.batch.state not in services.WITH_COLUMNS_TO_CHOOSE:
            raise services.out_of_step(self.batch)
        rules.check_target(self.batch.feed)
        if "mapping" in request.data:
            services.choose_mapping(self.batch, request.user, request.data["mapping"])
            return self.answer("")
        form = MappingForm(self.batch, request.data)
        if not form.is_valid():
            if not self.wants_html:
                raise ValidationError(form.errors)
            return self.show(form)
        try:
            services.choose_mapping(self.batch, request.user, form.mapping)
        except Refusal as refusal:
            if not self.wants_html:
                raise
            form.add_error(None, refusal.message)
            return self.show(form)
        return self.answer("")

    @property
    def title(self):
        return _("Colonnes de %s") % self.batch.filename

    def show(self, form):
        batch = self.batch
        return self.page(
            lambda: StaffBatchSerializer(batch, context={"request": self.request}).data,
            lambda: {
                "batch": batch,
                "feed": batch.feed,
                "may_use": self.may_use,
                "steps": steps(batch),
                "refresh": 0,
                "may_cancel": self.may_use and batch.state in services.CANCELLABLE,
                "has_rows": False,
                "is_supported": True,
                "form": form,
            },
        )


class ConfirmView(BatchAction):
    template_name = "imports/confirm_withdrawals.html"
    title = _("Confirmer les retraits")

    def post(self, request, *args, **kwargs):
        form = ConfirmForm(request.data)
        if not form.is_valid():
            raise Refusal(" ".join(error for errors in form.errors.values() for error in errors))
        kinds = form.cleaned_data["kinds"]
        try:
            services.confirm(
                self.batch,
                request.user,
                {"kinds": kinds},
                accepts_withdrawals=form.cleaned_data["accepts_withdrawals"],
            )
        except TooManyWithdrawals:
            if not self.wants_html:
                raise
            return self.ask_again(kinds)
        return self.answer("")

    def ask_again(self, kinds):
        return self.page(
            dict, lambda: {"batch": self.batch, "kinds": kinds, "review": Review(self.batch, kinds)}
        )


class CancelView(BatchAction):
    def post(self, request, *args, **kwargs):
        services.cancel(self.batch, request.user)
        return self.answer(_("L’import est abandonné. Rien n’a changé dans le catalogue."))


class UndoView(BatchAction):
    def post(self, request, *args, **kwargs):
        services.request_undo(self.batch, request.user)
        return self.answer("")


class ExcludeView(BatchAction):
    """Leaves rows out, or takes them back in, until the batch is confirmed."""

    def post(self, request, *args, **kwargs):
        if not self.may_use:
            raise Refusal(_("Vous n’avez pas le droit d’importer dans ce flux."))
        form = RowsForm(self.batch, request.data)
        if not form.is_valid():
            raise Refusal(_("Cochez d’abord des lignes."))
        excluded = form.cleaned_data["excluded"]
        with transaction.atomic():
            # Whoever confirms at the same moment waits, or has won.
            reviewed = ImportBatch.objects.select_for_update().filter(state=BatchState.REVIEW)
            if not reviewed.filter(pk=self.batch.pk).exists():
                raise Refusal(_("Ce n’est plus possible : cet import n’est plus à relire."))
            number = form.cleaned_data["rows"].update(excluded=excluded)
        if excluded:
            message = ngettext(
                "%(number)s ligne est laissée de côté.",
                "%(number)s lignes sont laissées de côté.",
                number,
            )
        else:
            message = ngettext(
                "%(number)s ligne est reprise.", "%(number)s lignes sont reprises.", number
            )
        return self.answer(message % {"number": number})

    def back_to(self):
        """The same page of the table."""
        query = self.request.GET.urlencode()
        return f"{super().back_to()}?{query}#lignes" if query else f"{super().back_to()}#lignes"


class OriginalView(BatchMixin, ImportsView):
    """The file as it was sent, for those who may send one."""

    def get(self, request, *args, **kwargs):
        if not self.may_use or not self.batch.original:
            raise Http404
        return FileResponse(
            self.batch.original.open("rb"),
            as_attachment=True,
            filename=self.batch.filename,
            content_type="application/octet-stream",
        )
