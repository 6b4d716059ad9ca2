"""How feeds and batches are written for machines: the push API and the internal pages alike."""

from rest_framework import serializers
from rest_framework.reverse import reverse

from imports.models import CorrectedFile, Feed, ImportBatch


class PersonField(serializers.RelatedField):
    """By name: who works with the person knows them, and needs no account number."""

    def to_representation(self, user):
        return user.get_full_name() or user.email


class ReceiptSerializer(serializers.ModelSerializer):
    """What a sender needs to ask again later."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = ImportBatch
        fields = ["id", "state", "url"]

    def get_url(self, batch) -> str:
        """Where its state can be asked for, with the feed's token or signed in."""
        return reverse(
            "imports-api:batch",
            args=[batch.feed_id, batch.pk],
            request=self.context.get("request"),
        )


class BatchSerializer(ReceiptSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    origin_label = serializers.CharField(source="get_origin_display", read_only=True)
    is_working = serializers.BooleanField(read_only=True)

    class Meta:
        model = ImportBatch
        fields = [
            "id",
            "url",
            "feed",
            "state",
            "state_label",
            "is_working",
            "origin",
            "origin_label",
            "filename",
            "size",
            "sha256",
            "lines_read",
            "counts",
            "notices",
            "failure",
            "created_at",
            "staged_at",
            "confirmed_at",
            "applied_at",
            "undone_at",
            "durations",
        ]


class StaffBatchSerializer(BatchSerializer):
    """With who did what: for signed-in people."""

    created_by = PersonField(read_only=True)
    confirmed_by = PersonField(read_only=True)
    undone_by = PersonField(read_only=True)

    class Meta(BatchSerializer.Meta):
        fields = [*BatchSerializer.Meta.fields, "created_by", "confirmed_by", "undone_by"]


class CorrectedFileSerializer(serializers.ModelSerializer):
    """The state is empty where nobody asked for the file yet."""

    total = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = CorrectedFile
        fields = ["state", "lines", "total", "url"]

    def get_total(self, corrected) -> int:
        return corrected.batch.counts.get("total", 0)

    def get_url(self, corrected) -> str | None:
        """Of the file, once it is there."""
        if corrected.state != CorrectedFile.State.READY:
            return None
        request = self.context.get("request")
        return reverse("imports:corrected", args=[corrected.batch_id], request=request)


class FeedSerializer(serializers.ModelSerializer):
    holder = serializers.StringRelatedField()
    partner = serializers.StringRelatedField()
    mode_label = serializers.CharField(source="get_mode_display", read_only=True)
    policy_label = serializers.CharField(source="get_policy_display", read_only=True)

    class Meta:
        model = Feed
        fields = [
            "id",
            "code",
            "name",
            "target",
            "holder",
            "partner",
            "mode",
            "mode_label",
            "policy",
            "policy_label",
            "withdrawal_threshold",
            "applies_alone",
            "url",
            "frequency",
            "pulled_at",
            "pull_error",
            "is_active",
        ]


class FaultSerializer(serializers.Serializer):
    label = serializers.CharField()
    message = serializers.CharField()
    remedy = serializers.CharField()
    value = serializers.CharField()
    level = serializers.CharField()


class FieldChangeSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    old = serializers.CharField(source="old_text")
    new = serializers.CharField(source="new_text")


class RowSerializer(serializers.Serializer):
    """An `imports.diff.Line`: a row with what it changes."""

    id = serializers.IntegerField(source="row.pk")
    line = serializers.IntegerField(source="row.line", allow_null=True)
    key = serializers.CharField(source="row.key")
    kind = serializers.CharField(source="row.kind")
    kind_label = serializers.CharField(source="row.get_kind_display")
    outcome = serializers.CharField(source="row.outcome")
    excluded = serializers.BooleanField(source="row.excluded")
    object_id = serializers.IntegerField(source="row.object_id", allow_null=True)
    title = serializers.CharField()
    changes = FieldChangeSerializer(many=True)
    faults = FaultSerializer(many=True)


class ProblemSerializer(serializers.Serializer):
    message = serializers.CharField()
    remedy = serializers.CharField()
    example = serializers.CharField()
    count = serializers.IntegerField()
    lines = serializers.CharField()


class CauseSerializer(serializers.Serializer):
    """An `imports.report.Cause`: what is wrong, and where."""

    slug = serializers.CharField()
    level = serializers.CharField()
    field = serializers.CharField()
    code = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    problems = ProblemSerializer(many=True)
    more = serializers.IntegerField()
