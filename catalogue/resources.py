"""What a row of a spreadsheet says about an object: one Resource for each kind of object.

The columns are declared here once, for the exports of the listings as for what is imported.
Headings are the French names of the fields; a related object is named by its stable code.
"""

from functools import partial

from django.db import models as db
from django.utils.text import capfirst
from import_export.fields import Field
from import_export.resources import ModelResource
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import User
from catalogue import models, widgets

#: How a row names an object.
STABLE_CODES = {
    models.Agreement: "code",
    models.Commune: "insee_code",
    models.Network: "code",
    models.Offer: "external_id",
    models.Partner: "code",
    models.ReceptionSite: "code",
    models.Scheme: "code",
    models.Structure: "imilo_code",
    models.Theme: "code",
    User: "email",
}


#: Columns whose name says more than their type.
CODES = {
    "imilo_code": widgets.ImiloCodeWidget,
    "postal_code": widgets.PostalCodeWidget,
    "siret": widgets.SiretWidget,
}
#: The first that fits.
BY_TYPE = [
    (PhoneNumberField, widgets.PhoneWidget),
    (db.URLField, widgets.URLWidget),
    (db.EmailField, widgets.EmailWidget),
    (db.TextField, partial(widgets.TextWidget, is_multiline=True)),
    (db.CharField, widgets.TextWidget),
    (db.FloatField, widgets.FloatWidget),
    (db.IntegerField, widgets.IntegerWidget),
]
WITHOUT_OPTIONS = [
    (db.BooleanField, widgets.YesNoWidget),
    (db.DateTimeField, widgets.DateTimeWidget),
    (db.DateField, widgets.DateWidget),
]
RELATED = {
    models.Network: widgets.NetworkWidget,
    models.Offer: widgets.OfferWidget,
    models.Structure: widgets.StructureWidget,
    models.Theme: widgets.ThemeWidget,
}


def widget_for(field):
    """How a column shows and reads the values of a model's field."""
    if field.many_to_many:
        return widgets.ManyRelatedWidget(related_widget(field))
    if field.many_to_one or field.one_to_one:
        return related_widget(field)
    if field.choices:
        return widgets.ChoiceWidget(field.choices)
    if field.name in CODES:
        return CODES[field.name](field)
    for kind, widget in WITHOUT_OPTIONS:
        if isinstance(field, kind):
            return widget()
    return next(widget(field) for kind, widget in BY_TYPE if isinstance(field, kind))


def related_widget(field):
    model = field.related_model
    if model is models.Commune:
        names = {other.name for other in field.model._meta.get_fields()}
        return widgets.CommuneWidget(model, with_postal_code="postal_code" in names)
    return RELATED.get(model, widgets.RelatedWidget)(model, STABLE_CODES[model])


class CatalogueResource(ModelResource):
    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        return Field(
            attribute=field_name,
            column_name=capfirst(str(django_field.verbose_name)),
            widget=widget_for(django_field),
            default=django_field.default,
            readonly=readonly,
        )

    @classmethod
    def with_related(cls, queryset):
        """The rows with what their columns need, in as many queries however many they are."""
        fields = [queryset.model._meta.get_field(name) for name in cls._meta.fields]
        parents = [field for field in fields if field.many_to_one or field.one_to_one]
        return (
            queryset.select_related(*(field.name for field in parents))
            .prefetch_related(*(field.name for field in fields if field.many_to_many))
            # Nothing of the related objects but what names them.
            .only(
                *(field.name for field in fields if not field.many_to_many),
                *(f"{field.name}__{STABLE_CODES[field.related_model]}" for field in parents),
            )
        )


class NetworkResource(CatalogueResource):
    class Meta:
        model = models.Network
        import_id_fields = ["code"]
        fields = ["code", "name", "kind", "parent", "region_code", "website", "checked_on"]


class StructureResource(CatalogueResource):
    class Meta:
        model = models.Structure
        import_id_fields = ["imilo_code"]
        fields = [
            "imilo_code",
            "name",
            "official_name",
            "kind",
            "network",
            "seat_commune",
            "siret",
            "presentation",
            "website",
            "email",
            "phone",
            "checked_on",
            "is_demonstration",
            "live",
        ]


class CoverageResource(CatalogueResource):
    class Meta:
        model = models.Coverage
        import_id_fields = ["structure", "commune"]
        fields = ["structure", "commune", "source", "checked_on", "is_demonstration"]


class ReceptionSiteResource(CatalogueResource):
    class Meta:
        model = models.ReceptionSite
        import_id_fields = ["code"]
        fields = [
            "code",
            "structure",
            "name",
            "kind",
            "address",
            "address_complement",
            "postal_code",
            "commune",
            "latitude",
            "longitude",
            "opening_hours",
            "time_zone",
            "access",
            "closed_until",
            "access_note",
            "email",
            "phone",
            "wheelchair",
            "checked_on",
            "is_demonstration",
            "live",
        ]


class ThemeResource(CatalogueResource):
    class Meta:
        model = models.Theme
        import_id_fields = ["code"]
        fields = ["code", "name", "tagline", "domain", "line", "category", "position"]


class SynonymResource(CatalogueResource):
    class Meta:
        model = models.Synonym
        import_id_fields = ["text", "meaning"]
        fields = ["text", "meaning"]


class SchemeResource(CatalogueResource):
    class Meta:
        model = models.Scheme
        import_id_fields = ["code"]
        fields = [
            "code",
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
            "starts_on",
            "ends_on",
            "replaced_by",
            "source_label",
            "source_url",
            "checked_on",
            "is_demonstration",
            "live",
        ]


class PartnerResource(CatalogueResource):
    class Meta:
        model = models.Partner
        import_id_fields = ["code"]
        fields = [
            "code",
            "name",
            "kind",
            "siret",
            "website",
            "description",
            "checked_on",
            "is_demonstration",
            "live",
        ]


class AgreementResource(CatalogueResource):
    class Meta:
        model = models.Agreement
        import_id_fields = ["code"]
        fields = [
            "code",
            "title",
            "partners",
            "network",
            "structure",
            "schemes",
            "aims",
            "network_commitments",
            "partner_commitments",
            "commitments_are_public",
            "signed_on",
            "signed_month_only",
            "signed_at",
            "signatories",
            "starts_on",
            "ends_on",
            "predecessor",
            "is_public",
            "checked_on",
            "is_demonstration",
        ]


class OfferResource(CatalogueResource):
    class Meta:
        model = models.Offer
        import_id_fields = ["partner", "external_id"]
        fields = [
            "partner",
            "external_id",
            "title",
            "kind",
            "themes",
            "scheme",
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
            "status",
            "checked_on",
            "is_demonstration",
            "live",
        ]


class OfferSessionResource(CatalogueResource):
    class Meta:
        model = models.OfferSession
        import_id_fields = ["offer", "external_id"]
        fields = [
            "offer",
            "external_id",
            "starts_at",
            "ends_at",
            "site",
            "place",
            "capacity",
            "places_left",
            "status",
        ]

    @classmethod
    def with_related(cls, queryset):
        # An offer is named by its partner, too.
        return queryset.select_related("offer__partner", "site").only(
            *cls._meta.fields, "offer__external_id", "offer__partner__code", "site__code"
        )


class MembershipResource(CatalogueResource):
    class Meta:
        model = models.Membership
        import_id_fields = ["user", "role", "structure", "network"]
        fields = ["user", "role", "structure", "network"]
