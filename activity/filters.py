"""What somebody asks to see: one FilterSet for records, one for totals."""

from datetime import date, timedelta

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activity import late, summary
from activity.models import ActivityRecord, Indicator, Modality
from activity.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    Frequency,
    Month,
    Quarter,
    Span,
    Week,
    Year,
    parse,
)
from catalogue.filters import ChoicesFilter
from catalogue.models import Network, Scheme, Structure, Theme

#: What a breakdown over time is by.
OVER_TIME = {"semaine": Week, "mois": Month, "trimestre": Quarter, "annee": Year}
#: What another breakdown is by, as `summary.COLUMNS` names it.
BY_COLUMN = {
    "structure": "structure",
    "reseau": "network",
    "modalite": "modality",
    "lieu": "site",
    "thematique": "theme",
    "dispositif": "scheme",
}
BREAKDOWNS = [
    ("structure", _("structure")),
    ("reseau", _("réseau")),
    ("semaine", _("semaine")),
    ("mois", _("mois")),
    ("trimestre", _("trimestre")),
    ("annee", _("année")),
    ("modalite", _("modalité")),
    ("lieu", _("lieu d’accueil")),
    ("thematique", _("thématique")),
    ("dispositif", _("dispositif")),
]
MODALITIES = [choice for choice in Modality.choices if choice[0]]

#: 53 weeks, and the days of a first and a last one.
LONGEST = timedelta(days=371)


def default_period():
    """The last month that is over: its weeks are reported, most likely."""
    return Month.of(timezone.localdate()).previous


class PeriodField(forms.CharField):
    """« 2024-W15 », « 2024-04 », « 2024-T2 », « 2024 », « 2024-W10..2024-W15 »."""

    def __init__(self, **options):
        super().__init__(max_length=20, **options)

    def clean(self, value):
        code = super().clean(value)
        if not code:
            return None
        try:
            return parse(code)
        except ValueError:
            raise forms.ValidationError(
                _("Écrivez une semaine (2024-W15), un mois (2024-04), un trimestre (2024-T2), une "
                  "année (2024) ou des semaines (2024-W10..2024-W15).")
            ) from None  # fmt: skip


class PeriodFilter(filters.CharFilter):
    field_class = PeriodField


def codes_of(model, code="code", name="name"):
    """Choices, asked of the database when a form needs them."""
    return lambda: list(model.objects.order_by(code).values_list(code, name))


class RecordFilterSet(filters.FilterSet):
    """The figures as they were entered. Without a period, those of the last month that is over."""

    periode = PeriodFilter(method="during", label=_("période"))
    structure = ChoicesFilter(
        "structure__imilo_code", choices=codes_of(Structure, "imilo_code"), label=_("structure")
    )
    reseau = ChoicesFilter("structure__network__code", choices=codes_of(Network), label=_("réseau"))
    indicateur = ChoicesFilter(
        "indicator__code", choices=codes_of(Indicator), label=_("indicateur")
    )
    modalite = ChoicesFilter("modality", choices=MODALITIES, label=_("modalité"))
    thematique = ChoicesFilter("theme__code", choices=codes_of(Theme), label=_("thématique"))
    dispositif = ChoicesFilter("scheme__code", choices=codes_of(Scheme), label=_("dispositif"))
    definitif = filters.BooleanFilter("is_final", label=_("définitif"))

    class Meta:
        model = ActivityRecord
        fields = []

    def during(self, queryset, name, value):
        return queryset.during(value)

    def filter_queryset(self, queryset):
        if not self.form.cleaned_data["periode"]:
            queryset = queryset.during(default_period())
        return super().filter_queryset(queryset)


class ScopeFilterSet(filters.FilterSet):
    """Of which structures, and over what: its `qs` are the structures, the rest is `period`,
    `indicators` and `narrow`."""

    structure = ChoicesFilter(
        "imilo_code", choices=codes_of(Structure, "imilo_code"), label=_("structure")
    )
    reseau = ChoicesFilter("network__code", choices=codes_of(Network), label=_("réseau"))
    periode = PeriodFilter(method="not_of_structures", label=_("période"))
    q = filters.CharFilter(method="named", max_length=100, label=_("nom de la structure"))

    class Meta:
        model = Structure
        fields = []

    def named(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(imilo_code__iexact=value))

    def not_of_structures(self, queryset, name, value: str):
        return queryset

    def asked(self, name):
        """A parameter that was asked for, or nothing; of one that is wrong nothing is made."""
        return self.form.cleaned_data.get(name) if self.is_valid() else None

    @cached_property
    def structures(self):
        return list(self.qs.select_related("network").order_by("name", "imilo_code"))

    @property
    def period(self):
        return self.asked("periode") or default_period()


class CoverageFilterSet(ScopeFilterSet):
    frequence = filters.ChoiceFilter(
        choices=Frequency.choices, method="not_of_structures", label=_("fréquence")
    )

    @property
    def frequency(self):
        return self.asked("frequence") or Frequency.WEEK


class LateForm(forms.Form):
    """One looks at a year at most: it is asked for week by week."""

    def clean_periode(self):
        period = self.cleaned_data["periode"]
        if period and period.ends_on - period.starts_on > LONGEST:
            raise forms.ValidationError(_("Choisissez un an au plus."))
        return period


class LateFilterSet(CoverageFilterSet):
    """Its `qs` are the structures that owe something, as `late.owing` finds them."""

    MISSING, OPEN = "rien", "commencee"

    etat = filters.ChoiceFilter(
        choices=[(MISSING, _("rien n’est saisi")), (OPEN, _("commencée, pas envoyée"))],
        method="not_of_structures",
        label=_("où elle en est"),
    )

    class Meta(CoverageFilterSet.Meta):
        form = LateForm

    @property
    def period(self):
        return self.asked("periode") or late.usual_span(self.frequency)

    @cached_property
    def periods(self):
        """The weeks, or months, that are over by now."""
        return late.due(self.period, self.frequency)

    def filter_queryset(self, queryset):
        owing = late.owing(super().filter_queryset(queryset), self.periods, self.frequency)
        if self.asked("etat") == self.MISSING:
            return late.with_nothing(owing, self.periods)
        return late.with_open(owing) if self.asked("etat") == self.OPEN else owing


class TargetForm(forms.Form):
    def clean_periode(self):
        period = self.cleaned_data["periode"]
        if period and not isinstance(period, Year):
            raise forms.ValidationError(_("Écrivez une année, par exemple 2026."))
        return period


class TargetFilterSet(ScopeFilterSet):
    """The targets of a year."""

    class Meta(ScopeFilterSet.Meta):
        form = TargetForm

    @property
    def year(self):
        period = self.asked("periode")
        return period.year if period else timezone.localdate().year


class SummaryFilterSet(ScopeFilterSet):
    indicateur = ChoicesFilter(
        choices=codes_of(Indicator), method="not_of_structures", label=_("indicateur")
    )
    par = filters.ChoiceFilter(choices=BREAKDOWNS, method="not_of_structures", label=_("par"))
    modalite = filters.ChoiceFilter(
        choices=MODALITIES,
        method="not_of_structures",
        label=_("modalité"),
        empty_label=_("Toutes"),
    )
    thematique = filters.ChoiceFilter(
        choices=codes_of(Theme),
        method="not_of_structures",
        label=_("thématique"),
        empty_label=_("Toutes"),
    )
    dispositif = filters.ChoiceFilter(
        choices=codes_of(Scheme),
        method="not_of_structures",
        label=_("dispositif"),
        empty_label=_("Tous"),
    )
    definitif = filters.BooleanFilter(method="not_of_structures", label=_("définitif"))

    @cached_property
    def indicators(self):
        codes = self.asked("indicateur")
        indicators = Indicator.objects.all()
        return list(indicators.filter(code__in=codes) if codes else indicators)

    @property
    def narrow(self):
        return {
            "modality": self.asked("modalite"),
            "theme__code": self.asked("thematique"),
            "scheme__code": self.asked("dispositif"),
        }

    @property
    def summary(self):
        """The totals that are asked for."""
        return self.summary_over(self.period)

    def summary_over(self, period, indicators=None, within=None):
        """The same of another period, or of other indicators."""
        return summary.Summary(
            self.structures,
            period,
            self.indicators if indicators is None else indicators,
            final=bool(self.asked("definitif")),
            within=within,
            **self.narrow,
        )


class DashboardForm(forms.Form):
    def clean(self):
        """Two days, or one: that of a week."""
        cleaned = super().clean()
        first, last = cleaned.get("du"), cleaned.get("au")
        if last and not first and "du" not in self.errors:
            self.add_error("du", _("Indiquez aussi le premier jour."))
        if first and last and last < first:
            self.add_error("au", _("Le dernier jour vient avant le premier."))
        return cleaned


class PageDayFilter(filters.DateFilter):
    """Any day of the first, or of the last, week."""

    def __init__(self, label):
        bounds = (date(FIRST_YEAR, 1, 4), date(LAST_YEAR, 12, 28))
        super().__init__(
            method="not_of_structures",
            label=label,
            validators=[MinValueValidator(bounds[0]), MaxValueValidator(bounds[1])],
            error_messages={"invalid": _("Écrivez une date, par exemple 2024-04-08.")},
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )


class DashboardFilterSet(SummaryFilterSet):
    """The same for a page: the choices are those of the person, a period may be two days."""

    q = None  # structures are ticked by name
    indicateur = None  # each has a page of its own
    par = filters.ChoiceFilter(
        choices=[*BREAKDOWNS, ("objectif", _("objectif"))],
        method="not_of_structures",
        label=_("par"),
    )
    du = PageDayFilter(_("du"))
    au = PageDayFilter(_("au"))
    comparer = filters.ChoiceFilter(
        choices=[("structure", _("Structures")), ("reseau", _("Réseaux"))],
        method="not_of_structures",
        label=_("comparer"),
    )
    mesure = filters.ChoiceFilter(
        choices=[("nombre", _("Nombre")), ("pour-mille", _("Pour 1 000 jeunes"))],
        method="not_of_structures",
        label=_("mesure"),
    )

    class Meta(SummaryFilterSet.Meta):
        form = DashboardForm

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        self.readable = list(queryset.select_related("network").order_by("name", "imilo_code"))
        for name in ("thematique", "dispositif"):  # asked of the database once
            self.form.fields[name].choices = list(self.form.fields[name].choices)
        networks = {one.network for one in self.readable if one.network}
        self.form.fields["structure"].choices = [
            (structure.imilo_code, structure.name) for structure in self.readable
        ]
        self.form.fields["reseau"].choices = sorted(
            ((network.code, network.name) for network in networks), key=lambda choice: choice[1]
        )

    @cached_property
    def structures(self):
        """As `qs` has them, of those that were read for the choices."""
        codes, networks = self.asked("structure"), self.asked("reseau")
        return [
            one
            for one in self.readable
            if (not codes or one.imilo_code in codes)
            and (not networks or (one.network and one.network.code in networks))
        ]

    @property
    def narrowed(self):
        """The names of what was chosen, besides a period."""
        names = []
        for name in ("reseau", "structure", "modalite", "thematique", "dispositif"):
            asked = self.asked(name) or []
            labels = dict(self.form.fields[name].choices)
            names += [labels[code] for code in ([asked] if isinstance(asked, str) else asked)]
        return [*names, _("chiffres définitifs")] if self.asked("definitif") else names

    @property
    def period(self):
        first = self.asked("du")
        return Span(Week.of(first), Week.of(self.asked("au") or first)) if first else super().period
