"""The file handed back to be corrected: at once, or once a worker has made it."""

from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.refusals import Refusal
from catalogue.spreadsheets import XLSX_TYPE
from imports import corrected, correcting, rules
from imports.models import CorrectedFile
from imports.serializers import CorrectedFileSerializer
from imports.views.base import BatchMixin, ImportsView
from imports.views.batches import REFRESH


class CorrectedMixin(BatchMixin):
    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if not self.may_use or not self.batch.rows.exclude(line=None).exists():
            raise Http404


class CorrectionView(CorrectedMixin, ImportsView):
    """A long file is asked for, waited for, then downloaded."""

    template_name = "imports/correction.html"
    title = _("Fichier à corriger")

    def get(self, request, *args, **kwargs):
        self.found = correcting.of(self.batch)
        return self.page(self.data, self.context)

    def post(self, request, *args, **kwargs):
        correcting.ask(self.batch, request.user)
        self.found = correcting.of(self.batch)
        url = reverse("imports:correction", args=[self.batch.pk])
        return self.done("", self.data(), url=url)

    def data(self):
        context = {"request": self.request}
        found = self.found or CorrectedFile(batch=self.batch, state="")
        return CorrectedFileSerializer(found, context=context).data

    def context(self):
        rules.check_target(self.batch.feed)
        is_working = self.found is not None and self.found.is_working
        return {
            "batch": self.batch,
            "found": self.found,
            "layout": None if is_working else corrected.Layout.of(self.batch),
            "total": self.batch.counts.get("total", 0),
            "refresh": REFRESH if is_working else 0,
        }

    def breadcrumbs(self):
        url = reverse("imports:correction", args=[self.batch.pk])
        return [*super().breadcrumbs(), {"url": url, "label": self.title}]


class CorrectedView(CorrectedMixin, ImportsView):
    """The file again, as a workbook where each faulty cell says what is wrong with it."""

    def get(self, request, *args, **kwargs):
        rules.check_target(self.batch.feed)
        return FileResponse(
            self.file(),
            as_attachment=True,
            filename=corrected.filename(self.batch),
            content_type=XLSX_TYPE,
        )

    def file(self):
        if correcting.is_immediate(self.batch):
            return corrected.workbook(self.batch)
        found = correcting.of(self.batch)
        if found is None or found.state != CorrectedFile.State.READY:
            raise Refusal(_("Ce fichier n’est pas encore prêt : demandez d’abord sa préparation."))
        return found.file.open("rb")

    def refused(self, refusal):
        self.back_to = lambda: reverse("imports:correction", args=[self.batch.pk])
        return super().refused(refusal)
