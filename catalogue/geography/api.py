"""Communes for the field "Ta ville ou ton code postal", while one types."""

from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from catalogue.models import Commune

from .autocomplete import search
from .text import MAX_LENGTH


class CommuneQuerySerializer(serializers.Serializer):
    q = serializers.CharField(
        max_length=MAX_LENGTH,
        help_text=_("Nom ou début de nom, code postal, code INSEE, ou un nom et un code."),
    )


class CommuneSerializer(serializers.ModelSerializer):
    class Meta:
        model = Commune
        fields = ["insee_code", "name", "department", "postal_codes", "latitude", "longitude"]


# The list changes once a year, and the same few beginnings are typed all day long.
@method_decorator(
    cache_control(public=True, max_age=86_400, stale_while_revalidate=604_800), name="get"
)
class CommuneSearchView(APIView):
    """Les communes qu’un texte peut désigner : huit au plus, la plus peuplée d’abord."""

    authentication_classes = []
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer]

    @extend_schema(parameters=[CommuneQuerySerializer], responses=CommuneSerializer(many=True))
    def get(self, request):
        query = CommuneQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        communes = search(query.validated_data["q"])
        return Response(CommuneSerializer(communes, many=True).data)
