"""What people send from the pages of imports."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from imports import matching
from imports.models import BatchState, ImportRow
from imports.rules import KINDS

#: What reads well beside a column; the rest of a long text doesn't help to recognise it.
SAMPLE = 60


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Fichier"),
        allow_empty_file=True,  # the reading says what is wrong with it, as with any other
        max_length=None,
        error_messages={"required": _("Choisissez un fichier.")},
        widget=forms.FileInput(
            attrs={
                "accept": ".csv,.tsv,.txt,.xlsx,.ods,.json,.jsonl",
                "class": "imports-drop__input",
            }
        ),
    )


class ConfirmForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        choices=[(kind, ImportRow.Kind(kind).label) for kind in KINDS],
        error_messages={"required": _("Choisissez ce qu’il faut appliquer.")},
    )
    accepts_withdrawals = forms.BooleanField(required=False)


class RowsField(forms.ModelMultipleChoiceField):
    def clean(self, value):
        try:
            return super().clean(value)
        except OverflowError:  # SQLite's; no row has such a number
            raise forms.ValidationError(
                self.error_messages["invalid_list"], code="invalid_list"
            ) from None


class RowsForm(forms.Form):
    """Rows of a batch to leave out, or to take back in."""

    rows = RowsField(ImportRow.objects.none())
    excluded = forms.BooleanField(required=False)

    def __init__(self, batch, data):
        super().__init__(data)
        self.fields["rows"].queryset = batch.rows.filter(kind__in=KINDS)


class MappingForm(forms.Form):
    """A choice for each column of the file. Named by position: a header may be any text."""

    UNDECIDED, LEFT_OUT = "?", ""

    def __init__(self, batch, data=None):
        super().__init__(data)
        self.batch = batch
        self.headers = batch.inspection["headers"]
        self.target = batch.feed.target_definition
        samples = batch.inspection.get("samples") or {}
        self.match = matching.match(self.target, self.headers, batch.feed.mapping, samples)
        for position, header in enumerate(self.headers):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=header,
                required=False,
                choices=self.choices(header),
                initial=self.guess(header),
                help_text=shown_samples(samples.get(header, [])),
            )

    def choices(self, header):
        suggested = self.match.suggestions.get(header, [])
        columns = self.target.columns
        others = [name for name in columns if name not in suggested]
        groups = [(self.LEFT_OUT, _("Ne pas importer"))]
        if self.guess(header) == self.UNDECIDED:
            groups.insert(0, (self.UNDECIDED, _("À vous de choisir…")))
        if keys := self.missing_key:
            groups.append(
                (_("Pour reconnaître chaque ligne"), [self.choice(name) for name in keys])
            )
            suggested = [name for name in suggested if name not in keys]
            others = [name for name in others if name not in keys]
        if suggested:
            groups.append((_("Sans doute"), [self.choice(name) for name in suggested]))
        groups.append((_("Toutes les colonnes"), [self.choice(name) for name in others]))
        return groups

    def choice(self, name):
        column = self.target.columns[name]
        return name, f"{column.header} *" if column.required else column.header

    def guess(self, header):
        """What was chosen before, or is plain; the person decides where something comes near."""
        if self.batch.state == BatchState.REVIEW:
            return self.batch.mapping.get(header, self.LEFT_OUT)
        if header in self.match.undecided and self.match.suggestions.get(header):
            return self.UNDECIDED
        return self.match.mapping[header]

    def clean(self):
        cleaned = super().clean()
        for name in self.fields:
            if cleaned.get(name) == self.UNDECIDED:
                self.add_error(name, _("Choisissez une colonne, ou « Ne pas importer »."))
        return cleaned

    @cached_property
    def missing_key(self):
        """The columns that recognise a line from one file to the next, and no heading means. The
        page says it aloud: left out, they would stop everything at the next step."""
        return matching.missing_key(
            self.target, self.batch.feed, {self.guess(header) for header in self.headers}
        )

    @property
    def missing_key_columns(self):
        return [self.target.columns[name].header for name in self.missing_key]

    @property
    def mapping(self):
        return {
            header: self.cleaned_data[f"column_{position}"]
            for position, header in enumerate(self.headers)
        }

    @property
    def required_columns(self):
        return [column.header for column in self.target.columns.values() if column.required]


def shown_samples(values):
    texts = [str(value) for value in values if value not in (None, "")]
    return [text if len(text) <= SAMPLE else f"{text[: SAMPLE - 1]}…" for text in texts[:3]]
