"""Which objects match what the visitor asked: one FilterSet for pages, API, feeds and exports."""

from datetime import date

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, F, FloatField, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.fields import MultipleChoiceField
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from . import finder, models
from .geography.forms import PlaceForm
from .querysets import old_enough, reaches
from .search import matching

ANYWHERE = "0"
KM_CHOICES = [("5", "5 km"), ("15", "15 km"), ("30", "30 km"), (ANYWHERE, _("partout"))]

#: Django says « Sélectionnez »; these pages say « tu ».
UNKNOWN_CHOICE = {"invalid_choice": _("On ne connaît pas « %(value)s ».")}


class AgeFilter(filters.NumberFilter):
    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        messages = dict.fromkeys(
            ["invalid", "min_value", "max_value"],
            _("Écris ton âge en chiffres, par exemple 19."),
        )
        super().__init__(*args, min_value=0, max_value=99, error_messages=messages, **kwargs)


class ChoicesField(MultipleChoiceField):
    """`theme=` asks for no theme, rather than for one without a name: forms send that."""

    def clean(self, value):
        return super().clean([choice for choice in value or [] if choice])


class ChoicesFilter(filters.MultipleChoiceFilter):
    """Any of these values. Compared with the row's own column, so no row comes twice."""

    field_class = ChoicesField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, distinct=False, error_messages=UNKNOWN_CHOICE, **kwargs)


def public(model):
    """For a `ReferenceField`: what is public is asked at each request, since it depends on the site
    that is visited."""

    def rows():
        return model.objects.public()

    return rows


class ReferenceField(forms.CharField):
    """An object named by its page's address or by its code: never by a primary key. Its `queryset`
    may be a function that answers one."""

    def __init__(self, *, queryset, named_by, **options):
        super().__init__(max_length=120, **options)
        self.queryset = queryset
        self.named_by = named_by
        #: Public rows that whoever asks has read already.
        self.known = ()

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        for row in self.known:
            if name in [getattr(row, field) for field in self.named_by]:
                return row
        named_so = Q(*((field, name) for field in self.named_by), _connector=Q.OR)
        rows = self.queryset() if callable(self.queryset) else self.queryset
        found = rows.filter(named_so).first()
        if found is None:
            raise forms.ValidationError(_("On ne connaît pas « %(name)s »."), params={"name": name})
        return found


@extend_schema_field(OpenApiTypes.STR)
class ReferenceFilter(filters.Filter):
    field_class = ReferenceField


class DayFilter(filters.DateFilter):
    """Within a century: databases and calendars know nothing of the year 1."""

    def __init__(self, *args, **kwargs):
        bounds = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
        messages = {"invalid": _("Choisis une date, par exemple 2027-03-31.")}
        super().__init__(*args, validators=bounds, error_messages=messages, **kwargs)


class PlaceFilterSet(filters.FilterSet):
    """`lieu`, or `lat` and `lon`, as `PlaceForm` understands them; `km` is how far around."""

    lieu = filters.CharFilter(method="keep", label=_("commune, code postal ou code INSEE"))
    lat = filters.NumberFilter(method="keep", label=_("latitude"))
    lon = filters.NumberFilter(method="keep", label=_("longitude"))

    class Meta:
        form = PlaceForm

    def get_form_class(self):
        """`PlaceForm` says how its fields are checked; the filters above only declare them."""
        form = super().get_form_class()
        form.base_fields |= {
            name: field for name, field in PlaceForm.base_fields.items() if name in form.base_fields
        }
        return form

    @property
    def place(self):
        return self.form.place

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return self.near(queryset) if self.place else queryset

    def near(self, queryset):
        """What is near `self.place`, the nearest first."""
        km = int(self.form.cleaned_data.get("km") or ANYWHERE)
        point = self.place.latitude, self.place.longitude
        if not self.place.has_point:
            return queryset.filter(commune=self.place.commune)
        queryset = queryset.within(*point, km) if km else queryset.with_distance(*point)
        return queryset.order_by(F("distance").asc(nulls_last=True), "pk")

    def keep(self, queryset, name, value):
        """For what `near` applies once all is known."""
        return queryset


class StructureFilterSet(PlaceFilterSet):
    """With a place: those that take in its young people or, where none is known to, the nearest
    ones, as the finder answers. `confirmed` tells which it is.
    """

    departement = filters.CharFilter("seat_commune__department_code", max_length=3)
    region = filters.CharFilter("seat_commune__region_code", max_length=3)
    type = filters.ChoiceFilter("kind", choices=models.Structure.Kind.choices)

    class Meta(PlaceFilterSet.Meta):
        model = models.Structure
        fields = []

    def near(self, queryset):
        return finder.answers(self.place, among=queryset)


class ReceptionSiteFilterSet(PlaceFilterSet):
    km = filters.ChoiceFilter(method="keep", choices=KM_CHOICES, label=_("à moins de"))
    structure = filters.CharFilter("structure__imilo_code", max_length=8)
    departement = filters.CharFilter("commune__department_code", max_length=3)
    type = filters.ChoiceFilter("kind", choices=models.ReceptionSite.Kind.choices)
    accueil = filters.ChoiceFilter("access", choices=models.ReceptionSite.Access.choices)
    fauteuil = filters.ChoiceFilter("wheelchair", choices=models.ReceptionSite.Wheelchair.choices)

    class Meta(PlaceFilterSet.Meta):
        model = models.ReceptionSite
        fields = []


class SchemeFilterSet(filters.FilterSet):
    theme = filters.ChoiceFilter("themes__line", choices=models.Theme.Line.choices, distinct=True)
    age = AgeFilter(method="for_age", label=_("âge"))
    en_vigueur = filters.BooleanFilter(method="in_force", label=_("encore en vigueur"))

    class Meta:
        model = models.Scheme
        fields = []

    def for_age(self, queryset, name, value):
        """Somebody's age fits, or would with a disability."""
        return queryset.filter(
            old_enough(value),
            Q(age_max__isnull=True) | Q(age_max__gte=value) | Q(age_max_disability__gte=value),
        )

    def in_force(self, queryset, name, value):
        current = models.Scheme.objects.current().values("pk")
        return queryset.filter(pk__in=current) if value else queryset.exclude(pk__in=current)


class OfferCriteria(PlaceFilterSet):
    """What may be asked of offers, whether one lists them or their sessions."""

    q = filters.CharFilter(method="search", max_length=100, label=_("mots"))
    theme = ChoicesFilter(method="about", choices=models.Theme.Line.choices, label=_("sujet"))
    type = ChoicesFilter("kind", choices=models.Offer.Kind.choices, label=_("type"))
    modalite = ChoicesFilter("modality", choices=models.Offer.Modality.choices, label=_("modalité"))
    prix = ChoicesFilter("fee", choices=models.Offer.Fee.choices, label=_("prix"))
    age = AgeFilter(method="for_age", label=_("âge"))
    km = filters.ChoiceFilter(
        method="keep",
        choices=KM_CHOICES,
        error_messages=UNKNOWN_CHOICE,
        label=_("à moins de"),
    )
    du = DayFilter(method="keep", label=_("à partir du"))
    au = DayFilter(method="keep", label=_("jusqu’au"))
    fauteuil = filters.BooleanFilter(method="for_wheelchairs", label=_("accessible en fauteuil"))
    structure = ReferenceFilter(queryset=public(models.Structure), named_by=["slug", "imilo_code"])
    dispositif = ReferenceFilter(
        "scheme", queryset=public(models.Scheme), named_by=["slug", "code"]
    )
    partenaire = ReferenceFilter("partner", queryset=public(models.Partner), named_by=["code"])

    class Meta(PlaceFilterSet.Meta):
        model = models.Offer
        fields = []

    def filter_queryset(self, queryset):
        return self.narrow(queryset)

    def narrow(self, queryset, without=()):
        """Applies the filters, save those whose names are in `without`."""
        for name, value in self.asked.items():
            if name not in without:
                queryset = self.filters[name].filter(queryset, value)
        if self.place:
            queryset = self.near(queryset, ANYWHERE if "km" in without else self.radius)
        return queryset

    @property
    def asked(self):
        """What was asked, as far as it makes sense; the form's errors say what doesn't."""
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def radius(self):
        """In kilometres, as a text; around nowhere, it would mean nothing."""
        return (self.place and self.asked.get("km")) or ANYWHERE

    @property
    def period(self):
        """The first and the last day asked for, each of which may be None."""
        return self.asked.get("du"), self.asked.get("au")

    def near(self, queryset, km):
        """Adds the distance: null for what has no place to go to."""
        if self.place.has_point:
            queryset = queryset.with_distance(self.place.latitude, self.place.longitude)
        else:
            queryset = queryset.annotate(distance=Value(None, output_field=FloatField()))
        return queryset if km == ANYWHERE else queryset.filter(self.reach(int(km)))

    def reach(self, km):
        """Which offers are less than `km` away from the place, as a condition.

        The few overseas communes whose centre isn't known stand for themselves.
        """
        place = self.place
        if not place.has_point:
            return Q(commune=place.commune)
        return reaches(place.latitude, place.longitude, km, finder.covering_ids(place.commune))

    def search(self, queryset, name, value):
        return matching(queryset, value)

    def about(self, queryset, name, value):
        return queryset.filter(pk__in=offers_about(value))

    def for_age(self, queryset, name, value):
        return queryset.for_age(value)

    def for_wheelchairs(self, queryset, name, value):
        return queryset.for_wheelchairs() if value else queryset


def offers_about(lines):
    """Primary keys of the offers that have a theme of one of these lines, as a subquery."""
    return models.Offer.themes.through.objects.filter(theme__line__in=lines).values("offer")


class OfferFilterSet(OfferCriteria):
    """`du` and `au`: what goes on between two days. Without `tri`, the nearest first where a place
    is known, else the newest.
    """

    DISTANCE, DEADLINE, NEWEST = "distance", "date", "fraicheur"

    tri = filters.ChoiceFilter(
        method="keep",
        choices=[
            (DISTANCE, _("distance")),
            (DEADLINE, _("date limite")),
            (NEWEST, _("nouveautés")),
        ],
        error_messages=UNKNOWN_CHOICE,
        label=_("trier par"),
    )

    def narrow(self, queryset, without=()):
        queryset = super().narrow(queryset, without)
        return queryset.running(*self.period) if any(self.period) else queryset

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).order_by(*self.order)

    @property
    def sorts(self):
        """The orders that make sense: [(code, label)]."""
        choices = self.filters["tri"].extra["choices"]
        return [choice for choice in choices if self.place or choice[0] != self.DISTANCE]

    @property
    def usual_sort(self):
        return self.DISTANCE if self.place else self.NEWEST

    @property
    def sort(self):
        asked = self.asked.get("tri")
        return asked if asked in dict(self.sorts) else self.usual_sort

    @property
    def order(self):
        newest = ["-created_at", "-pk"]
        if self.sort == self.DISTANCE:
            return [F("distance").asc(nulls_last=True), *newest]
        if self.sort == self.DEADLINE:
            return [F("expires_on").asc(nulls_last=True), *newest]
        return newest


class OfferSessionFilterSet(OfferCriteria):
    """Sessions of the offers that match; `du` and `au` are the days on which they begin."""

    class Meta(OfferCriteria.Meta):
        model = models.OfferSession
        fields = []

    def filter_queryset(self, queryset):
        offers = self.narrow(models.Offer.objects.filter(pk=OuterRef("offer")))
        return queryset.filter(Exists(offers)).between(*self.period)


class PartnerFilterSet(filters.FilterSet):
    type = filters.ChoiceFilter("kind", choices=models.Partner.Kind.choices)

    class Meta:
        model = models.Partner
        fields = []


class AgreementFilterSet(filters.FilterSet):
    partenaire = ReferenceFilter("partners", queryset=public(models.Partner), named_by=["code"])
    reseau = filters.CharFilter("network__code", max_length=20)
    structure = filters.CharFilter("structure__imilo_code", max_length=8)
    en_vigueur = filters.BooleanFilter(method="in_force", label=_("en vigueur aujourd’hui"))

    class Meta:
        model = models.Agreement
        fields = []

    def in_force(self, queryset, name, value):
        today = models.Agreement.objects.in_force_on(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=today) if value else queryset.exclude(pk__in=today)


class CoverageFilterSet(filters.FilterSet):
    commune = filters.CharFilter("commune", max_length=5)
    structure = filters.CharFilter("structure__imilo_code", max_length=8)
    departement = filters.CharFilter("commune__department_code", max_length=3)

    class Meta:
        model = models.Coverage
        fields = []
