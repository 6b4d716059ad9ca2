"""The activity for programs of those who may read it: signed in, and scoped by their memberships.

GET /api/v1/activity/records/   the figures as they were entered
GET /api/v1/activity/summary/   totals, whole or by structure, network, time, modality, theme…
GET /api/v1/activity/coverage/  who reported, who is late

`?format=csv` and `?format=xlsx` answer a file of everything that matches, not of one page.
"""

from django.utils.cache import patch_cache_control
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import mixins, viewsets
from rest_framework.permissions import IsAuthenticated

from activity import coverage, filters, serializers
from activity.exports import RENDERERS, as_file
from activity.models import ActivityRecord
from activity.permissions import readable_records, readable_structures, record_policy
from activity.rows import rows_of
from catalogue.api import LeanPagination, Pagination
from catalogue.models import Structure
from catalogue.spreadsheets import CHUNK


class ReadsActivity(IsAuthenticated):
    def has_permission(self, request, view):
        signed_in = super().has_permission(request, view)
        return signed_in and record_policy.user_has_permission(request.user, "view")


class ActivityViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    permission_classes = [ReadsActivity]
    renderer_classes = RENDERERS
    filter_backends = [DjangoFilterBackend]
    http_method_names = ["get", "head", "options"]
    file_name = None

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def list(self, request, *args, **kwargs):
        rows = self.rows()
        file_format = request.accepted_renderer.format
        if file_format == "json":
            page = self.paginate_queryset(rows)
            return self.get_paginated_response(self.get_serializer(page, many=True).data)
        return as_file(
            file_format, self.file_name, self.get_serializer_class(), self.all(rows), len_of(rows)
        )

    def rows(self):
        return self.filter_queryset(self.get_queryset())

    def all(self, rows):
        return rows

    def asked(self):
        """What the parameters say, once they are known to be right (or the answer is a 400)."""
        backend = self.filter_backends[0]()
        self.filter_queryset(self.get_queryset())
        return backend.get_filterset(self.request, self.get_queryset(), self)


def len_of(rows):
    return len(rows) if isinstance(rows, list) else rows.count()


class RecordViewSet(ActivityViewSet):
    """Les chiffres saisis. Sans `periode`, ceux du dernier mois terminé."""

    queryset = ActivityRecord.objects.none()
    serializer_class = serializers.RecordSerializer
    filterset_class = filters.RecordFilterSet
    pagination_class = LeanPagination
    file_name = "activite-chiffres"

    def get_queryset(self):
        return (
            readable_records(self.request.user)
            .with_finality()
            .select_related("structure", "indicator", "site", "theme", "scheme")
            .order_by("starts_on", "structure", "indicator", "pk")
        )

    def all(self, rows):
        return rows.iterator(chunk_size=CHUNK)


class OfStructuresViewSet(ActivityViewSet):
    """About the structures that the person may read and asked for."""

    queryset = Structure.objects.none()
    pagination_class = Pagination

    def get_queryset(self):
        return readable_structures(self.request.user)


class CoverageViewSet(OfStructuresViewSet):
    """Qui a renseigné. Sans `periode`, le dernier mois terminé ; `frequence` vaut `week`."""

    serializer_class = serializers.CoverageRowSerializer
    filterset_class = filters.CoverageFilterSet
    file_name = "activite-couverture"

    def rows(self):
        asked = self.asked()
        return coverage.coverage(asked.structures, asked.period, asked.frequency)


class SummaryViewSet(OfStructuresViewSet):
    """Les totaux. Des personnes ne s’additionnent pas dans le temps : leur chiffre est alors la
    moyenne des semaines (`is_average`). `par` les détaille."""

    serializer_class = serializers.SummaryRowSerializer
    filterset_class = filters.SummaryFilterSet
    file_name = "activite-totaux"

    def rows(self):
        asked = self.asked()
        return rows_of(asked.summary, asked.asked("par"))
