"""The catalogue as open data: read-only, for anybody, from the pages' own querysets and filters."""

from http import HTTPStatus

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.views import SpectacularAPIView
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from . import filters, models, serializers
from .paging import LeanPaginator


@method_decorator(conditional_page, name="dispatch")
class OpenData(APIView):
    """A view that anybody may read, from any website, and any cache may keep for a minute.

    It knows nobody: no session is read, so an answer never depends on who asks.
    """

    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = [AnonRateThrottle]
    renderer_classes = [JSONRenderer]
    http_method_names = ["get", "head", "options"]

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code == HTTPStatus.OK:
            patch_cache_control(response, public=True, max_age=60)
        return response


class FilterBackend(DjangoFilterBackend):
    """The pages' filters, for programs: where a page lets one choose a town, a program gets a 400
    that names the candidates."""

    def get_filterset(self, request, queryset, view):
        filterset = super().get_filterset(request, queryset, view)
        if isinstance(filterset, filters.PlaceFilterSet):
            filterset.is_valid()
            refuse_unclear(filterset.form.resolution)
        return filterset


def refuse_unclear(resolution):
    candidates = resolution.communes or resolution.suggestions
    if resolution.commune or not candidates:
        return
    message = (
        _("Plusieurs communes répondent à ce nom : %(names)s. Donnez le code INSEE.")
        if resolution.communes
        else _("Commune inconnue. Les noms les plus proches : %(names)s.")
    )
    names = ", ".join(f"{commune} {commune.insee_code}" for commune in candidates)
    raise ValidationError({"lieu": [message % {"names": names}]})


class Pagination(PageNumberPagination):
    page_size = 50
    page_size_query_param = "par_page"
    max_page_size = 200


class SchemaView(OpenData, SpectacularAPIView):
    """The OpenAPI document, in YAML or JSON as the reader asks."""

    schema = None  # not a part of itself
    renderer_classes = SpectacularAPIView.renderer_classes
    api_version = "v1"

    def get(self, request, *args, **kwargs):
        return self._get_schema_response(request)


def public_endpoints(endpoints):
    """What the OpenAPI document describes: a hook of drf-spectacular, see the settings."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


class LeanPagination(Pagination):
    django_paginator_class = LeanPaginator


class ListViewSet(OpenData, mixins.ListModelMixin, viewsets.GenericViewSet):
    pagination_class = Pagination
    filter_backends = [FilterBackend]


class PublicViewSet(mixins.RetrieveModelMixin, ListViewSet):
    """A list, and each of its objects."""


class StructureViewSet(PublicViewSet):
    """Les Missions Locales. Par commune : `?lieu=94016` (nom, code postal ou code INSEE)."""

    queryset = models.Structure.objects.none()
    filterset_class = filters.StructureFilterSet
    lookup_field = "imilo_code"

    def get_queryset(self):
        return models.Structure.objects.public()

    def filter_queryset(self, queryset):
        """Relations come last: the finder answers with those of the pages."""
        relations = ["links"]
        if self.action == "retrieve":
            sites = models.ReceptionSite.objects.public().select_related("commune", "structure")
            relations += [Prefetch("sites", sites.prefetch_related("closures")), "communes"]
        return (
            super()
            .filter_queryset(queryset)
            .select_related("network", "seat_commune")
            .prefetch_related(None)
            .prefetch_related(*relations)
        )

    def get_serializer_class(self):
        if self.action == "retrieve":
            return serializers.StructureDetailSerializer
        return serializers.StructureSerializer


class ReceptionSiteViewSet(PublicViewSet):
    """Les lieux d’accueil, avec leurs horaires et leur état en ce moment."""

    queryset = models.ReceptionSite.objects.none()
    serializer_class = serializers.ReceptionSiteSerializer
    pagination_class = LeanPagination
    filterset_class = filters.ReceptionSiteFilterSet
    lookup_field = "code"

    def get_queryset(self):
        sites = models.ReceptionSite.objects.public()
        return sites.select_related("structure", "commune").prefetch_related("closures")


class SchemeViewSet(PublicViewSet):
    """Les dispositifs, en vigueur ou archivés (`ends_on` passé)."""

    queryset = models.Scheme.objects.none()
    serializer_class = serializers.SchemeSerializer
    filterset_class = filters.SchemeFilterSet
    lookup_field = "code"

    def get_queryset(self):
        schemes = models.Scheme.objects.public().select_related("replaced_by")
        return schemes.prefetch_related("themes", "facts", "steps")


class ThemeViewSet(PublicViewSet):
    """Les thématiques, et leur correspondance dans data·inclusion."""

    queryset = models.Theme.objects.all()
    serializer_class = serializers.ThemeSerializer
    lookup_field = "code"


class PartnerViewSet(PublicViewSet):
    """Les partenaires qui proposent des offres."""

    queryset = models.Partner.objects.none()
    serializer_class = serializers.PartnerSerializer
    filterset_class = filters.PartnerFilterSet
    lookup_field = "code"

    def get_queryset(self):
        return models.Partner.objects.acting_here()


class AgreementViewSet(PublicViewSet):
    """Les conventions publiques du réseau avec ses partenaires, en vigueur ou terminées."""

    queryset = models.Agreement.objects.none()
    serializer_class = serializers.AgreementSerializer
    filterset_class = filters.AgreementFilterSet
    lookup_field = "code"

    def get_queryset(self):
        return models.Agreement.objects.public().with_public_parts().prefetch_related("partners")


class OfferViewSet(PublicViewSet):
    """Les offres en cours. Mêmes filtres que la page `/offres/`."""

    queryset = models.Offer.objects.none()  # tells the type of `id` to the OpenAPI document
    serializer_class = serializers.OfferSerializer
    pagination_class = LeanPagination
    filterset_class = filters.OfferFilterSet

    def get_queryset(self):
        upcoming = models.OfferSession.objects.filter(starts_at__gte=timezone.now())
        return (
            models.Offer.objects.public()
            .select_related("scheme", "partner", "structure", "site__structure", "commune")
            .prefetch_related(
                "themes",
                Prefetch(
                    "sessions", upcoming.select_related("site__structure"), "upcoming_sessions"
                ),
            )
        )


class OfferSessionViewSet(PublicViewSet):
    """Les séances à venir des offres : ateliers, informations collectives."""

    queryset = models.OfferSession.objects.none()
    serializer_class = serializers.OfferSessionSerializer
    pagination_class = LeanPagination
    filterset_class = filters.OfferSessionFilterSet

    def get_queryset(self):
        return models.OfferSession.objects.upcoming().select_related(
            "site__structure", "offer__structure"
        )


class CoverageViewSet(ListViewSet):
    """Quelle Mission Locale accompagne quelle commune."""

    queryset = models.Coverage.objects.none()
    serializer_class = serializers.CoverageSerializer
    pagination_class = LeanPagination
    filterset_class = filters.CoverageFilterSet

    def get_queryset(self):
        return models.Coverage.objects.public().select_related("commune", "structure")
