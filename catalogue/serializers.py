"""How the catalogue's objects are written for machines: the public API, feeds and exports alike.

Everything here is meant for everybody: what an object refers to is named only if it is public
too, so a draft never shows through the offer that mentions it.
"""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from . import models


class PublicObjectSerializer(serializers.ModelSerializer):
    """With the address of the object's page."""

    url = serializers.SerializerMethodField()

    def get_url(self, instance) -> str:
        return self.context["request"].build_absolute_uri(instance.get_absolute_url())


class ReferenceSerializer(serializers.ModelSerializer):
    """Names another object; null where that one isn't public."""

    def to_representation(self, instance):
        return super().to_representation(instance) if getattr(instance, "is_public", True) else None


class CommuneReferenceSerializer(ReferenceSerializer):
    class Meta:
        model = models.Commune
        fields = ["insee_code", "name", "department_code"]


class StructureReferenceSerializer(ReferenceSerializer, PublicObjectSerializer):
    class Meta:
        model = models.Structure
        fields = ["imilo_code", "name", "url"]


class SiteReferenceSerializer(ReferenceSerializer):
    class Meta:
        model = models.ReceptionSite
        fields = ["code", "name"]


class SchemeReferenceSerializer(ReferenceSerializer):
    class Meta:
        model = models.Scheme
        fields = ["code", "name"]


class PartnerReferenceSerializer(ReferenceSerializer):
    class Meta:
        model = models.Partner
        fields = ["code", "name"]


class ThemeSerializer(serializers.ModelSerializer):
    class Meta:
        model = models.Theme
        fields = ["code", "name", "tagline", "domain", "line", "category"]


class PartnerSerializer(serializers.ModelSerializer):
    class Meta:
        model = models.Partner
        fields = [
            "code",
            "name",
            "kind",
            "siret",
            "website",
            "description",
            "checked_on",
            "is_demonstration",
            "updated_at",
        ]


class AgreementDocumentSerializer(PublicObjectSerializer):
    class Meta:
        model = models.AgreementDocument
        fields = ["kind", "title", "url"]


class AgreementSerializer(serializers.ModelSerializer):
    """What anybody may read: neither what the sides promise, nor who signed, nor the committees."""

    partners = PartnerReferenceSerializer(many=True)
    network = serializers.SlugRelatedField("code", read_only=True, allow_null=True)
    structure = StructureReferenceSerializer(allow_null=True)
    predecessor = serializers.SerializerMethodField()
    documents = AgreementDocumentSerializer(many=True)
    signed_month_only = serializers.BooleanField(
        help_text="Vrai : de `signed_on`, seuls le mois et l’année sont connus."
    )

    class Meta:
        model = models.Agreement
        fields = [
            "code",
            "title",
            "partners",
            "network",
            "structure",
            "aims",
            "signed_on",
            "signed_month_only",
            "signed_at",
            "starts_on",
            "ends_on",
            "predecessor",
            "documents",
            "checked_on",
            "is_demonstration",
            "updated_at",
        ]

    def get_predecessor(self, agreement) -> str | None:
        return agreement.predecessor.code if agreement.names_predecessor else None


class OpeningStateSerializer(serializers.Serializer):
    """`catalogue.opening.OpeningState`, at the moment of the answer."""

    code = serializers.ChoiceField(
        ["open", "closed", "appointment", "remote", "closed-until", "unknown"]
    )
    is_open = serializers.BooleanField()
    sentence = serializers.CharField()
    note = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)


class ClosureSerializer(serializers.ModelSerializer):
    class Meta:
        model = models.SiteClosure
        fields = ["starts_on", "ends_on", "message"]


class DistanceField(serializers.FloatField):
    """Kilometres from the place asked for; null where there is none."""

    def __init__(self, **options):
        super().__init__(read_only=True, allow_null=True, default=None, **options)

    def to_representation(self, value):
        return round(super().to_representation(value), 2)


class ReceptionSiteSerializer(serializers.ModelSerializer):
    structure = StructureReferenceSerializer()
    commune = CommuneReferenceSerializer()
    closures = ClosureSerializer(many=True)
    state = OpeningStateSerializer()
    distance = DistanceField()

    class Meta:
        model = models.ReceptionSite
        fields = [
            "code",
            "name",
            "kind",
            "structure",
            "address",
            "address_complement",
            "postal_code",
            "commune",
            "latitude",
            "longitude",
            "distance",
            "state",
            "opening_hours",
            "time_zone",
            "closures",
            "access",
            "closed_until",
            "access_note",
            "phone",
            "email",
            "wheelchair",
            "checked_on",
            "is_demonstration",
            "updated_at",
        ]


class StructureLinkSerializer(serializers.ModelSerializer):
    class Meta:
        model = models.StructureLink
        fields = ["kind", "url"]


class StructureSerializer(PublicObjectSerializer):
    network = serializers.SlugRelatedField("code", read_only=True, allow_null=True)
    seat_commune = CommuneReferenceSerializer(allow_null=True)
    links = StructureLinkSerializer(many=True)
    distance = DistanceField()
    confirmed = serializers.BooleanField(
        read_only=True,
        allow_null=True,
        default=None,
        help_text="Accompagne bien les jeunes du lieu demandé ; sinon, la plus proche.",
    )

    class Meta:
        model = models.Structure
        fields = [
            "imilo_code",
            "url",
            "name",
            "official_name",
            "kind",
            "network",
            "seat_commune",
            "distance",
            "confirmed",
            "siret",
            "presentation",
            "website",
            "email",
            "phone",
            "links",
            "checked_on",
            "is_demonstration",
            "updated_at",
        ]


class StructureDetailSerializer(StructureSerializer):
    communes = CommuneReferenceSerializer(many=True)
    sites = ReceptionSiteSerializer(many=True)

    class Meta(StructureSerializer.Meta):
        fields = [*StructureSerializer.Meta.fields, "communes", "sites"]


class CoverageSerializer(serializers.ModelSerializer):
    commune = CommuneReferenceSerializer()
    structure = StructureReferenceSerializer()

    class Meta:
        model = models.Coverage
        fields = ["commune", "structure", "source", "checked_on", "is_demonstration"]


class SchemeFactSerializer(serializers.ModelSerializer):
    class Meta:
        model = models.SchemeFact
        fields = [
            "kind",
            "value",
            "label",
            "valid_from",
            "source_label",
            "source_url",
            "checked_on",
        ]


class SchemeStepSerializer(serializers.ModelSerializer):
    class Meta:
        model = models.SchemeStep
        fields = ["title", "text"]


class SchemeSerializer(PublicObjectSerializer):
    themes = serializers.SlugRelatedField("code", many=True, read_only=True)
    conditions = serializers.SerializerMethodField(help_text="Une condition par élément.")
    replaced_by = SchemeReferenceSerializer(allow_null=True)
    facts = SchemeFactSerializer(many=True)
    steps = SchemeStepSerializer(many=True)

    class Meta:
        model = models.Scheme
        fields = [
            "code",
            "url",
            "name",
            "short_name",
            "summary",
            "description",
            "themes",
            "age_min",
            "age_max",
            "age_max_disability",
            "conditions",
            "how_to_join",
            "steps",
            "facts",
            "starts_on",
            "ends_on",
            "replaced_by",
            "source_label",
            "source_url",
            "checked_on",
            "is_demonstration",
            "updated_at",
        ]

    @extend_schema_field(list[str])
    def get_conditions(self, scheme):
        return scheme.conditions.splitlines()


class SessionSerializer(serializers.ModelSerializer):
    """A session among those of its offer."""

    site = SiteReferenceSerializer(allow_null=True)
    calendar_url = serializers.SerializerMethodField()

    class Meta:
        model = models.OfferSession
        fields = [
            "id",
            "starts_at",
            "ends_at",
            "site",
            "place",
            "capacity",
            "places_left",
            "status",
            "calendar_url",
        ]

    def get_calendar_url(self, session) -> str:
        return self.context["request"].build_absolute_uri(session.calendar_url)


class OfferReferenceSerializer(PublicObjectSerializer):
    structure = StructureReferenceSerializer(allow_null=True)

    class Meta:
        model = models.Offer
        fields = ["id", "url", "title", "kind", "structure"]


class OfferSessionSerializer(SessionSerializer):
    """A session on its own."""

    offer = OfferReferenceSerializer()

    class Meta(SessionSerializer.Meta):
        fields = [*SessionSerializer.Meta.fields, "offer"]


class OfferSerializer(PublicObjectSerializer):
    themes = serializers.SlugRelatedField("code", many=True, read_only=True)
    scheme = SchemeReferenceSerializer(allow_null=True)
    partner = PartnerReferenceSerializer(allow_null=True)
    structure = StructureReferenceSerializer(allow_null=True)
    site = SiteReferenceSerializer(allow_null=True)
    commune = CommuneReferenceSerializer(allow_null=True)
    sessions = SessionSerializer(
        many=True, source="upcoming_sessions", help_text="Celles qui n’ont pas commencé."
    )
    distance = DistanceField()

    class Meta:
        model = models.Offer
        fields = [
            "id",
            "url",
            "title",
            "kind",
            "themes",
            "scheme",
            "partner",
            "structure",
            "summary",
            "description",
            "modality",
            "site",
            "address",
            "postal_code",
            "commune",
            "latitude",
            "longitude",
            "distance",
            "wheelchair",
            "age_min",
            "age_max",
            "fee",
            "fee_details",
            "capacity",
            "how_to_apply",
            "apply_url",
            "apply_email",
            "apply_phone",
            "starts_on",
            "ends_on",
            "expires_on",
            "sessions",
            "checked_on",
            "is_demonstration",
            "updated_at",
        ]
