"""What the rows of one page would change, or changed, in words: the old value beside the new one.

Made for the visible page of a table only: as many queries as there are kinds of related objects,
never one for each row.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from functools import cached_property

from django.db.models import BooleanField, DateField, DateTimeField, FloatField, Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.spreadsheets import yes_or_no
from imports.cleaning import as_json
from imports.models import ImportRow
from imports.models.rows import TITLES
from imports.rules import KINDS

Kind = ImportRow.Kind

#: Columns shown for a row that changes and for a new one, unless it is alone on the page.
SHOWN, SHOWN_OF_NEW = 6, 4
#: Characters of one value, and of what surrounds a change in a long text.
LONG, AROUND = 160, 40
#: Beyond, comparing word by word takes too long to be worth it.
COMPARED = 4_000


@dataclass
class Part:
    text: str
    changed: bool = False


@dataclass
class FieldChange:
    name: str
    label: str
    old: list[Part]
    new: list[Part]

    @property
    def old_text(self):
        return "".join(part.text for part in self.old)

    @property
    def new_text(self):
        return "".join(part.text for part in self.new)


@dataclass
class FieldFault:
    label: str
    message: str
    remedy: str
    value: str
    level: str


@dataclass
class Line:
    """A row as the table shows it."""

    row: ImportRow
    title: str
    identity: str
    changes: list[FieldChange] = field(default_factory=list)
    #: Fields that change and aren't shown.
    more: int = 0
    faults: list[FieldFault] = field(default_factory=list)
    #: The model and the key of the object's own page.
    link: tuple | None = None
    #: Whether there is something to compare with.
    has_old: bool = False

    @property
    def can_be_left_out(self):
        return self.row.kind in KINDS


def describe(batch, rows):
    """A `Line` for each of these rows."""
    return Description(batch, list(rows)).lines()


class Description:
    def __init__(self, batch, rows):
        self.batch, self.rows = batch, rows
        self.target = batch.feed.target_definition
        self.model = self.target.model
        self.is_alone = len(rows) == 1

    def lines(self):
        return [self.line(row) for row in self.rows]

    def line(self, row):
        old, new = self.values(row)
        changed = [name for name in new if (old or {}).get(name) != new[name]]
        if row.kind == Kind.NEW:
            changed = [name for name in changed if self.tells(name, new[name])]
        limit = SHOWN_OF_NEW if row.kind == Kind.NEW else SHOWN
        shown = changed if self.is_alone else changed[:limit]
        return Line(
            row=row,
            title=self.title(old, new),
            identity=self.identity(row),
            changes=[self.change(name, old, new) for name in shown],
            more=len(changed) - len(shown),
            faults=[self.fault(fault) for fault in row.faults],
            has_old=old is not None,
            link=(self.model, row.object_id) if self.exists(row) else None,
        )

    def tells(self, name, value):
        """What isn't empty, nor said already by the name of the row or by its feed."""
        said = {*self.target.key, *self.constants, *TITLES}
        return value not in (None, "", []) and name not in said

    def exists(self, row):
        """A new row names the object that it will be, before it is there."""
        return row.object_id in self.objects or row.object_id in self.journal

    # --- Values

    def values(self, row):
        """(old or None, new), by field. Databases write the same number in several ways."""
        old, new = self.written(row)
        return old and self.typed(old), self.typed(new)

    def typed(self, values):
        return {
            name: typed(self.fields[name], value)
            for name, value in values.items()
            if name in self.fields
        }

    def written(self, row):
        """The same, as `ImportRow.cleaned` and `Change` have them."""
        if change := self.journal.get(row.object_id):
            return change.before or None, change.after
        if row.kind in {Kind.INVALID, Kind.DUPLICATE, Kind.UNCHANGED, Kind.MATCHED}:
            return None, {}
        old = self.objects.get(row.object_id)
        if row.kind == Kind.VANISHED:
            return old, dict(self.target.withdrawn or {})
        returning = (self.target.listed or {}) if row.returns else {}
        return old, {**row.cleaned, **returning}

    @cached_property
    def journal(self):
        """What was really done, once it is."""
        if not self.batch.applied_at:
            return {}
        changes = self.batch.changes.filter(object_id__in=self.object_ids)
        return {change.object_id: change for change in changes}

    @cached_property
    def object_ids(self):
        return [row.object_id for row in self.rows if row.object_id]

    @cached_property
    def objects(self):
        """Primary key → the values that the catalogue has now."""
        if not self.object_ids:
            return {}
        many = [name for name, model_field in self.fields.items() if model_field.many_to_many]
        found = self.model._base_manager.filter(pk__in=self.object_ids).prefetch_related(
            *(
                Prefetch(name, self.fields[name].related_model._base_manager.order_by("pk"))
                for name in many
            )
        )
        return {instance.pk: self.values_of(instance) for instance in found}

    def values_of(self, instance):
        return {
            name: as_json(
                getattr(instance, name).all()
                if model_field.many_to_many
                else getattr(instance, model_field.attname)
            )
            for name, model_field in self.fields.items()
        }

    @cached_property
    def fields(self):
        """What is worth showing: the columns of the target, and what a withdrawal changes."""
        names = [*self.target.columns, *(self.target.withdrawn or {})]
        meta = self.model._meta
        own = {model_field.name for model_field in [*meta.fields, *meta.many_to_many]}
        return {name: meta.get_field(name) for name in dict.fromkeys(names) if name in own}

    # --- Words

    def change(self, name, old, new):
        was, is_ = self.text(name, (old or {}).get(name)), self.text(name, new[name])
        old_parts, new_parts = compared(was, is_) if old else ([], [Part(excerpt(is_))])
        return FieldChange(name, self.label(name), old_parts, new_parts)

    def fault(self, fault):
        return FieldFault(
            label=self.label(fault["field"]),
            message=fault["message"],
            remedy=fault.get("remedy", ""),
            value=excerpt(str(fault.get("value", ""))),
            level=fault.get("level", "error"),
        )

    def label(self, name):
        if column := self.target.columns.get(name):
            return column.header
        return capfirst(str(self.fields[name].verbose_name)) if name in self.fields else ""

    def title(self, old, new):
        for values in (new, old or {}):
            for name in TITLES:
                if values.get(name):
                    return excerpt(str(values[name]))
        return ""

    def identity(self, row):
        """The key as people write it: codes as they are, related objects by their name."""
        parts = row.key.split("|")
        if len(parts) != len(self.target.key):
            return row.key
        return " · ".join(
            self.text(name, self.part(name, part))
            for name, part in zip(self.target.key, parts, strict=True)
            if part and name not in self.constants
        )

    def part(self, name, text):
        """A part of a key, as a value."""
        if self.is_link(name):
            return int(text) if text.isdigit() else text
        is_date = isinstance(self.fields.get(name), DateField) and len(text) == 10
        return date.fromisoformat(text) if is_date else text

    def is_link(self, name):
        return name in self.fields and self.fields[name].is_relation

    @cached_property
    def constants(self):
        return self.target.constants(self.batch.feed)

    def text(self, name, value):
        model_field = self.fields[name]
        if value in (None, "", []):
            return ""
        if model_field.is_relation:
            pks = value if isinstance(value, list) else [value]
            names = self.names[model_field.related_model]
            return ", ".join(names.get(pk, _("(supprimé)")) for pk in pks)
        if model_field.choices:
            return capfirst(str(dict(model_field.flatchoices).get(value, value)))
        if isinstance(value, bool):
            return yes_or_no(value)
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "d/m/Y H:i")
        if isinstance(value, date):
            return date_format(value, "d/m/Y")
        return str(value).replace(".", ",") if isinstance(value, float) else str(value)

    @cached_property
    def names(self):
        """Related model → primary key → name, for all that these rows mention."""
        wanted = defaultdict(set)
        links = {name: found for name, found in self.fields.items() if found.is_relation}
        for row in self.rows:
            for values in self.values(row):
                for name in links.keys() & (values or {}).keys():
                    value = values[name]
                    wanted[links[name].related_model].update(
                        value if isinstance(value, list) else [value] if value else []
                    )
            for name, part in zip(self.target.key, row.key.split("|"), strict=False):
                if name in links and part.isdigit():
                    wanted[links[name].related_model].add(int(part))
        return defaultdict(
            dict,
            {
                model: {
                    instance.pk: str(instance)
                    for instance in model._base_manager.filter(pk__in=pks)
                }
                for model, pks in wanted.items()
            },
        )


def typed(model_field, value):
    if value is None or model_field.is_relation:
        return value
    if isinstance(model_field, DateTimeField):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(model_field, DateField):
        return date.fromisoformat(value)
    if isinstance(model_field, FloatField):
        return float(value)
    return bool(value) if isinstance(model_field, BooleanField) else value


def excerpt(text):
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def compared(old, new):
    """The two texts in parts, those that differ marked; long stretches in common are shortened."""
    if not old or not new or len(old) + len(new) > COMPARED:
        return whole(old), whole(new)
    before, after = words(old), words(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.3:
        return whole(old), whole(new)
    old_parts, new_parts = [], []
    for tag, i, j, k, m in matcher.get_opcodes():
        add(old_parts, "".join(before[i:j]), changed=tag != "equal")
        add(new_parts, "".join(after[k:m]), changed=tag != "equal")
    return shortened(old_parts), shortened(new_parts)


def add(parts, text, *, changed):
    """A space between two changed words is no reason to stop and begin again."""
    if len(parts) > 1 and changed and not parts[-1].changed and parts[-1].text.isspace():
        space = parts.pop()
        text = f"{parts.pop().text}{space.text}{text}"
    if text:
        parts.append(Part(text, changed))


def whole(text):
    return [Part(excerpt(text), changed=True)] if text else []


def words(text):
    """And what stands between them, so that nothing is lost."""
    return re.findall(r"\s+|\S+", text)


def shortened(parts):
    last = len(parts) - 1
    shown, room = [], LONG
    for index, part in enumerate(parts):
        text = part.text
        if not part.changed and len(text) > 2 * AROUND:
            head = text[:AROUND].rpartition(" ")[0] if index else ""
            tail = text[-AROUND:].partition(" ")[2] if index < last else ""
            text = f"{head} […] {tail}"
        if len(text) > room:
            text = f"{text[:room]}…"
        shown.append(Part(text, part.changed))
        room -= len(text)
        if room <= 0:
            break
    return shown
