"""How figures are written for machines, and in spreadsheets: the same columns in one order."""

from rest_framework import serializers

from activity.models import ActivityRecord


class RecordSerializer(serializers.ModelSerializer):
    structure = serializers.CharField(source="structure.imilo_code")
    structure_name = serializers.CharField(source="structure.name")
    indicator = serializers.CharField(source="indicator.code")
    indicator_name = serializers.CharField(source="indicator.name")
    period = serializers.CharField(source="period.code")
    site = serializers.CharField(source="site.code", default=None, allow_null=True)
    theme = serializers.CharField(source="theme.code", default=None, allow_null=True)
    scheme = serializers.CharField(source="scheme.code", default=None, allow_null=True)
    is_final = serializers.BooleanField()

    class Meta:
        model = ActivityRecord
        fields = [
            "structure",
            "structure_name",
            "indicator",
            "indicator_name",
            "period",
            "starts_on",
            "modality",
            "site",
            "theme",
            "scheme",
            "value",
            "is_final",
            "updated_at",
        ]


class SummaryRowSerializer(serializers.Serializer):
    """A figure of the whole scope, or of one part of it: `group`, of a breakdown `by` something."""

    period = serializers.CharField()
    by = serializers.CharField(allow_null=True)
    group = serializers.CharField(allow_null=True)
    group_name = serializers.CharField(allow_null=True)
    indicator = serializers.CharField()
    indicator_name = serializers.CharField()
    unit = serializers.CharField()
    value = serializers.IntegerField(allow_null=True)
    is_average = serializers.BooleanField()
    is_provisional = serializers.BooleanField(allow_null=True)
    is_demonstration = serializers.BooleanField()
    structures = serializers.IntegerField(allow_null=True)
    reporting = serializers.IntegerField(allow_null=True)
    expected = serializers.IntegerField(allow_null=True)
    submitted = serializers.IntegerField(allow_null=True)
    previous = serializers.IntegerField(allow_null=True)
    year_before = serializers.IntegerField(allow_null=True)
    change = serializers.FloatField(allow_null=True)
    change_on_year = serializers.FloatField(allow_null=True)
    remote_share = serializers.FloatField(allow_null=True)
    per_thousand = serializers.FloatField(allow_null=True)


class DashboardRowSerializer(SummaryRowSerializer):
    """And how far a year's targets are, by "objectif": how many structures have `reached` theirs,
    how many are `behind`."""

    target = serializers.IntegerField(allow_null=True)
    pace = serializers.CharField(allow_null=True)
    reached = serializers.IntegerField(allow_null=True)
    behind = serializers.IntegerField(allow_null=True)


class CoverageRowSerializer(serializers.Serializer):
    """An `activity.coverage.StructureCoverage`."""

    structure = serializers.CharField(source="structure.imilo_code")
    structure_name = serializers.CharField(source="structure.name")
    network = serializers.CharField(source="structure.network.code", default=None, allow_null=True)
    expected = serializers.IntegerField()
    submitted = serializers.IntegerField()
    open = serializers.IntegerField()
    missing = serializers.IntegerField()
    last_submitted = serializers.DateField(allow_null=True)


class LateRowSerializer(serializers.Serializer):
    """An `activity.late.Late`."""

    structure = serializers.CharField(source="structure.imilo_code")
    structure_name = serializers.CharField(source="structure.name")
    network = serializers.CharField(source="structure.network.code", default=None, allow_null=True)
    late = serializers.IntegerField(source="number")
    since = serializers.CharField(source="since.code")
    missing = serializers.SerializerMethodField()
    open = serializers.SerializerMethodField()
    last_submitted = serializers.CharField(
        source="last_submitted.code", default=None, allow_null=True
    )
    reminded_at = serializers.DateTimeField(
        source="reminder.made_at", default=None, allow_null=True
    )
    reminded_by = serializers.CharField(source="reminder.made_by", default=None, allow_null=True)
    reminded_people = serializers.IntegerField(
        source="reminder.people", default=None, allow_null=True
    )

    def get_missing(self, late) -> str:
        return codes_of(late.missing)

    def get_open(self, late) -> str:
        return codes_of(late.open)


def codes_of(periods):
    return ", ".join(period.code for period in periods)


class ProgressRowSerializer(serializers.Serializer):
    """A structure's `Target`, with its `activity.progress.Progress`."""

    structure = serializers.CharField(source="target.structure.imilo_code")
    structure_name = serializers.CharField(source="target.structure.name")
    year = serializers.IntegerField(source="target.year")
    indicator = serializers.CharField(source="target.indicator.code")
    indicator_name = serializers.CharField(source="target.indicator.name")
    unit = serializers.CharField(source="target.indicator.unit")
    target = serializers.IntegerField(source="target.value")
    figure = serializers.IntegerField(source="progress.figure", allow_null=True)
    is_average = serializers.BooleanField(source="progress.is_average")
    expected = serializers.IntegerField(source="progress.expected")
    share = serializers.FloatField(source="progress.share", allow_null=True)
    pace = serializers.CharField(source="progress.pace")
    weeks = serializers.IntegerField()
    submitted_weeks = serializers.IntegerField()
