"""What people send from the pages of activity."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from activity.grid import Change, Conflict, Detail
from activity.models import Indicator, ReportEvent
from activity.models.records import MAX_VALUE
from activity.periods import Frequency
from catalogue.models import Scheme, Theme


class CountField(forms.IntegerField):
    """A number from zero up, as it is typed or copied: "1 250". Left empty: not given."""

    widget = forms.TextInput

    def __init__(self, **options):
        super().__init__(
            required=False,
            min_value=0,
            max_value=MAX_VALUE,
            error_messages={
                "invalid": _("Écrivez un nombre entier, ou laissez vide."),
                "min_value": _("Un nombre va de 0 à 9 999 999."),
                "max_value": _("Un nombre va de 0 à 9 999 999."),
            },
            **options,
        )

    def to_python(self, value):
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class TargetField(CountField):
    """A target is of one at least; left empty, there is none."""

    def validate(self, value):
        super().validate(value)
        if value == 0:
            raise forms.ValidationError(
                _("Un objectif est d’au moins 1 ; laissez vide s’il n’y en a pas.")
            )


@dataclass
class Entry:
    """A cell as the form shows it: what is typed, what was seen, what is wrong."""

    cell: object
    value: forms.BoundField
    seen: forms.BoundField
    conflict: Conflict | None
    warning: str

    @property
    def errors(self):
        return self.value.errors


class GridForm(forms.Form):
    """Two fields for each cell: what is in it, and what was when the page was made."""

    def __init__(self, grid, data=None):
        super().__init__(data)
        self.grid = grid
        self.conflicts, self.warnings = {}, {cell.key: cell.warning for cell in grid.cells}
        for cell in grid.cells:
            self.fields[f"value:{cell.key}"] = CountField(initial=cell.value)
            self.fields[f"seen:{cell.key}"] = CountField(
                initial=cell.value, widget=forms.HiddenInput
            )

    @property
    def changes(self):
        """Of the cells that hold a number, or nothing: the others don't keep these from being
        saved."""
        found = [
            Change(cell.key, given[f"value:{cell.key}"], given[f"seen:{cell.key}"])
            for given in [self.cleaned_data]
            for cell in self.grid.cells
            if f"value:{cell.key}" in given and f"seen:{cell.key}" in given
        ]
        return [change for change in found if change.value != change.seen]

    def take(self, saved):
        """What was saved has been seen; so has what somebody else wrote, shown beside."""
        self.data = self.data.copy()
        self.conflicts = {conflict.key: conflict for conflict in saved.conflicts}
        self.warnings |= dict.fromkeys(saved.values, "") | saved.warnings
        theirs = {key: conflict.theirs for key, conflict in self.conflicts.items()}
        for key, value in (saved.values | theirs).items():
            self.data[f"seen:{key}"] = "" if value is None else value

    def sections(self):
        """[(group, whether it has modalities, [(indicator, [Entry])])], in the groups' order."""
        return [
            (group, any(indicator.has_modality for indicator, _entries in rows), rows)
            for group in Indicator.Group
            if (
                rows := [
                    (row.indicator, [self.entry(cell) for cell in row.cells])
                    for row in self.grid.rows
                    if row.indicator.group == group
                ]
            )
        ]

    def entry(self, cell):
        return Entry(
            cell,
            self[f"value:{cell.key}"],
            self[f"seen:{cell.key}"],
            self.conflicts.get(cell.key),
            self.warnings[cell.key],
        )


class DetailForm(forms.Form):
    """What the figures are about, when it isn't everything."""

    site = forms.ModelChoiceField(
        None, required=False, label=_("Lieu d’accueil"), empty_label=_("Aucun en particulier")
    )
    theme = forms.ModelChoiceField(
        Theme.objects.order_by("name"),
        required=False,
        label=_("Thématique"),
        empty_label=_("Aucune en particulier"),
    )
    scheme = forms.ModelChoiceField(
        Scheme.objects.order_by("name"),
        required=False,
        label=_("Dispositif"),
        empty_label=_("Aucun en particulier"),
    )

    def __init__(self, structure, data):
        super().__init__(data)
        self.fields["site"].queryset = structure.sites.order_by("name")

    @property
    def detail(self):
        return Detail(**self.cleaned_data)


class PeriodForm(forms.Form):
    """Any day of the week, or of the month, to go to."""

    date = forms.DateField(required=False)
    frequency = forms.ChoiceField(choices=Frequency.choices, required=False)

    @property
    def frequency_or_week(self):
        return self.cleaned_data.get("frequency") or Frequency.WEEK


class EntryListForm(forms.Form):
    """Which structures, and the period in which each one stands."""

    q = forms.CharField(required=False, max_length=100)
    period = forms.CharField(required=False, max_length=10)


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi ?"),
        max_length=ReportEvent._meta.get_field("reason").max_length,
        error_messages={"required": _("Dites pourquoi vous rouvrez cette saisie.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TargetsForm(forms.Form):
    """A number for each indicator, and the one that was there when the page was made."""

    def __init__(self, indicators, targets, data=None):
        """`targets`: {indicator's key: value}."""
        super().__init__(data)
        self.indicators = list(indicators)
        for indicator in self.indicators:
            initial = targets.get(indicator.pk)
            self.fields[f"value:{indicator.code}"] = TargetField(
                label=indicator.name, initial=initial
            )
            self.fields[f"seen:{indicator.code}"] = CountField(
                initial=initial, widget=forms.HiddenInput
            )

    @property
    def changes(self):
        given = self.cleaned_data
        changes = {
            indicator: (given[f"value:{indicator.code}"], given[f"seen:{indicator.code}"])
            for indicator in self.indicators
        }
        return {
            indicator: change for indicator, change in changes.items() if change[0] != change[1]
        }

    def take(self, theirs):
        """What somebody else set meanwhile is said, and seen from now on."""
        self.data = self.data.copy()
        for indicator, value in theirs.items():
            name = f"value:{indicator.code}"
            words = (
                _("Quelqu’un vient d’enlever cet objectif.")
                if value is None
                else _("Quelqu’un vient de mettre %(value)s.") % {"value": value}
            )
            self.add_error(
                name,
                _("%(words)s Gardez votre chiffre ou mettez le sien, puis enregistrez.")
                % {"words": words},
            )
            self.data[f"seen:{indicator.code}"] = "" if value is None else value

    def rows(self):
        """[(indicator, field, what was seen)]"""
        return [
            (indicator, self[f"value:{indicator.code}"], self[f"seen:{indicator.code}"])
            for indicator in self.indicators
        ]
