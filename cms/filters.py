"""Which pages match what was asked: one FilterSet for their list, their feed and the API."""

from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.filters import UNKNOWN_CHOICE, ChoicesFilter, ReferenceFilter, public
from catalogue.models import Scheme, Structure, Theme

from .library import DURATIONS, Format, Level
from .models.categories import NewsCategory


class PageFilterSet(filters.FilterSet):
    """Knows what was asked of it, to say it again in a title and in an address."""

    @property
    def asked(self):
        """What was asked and exists, by the name of its parameter."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def querystring(self):
        return urlencode({name: self.data[name] for name in self.asked})


class YearFilter(filters.NumberFilter):
    """Within the two centuries that databases and visitors agree on."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        messages = dict.fromkeys(
            ["invalid", "min_value", "max_value"],
            _("Écris une année en chiffres, par exemple 2024."),
        )
        super().__init__(*args, min_value=1900, max_value=2100, error_messages=messages, **kwargs)


def about(lines):
    """A condition on pages: a theme of one of these lines."""
    themes = Theme.objects.filter(line__in=lines)
    return Q(pk__in=themes.filter(resources__isnull=False).values("resources"))


class ResourceFilterSet(PageFilterSet):
    theme = ChoicesFilter(choices=Theme.Line.choices, label=_("Sujet"))
    duree = filters.ChoiceFilter(
        choices=DURATIONS, error_messages=UNKNOWN_CHOICE, label=_("Durée, au plus")
    )
    support = ChoicesFilter(choices=Format.choices, label=_("Format"))
    niveau = ChoicesFilter(choices=Level.choices, label=_("Niveau"))

    #: What each value asks of a page.
    CONDITIONS = {
        "theme": about,
        "duree": lambda minutes: Q(minutes__lte=max(map(int, minutes))),
        "support": lambda formats: Q(format__in=formats),
        "niveau": lambda levels: Q(level__in=levels),
    }

    def filter_queryset(self, queryset):
        return queryset.filter(self.condition())

    def condition(self, **instead):
        """All that was asked, with other values for some of it."""
        asked = {**self.asked, **instead}
        if isinstance(asked.get("duree"), str):
            asked["duree"] = [asked["duree"]]
        return Q(*(self.CONDITIONS[name](values) for name, values in asked.items()))


class CampaignFilterSet(PageFilterSet):
    annee = YearFilter("ends_on", lookup_expr="year", label=_("finies en"))


class NewsFilterSet(PageFilterSet):
    categorie = ReferenceFilter(
        "categories",
        queryset=NewsCategory.objects.all(),
        named_by=["slug"],
        label=_("catégorie"),
    )
    structure = ReferenceFilter(
        "structures__structure",
        queryset=public(Structure),
        named_by=["slug", "imilo_code"],
        label=_("Mission Locale"),
    )
    dispositif = ReferenceFilter(
        "schemes__scheme",
        queryset=public(Scheme),
        named_by=["slug", "code"],
        label=_("dispositif"),
    )


class PressReleaseFilterSet(PageFilterSet):
    annee = YearFilter("date", lookup_expr="year", label=_("année"))
