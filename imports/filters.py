"""Which rows of a batch, and which feeds, somebody asks to see."""

import django_filters as filters
from django import forms
from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from imports import diff, targets
from imports.models import BatchState, Feed, ImportRow

#: What waits for a person.
WAITING = [BatchState.MAPPING, BatchState.REVIEW]


class TextFilter(filters.CharFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, max_length=100, **kwargs)


class LineFilter(filters.NumberFilter):
    field_class = forms.IntegerField


class RowFilterSet(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=ImportRow.Kind.choices, label=_("résultat"))
    outcome = filters.ChoiceFilter(choices=ImportRow.Outcome.choices, label=_("application"))
    excluded = filters.BooleanFilter(label=_("laissée de côté"))
    line = LineFilter(min_value=1, max_value=2**31 - 1, label=_("ligne"))
    q = TextFilter(method="search", label=_("nom, identifiant ou numéro de ligne"))
    cause = TextFilter(method="with_fault", label=_("cause"))

    class Meta:
        model = ImportRow
        fields = []

    def __init__(self, *args, target, **kwargs):
        super().__init__(*args, **kwargs)
        self.target = target

    def search(self, queryset, name, value):
        """A line, the beginning of an identifier, or a part of what people call the object by."""
        meta = self.target.model._meta
        found = Q(pk__in=[])
        for place, name in enumerate(self.target.key):
            # A related object stands in the key by a number that nobody knows.
            if not meta.get_field(name).is_relation:
                found |= Q(key__icontains=f"|{value}") if place else Q(key__istartswith=value)
        for name in diff.TITLES:
            if name in self.target.columns:
                found |= Q(**{f"cleaned__{name}__icontains": value})
        if value.isdecimal() and len(value) < 10:
            found |= Q(line=int(value))
        return queryset.filter(found)

    def with_fault(self, queryset, name, value):
        """`field:code`, as `report.Cause.slug` says it."""
        field, _colon, code = value.partition(":")
        if connection.vendor == "postgresql":
            return queryset.filter(faults__contains=[{"field": field, "code": code}])
        table = connection.ops.quote_name(ImportRow._meta.db_table)
        condition = RawSQL(  # noqa: S611 - the table's name is ours, the rest are parameters
            f"EXISTS (SELECT 1 FROM json_each({table}.faults) AS f "  # noqa: S608
            "WHERE json_extract(f.value, '$.field') = %s AND json_extract(f.value, '$.code') = %s)",
            [field, code],
            output_field=BooleanField(),
        )
        return queryset.filter(condition)


class FeedFilterSet(filters.FilterSet):
    q = TextFilter(method="search", label=_("nom, partenaire"))
    target = filters.ChoiceFilter(
        choices=lambda: [(target.code, target.label) for target in targets.all_targets()],
        label=_("contenu"),
        empty_label=_("Tous les contenus"),
    )
    waiting = filters.BooleanFilter(method="waits", label=_("attend quelqu’un"))

    class Meta:
        model = Feed
        fields = []

    def search(self, queryset, name, value):
        return queryset.filter(
            Q(name__icontains=value) | Q(code__icontains=value) | Q(partner__name__icontains=value)
        )

    def waits(self, queryset, name, value):
        waiting = Q(last_state__in=WAITING)
        return queryset.filter(waiting if value else ~waiting)
