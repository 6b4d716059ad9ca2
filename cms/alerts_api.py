"""Alerts for other programs: the websites of structures repeat what is announced about them."""

from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.routers import SimpleRouter

from catalogue.api import ListViewSet
from catalogue.filters import ReferenceFilter, public
from catalogue.models import Structure
from cms.models import Alert
from cms.navigation import address


class AlertFilterSet(filters.FilterSet):
    structure = ReferenceFilter(queryset=public(Structure), named_by=["slug", "imilo_code"])

    class Meta:
        model = Alert
        fields: list[str] = []

    def filter_queryset(self, queryset):
        structure = self.form.cleaned_data["structure"]
        return queryset.about([structure] if structure else [])


class AlertSerializer(serializers.ModelSerializer):
    section = serializers.SerializerMethodField()
    link = serializers.SerializerMethodField()

    class Meta:
        model = Alert
        fields = [
            "id",
            "level",
            "message",
            "link",
            "link_text",
            "scope",
            "section",
            "starts_at",
            "ends_at",
        ]

    def get_section(self, alert) -> str | None:
        """The address under which it shows; null when it isn't about one section."""
        return self.absolute(address(alert.section)) if alert.section else None

    def get_link(self, alert) -> str | None:
        return self.absolute(alert.url) if alert.url else None

    def absolute(self, url):
        return self.context["request"].build_absolute_uri(url)


class AlertViewSet(ListViewSet):
    """Les alertes affichées en ce moment : pour tout le site et ses rubriques et, avec
    `?structure=94016S00`, celles qui concernent cette structure."""

    queryset = Alert.objects.all()
    serializer_class = AlertSerializer
    filterset_class = AlertFilterSet

    def get_queryset(self):
        return Alert.objects.current()


router = SimpleRouter()
router.register("alerts", AlertViewSet)
