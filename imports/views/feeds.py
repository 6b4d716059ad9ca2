"""The list of feeds, and the page of one: a file is dropped, the others are remembered."""

import json

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import ValidationError

from catalogue.querysets import within_reach_of
from catalogue.refusals import Refusal
from catalogue.spreadsheets import XLSX_TYPE
from imports import pulling, rules, schema, services, template
from imports.filters import WAITING, FeedFilterSet
from imports.forms import UploadForm
from imports.models import Feed, ImportBatch
from imports.permissions import feed_policy, readable_batches, readable_feeds
from imports.reading import limits
from imports.serializers import FeedSerializer, StaffBatchSerializer
from imports.views.base import ActionMixin, FeedMixin, ImportsView, page_of

FEEDS, BATCHES, WAITING_SHOWN = 30, 20, 5


class FeedListView(ImportsView):
    template_name = "imports/feeds.html"

    def get(self, request, *args, **kwargs):
        last = ImportBatch.objects.filter(feed=OuterRef("pk")).order_by("-created_at", "-pk")
        feeds = (
            readable_feeds(request.user)
            .select_related("structure", "network", "partner")
            .annotate(
                last_batch=Subquery(last.values("pk")[:1]),
                last_state=Subquery(last.values("state")[:1]),
            )
        )
        self.filterset = FeedFilterSet(request.query_params, feeds)
        found = self.filterset.qs if self.filterset.is_valid() else feeds.none()
        self.found = page_of(found.order_by("name", "pk"), request, FEEDS)
        return self.page(self.data, self.context)

    def data(self):
        context = {"request": self.request}
        return {
            "count": self.found.paginator.count,
            "page": self.found.number,
            "pages": self.found.paginator.num_pages,
            "results": FeedSerializer(self.found, many=True, context=context).data,
        }

    def context(self):
        feeds = list(self.found)
        last = ImportBatch.objects.in_bulk([feed.last_batch for feed in feeds if feed.last_batch])
        waiting = (
            readable_batches(self.request.user).filter(state__in=WAITING).select_related("feed")
        )
        return {
            "filterset": self.filterset,
            "page_obj": self.found,
            "feeds": [(feed, last.get(feed.last_batch)) for feed in feeds],
            "waiting": waiting[:WAITING_SHOWN],
            "waiting_count": waiting.count(),
            "is_filtering": any(self.filterset.form.cleaned_data.values())
            if self.filterset.is_valid()
            else True,
            "may_add": feed_policy.user_has_permission(self.request.user, "add"),
        }


class HelpView(ImportsView):
    """The guide in short (docs/guide-imports.md), beside the pages that it is about."""

    template_name = "imports/help.html"
    title = _("Aide aux imports")

    def get(self, request, *args, **kwargs):
        return self.page(dict, lambda: {"limit": limits.FILE_BYTES // limits.MIB})

    def breadcrumbs(self):
        return [*super().breadcrumbs(), {"url": reverse("imports:help"), "label": self.title}]


class FeedView(FeedMixin, ImportsView):
    template_name = "imports/feed.html"

    @property
    def title(self):
        return self.feed.name

    def get(self, request, *args, **kwargs):
        return self.show()

    def show(self, *, form=None, token=""):
        self.batches = page_of(
            self.feed.batches.select_related("created_by").order_by("-created_at", "-pk"),
            self.request,
            BATCHES,
        )
        for batch in self.batches:
            batch.feed = self.feed
        return self.page(self.data, lambda: self.context(form or UploadForm(), token))

    def data(self):
        context = {"request": self.request}
        return {
            "feed": FeedSerializer(self.feed, context=context).data,
            "batches": {
                "count": self.batches.paginator.count,
                "page": self.batches.number,
                "pages": self.batches.paginator.num_pages,
                "results": StaffBatchSerializer(self.batches, many=True, context=context).data,
            },
        }

    def context(self, form, token):
        user = self.request.user
        return {
            "feed": self.feed,
            "form": form,
            "page_obj": self.batches,
            "may_use": self.may_use,
            "may_change": feed_policy.user_has_permission_for_instance(user, "change", self.feed),
            "token": token,
            "rules": rules_in_words(self.feed),
            "push_url": self.request.build_absolute_uri(
                reverse("imports-api:batches", args=[self.feed.pk])
            ),
        }


def rules_in_words(feed):
    full, whole = feed.mode == Feed.Mode.FULL, feed.policy == Feed.Policy.ALL_OR_NOTHING
    return [
        _("Liste complète : ce que le fichier ne cite plus est retiré du site, sans être effacé.")
        if full
        else _("Ajouts et mises à jour : ce que le fichier ne cite pas reste tel quel."),
        _("À la moindre erreur, rien n’est appliqué.")
        if whole
        else _("Les lignes en erreur sont laissées de côté, les autres sont appliquées."),
        _("Les envois automatiques sans erreur sont appliqués sans relecture.")
        if feed.applies_alone
        else _("Quelqu’un relit toujours avant d’appliquer."),
    ]


class UploadView(ActionMixin, FeedView):
    def get(self, request, *args, **kwargs):
        return ActionMixin.get(self, request)

    def post(self, request, *args, **kwargs):
        form = UploadForm(request.data, request.FILES)
        if not form.is_valid():
            if not self.wants_html:
                raise ValidationError(form.errors)
            return self.show(form=form)
        file = form.cleaned_data["file"]
        batch, created = services.receive(
            self.feed, file, file.name, origin=ImportBatch.Origin.UPLOAD, user=request.user
        )
        message = "" if created else _("Ce fichier était déjà là : voici où il en est.")
        return self.done(
            message,
            StaffBatchSerializer(batch, context={"request": request}).data,
            url=reverse("imports:batch", args=[batch.pk]),
            code=status.HTTP_201_CREATED if created else status.HTTP_200_OK,
        )


class TokenView(ActionMixin, FeedView):
    """The key of the partner's program: another one, or none any more."""

    def get(self, request, *args, **kwargs):
        return ActionMixin.get(self, request)

    def post(self, request, *args, **kwargs):
        if not feed_policy.user_has_permission_for_instance(request.user, "change", self.feed):
            raise Refusal(_("Vous n’avez pas le droit de modifier ce flux."))
        if request.data.get("action") == "revoke":
            self.feed.token_hash = ""
            self.feed.save(update_fields=["token_hash"])
            return self.done(_("Le jeton est révoqué : il n’ouvre plus rien."), {})
        token = self.feed.new_token()
        self.feed.save(update_fields=["token_hash"])
        return self.show(token=token) if self.wants_html else self.done("", {"token": token})


class PullView(ActionMixin, FeedMixin, ImportsView):
    """Fetches the file now rather than at its hour."""

    def post(self, request, *args, **kwargs):
        if not self.may_use:
            raise Refusal(_("Vous n’avez pas le droit d’importer dans ce flux."))
        pulling.pull_now(self.feed, request.user)
        return self.done(
            _("La récupération est lancée : le fichier apparaîtra dans l’historique."),
            {},
            code=status.HTTP_202_ACCEPTED,
        )


class TemplateView(FeedMixin, ImportsView):
    """An empty file with the right columns, to fill in."""

    def get(self, request, *args, **kwargs):
        rules.check_target(self.feed)
        found = template.template_file(
            self.feed.target_definition, lambda queryset: within_reach_of(self.feed, queryset)
        )
        response = HttpResponse(found, content_type=XLSX_TYPE)
        name = f"modele-{self.feed.target}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class SchemaView(FeedMixin, ImportsView):
    """The same, for whoever writes the program that makes the file."""

    def get(self, request, *args, **kwargs):
        rules.check_target(self.feed)
        found = schema.table_schema(self.feed.target_definition)
        response = HttpResponse(
            json.dumps(found, ensure_ascii=False, indent=2), content_type="application/json"
        )
        name = f"schema-{self.feed.target}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
