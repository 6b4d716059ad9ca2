"""What a row of a spreadsheet says: a figure, what is counted, how many young people there are."""

from django.utils.translation import gettext as _
from import_export.fields import Field

from activity.models import ActivityRecord, Indicator, YoungPopulation
from activity.widgets import CountWidget, PeriodWidget
from catalogue.resources import CatalogueResource
from catalogue.widgets import RelatedWidget


class ActivityRecordResource(CatalogueResource):
    starts_on = Field("period", _("Période"), PeriodWidget())
    indicator = Field("indicator", _("Indicateur"), RelatedWidget(Indicator, "code"))
    value = Field("value", _("Nombre"), CountWidget())

    class Meta:
        model = ActivityRecord
        import_id_fields = [
            "structure", "indicator", "starts_on", "modality", "site", "theme", "scheme",
        ]  # fmt: skip
        fields = [
            "structure",
            "starts_on",
            "indicator",
            "modality",
            "site",
            "theme",
            "scheme",
            "value",
        ]

    @classmethod
    def with_related(cls, queryset):
        return queryset.select_related("structure", "indicator", "site", "theme", "scheme").only(
            *cls._meta.fields,
            "structure__imilo_code",
            "indicator__code",
            "indicator__frequency",
            "site__code",
            "theme__code",
            "scheme__code",
        )


class IndicatorResource(CatalogueResource):
    class Meta:
        model = Indicator
        import_id_fields = ["code"]
        fields = [
            "code",
            "name",
            "definition",
            "source",
            "unit",
            "group",
            "frequency",
            "is_additive",
            "has_modality",
            "has_site",
            "has_theme",
            "has_scheme",
            "is_active",
            "position",
        ]


class YoungPopulationResource(CatalogueResource):
    class Meta:
        model = YoungPopulation
        import_id_fields = ["structure"]
        fields = ["structure", "people", "year", "source", "is_demonstration"]
