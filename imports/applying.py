"""The reviewed rows into the catalogue: a handful of statements, in the caller's transaction.

What is written is what was staged, never the file read again. Set-based writes skip `save()` and
its signals, so what these would do is done here: dates, journal, provenance, audit; the search
is brought up to date by a task of its own (`imports.tasks`).
"""

from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from imports.classification import match
from imports.cleaning import dumps, written_fields
from imports.database import dialect, quoted, table, through_columns
from imports.models import Change, ImportRow, Provenance

Kind, Outcome = ImportRow.Kind, ImportRow.Outcome
#: What `save()` and publishing date.
DATED = {"created_at", "updated_at", "first_published_at", "last_published_at"}


def apply(batch):
    """Applies the chosen rows of a batch. Sets `batch.counts` and `batch.applied_at`, unsaved.

    An object that changed since the review keeps its values: its row's outcome is a conflict.
    """
    Application(batch).run()


class Application:
    def __init__(self, batch):
        self.batch, self.feed = batch, batch.feed
        self.target = self.feed.target_definition
        self.model = self.target.model
        self.meta = self.model._meta
        self.sql = dialect()
        self.now = timezone.now()
        self.applied = self.conflicts = self.gone = 0
        written = [self.meta.get_field(name) for name in written_fields(batch)]
        self.columns = [field for field in written if not field.many_to_many]
        self.links = [field for field in written if field.many_to_many]
        derived = [self.meta.get_field(name) for name in self.target.derived_fields]
        self.derived = [field for field in derived if field not in self.columns]
        self.stamps = {
            self.meta.get_field(name): value for name, value in self.target.stamps(batch).items()
        }

    def run(self):
        """Asks nothing about kinds of rows that there are none of."""
        chosen = self.batch.choices.get("kinds", [Kind.NEW, Kind.CHANGED, Kind.VANISHED])
        there = {kind for kind in chosen if self.batch.counts.get(kind)}
        with connection.cursor() as self.cursor:
            self.target.before_applying(self)
            self.set_orphans_aside(there & {Kind.NEW, Kind.CHANGED})
            if there & {Kind.CHANGED, Kind.VANISHED}:
                self.choose(there - {Kind.NEW})
            if Kind.NEW in there:
                self.choose_new()
            self.leave_closed()
            if Kind.NEW in there:
                self.create()
            if Kind.CHANGED in there:
                self.update()
            if Kind.VANISHED in there:
                self.withdraw()
            if self.links and there & {Kind.NEW, Kind.CHANGED}:
                self.link(there)
            self.note_provenance(there)
            self.target.after_applying(self)
        self.count()

    def execute(self, statement, *parameters):
        self.cursor.execute(statement, parameters)
        return self.cursor.rowcount

    def rows(self, *kinds, alias="r"):
        """A condition: the rows of these kinds that are to be applied. One parameter, the batch."""
        names = ", ".join(f"'{kind.value}'" for kind in kinds)
        return (
            f"{alias}.batch_id = %s AND {alias}.outcome = 'applied' AND {alias}.kind IN ({names})"
        )

    def set_orphans_aside(self, kinds):
        """Rows that name what was deleted since the review: a partner, a theme."""
        gone = []
        for field in self.columns:
            if field.is_relation:
                value = self.sql.value("r.cleaned", field)
                # Of an empty list, even null is no part.
                gone.append(f"({value} IS NOT NULL AND {value} NOT IN ({keys_of(field)}))")
        for field in self.links:
            items, item = self.sql.items("r.cleaned", field), self.sql.item(field)
            gone.append(f"EXISTS (SELECT 1 FROM {items} WHERE {item} NOT IN ({keys_of(field)}))")
        if gone and kinds:
            names = ", ".join(f"'{kind}'" for kind in kinds)
            self.gone = self.execute(
                f"UPDATE {table(ImportRow)} AS r SET outcome = 'gone' WHERE r.batch_id = %s "
                f"AND r.kind IN ({names}) AND NOT r.excluded AND ({' OR '.join(gone)})",
                self.batch.pk,
            )

    def choose(self, kinds):
        """The rows about objects that are there. Nobody else writes to these until the end; those
        edited or deleted since the review are left as they are now."""
        chosen = self.batch.rows.filter(kind__in=kinds, excluded=False).exclude(
            outcome=Outcome.GONE
        )
        self.applied += chosen.update(outcome=Outcome.APPLIED)
        if self.sql.for_update:  # SQLite has one writer anyway
            self.execute(
                f"SELECT o.id FROM {table(self.model)} o JOIN {table(ImportRow)} r "
                f"ON r.object_id = o.id WHERE {self.rows(Kind.CHANGED, Kind.VANISHED)} "
                f"ORDER BY o.id {self.sql.for_update} OF o",
                self.batch.pk,
            )
        as_reviewed = self.model._default_manager.filter(
            pk=OuterRef("object_id"), updated_at=OuterRef("object_version")
        )
        stale = chosen.exclude(Exists(as_reviewed)).update(outcome=Outcome.CONFLICT)
        self.applied -= stale
        self.conflicts += stale

    def choose_new(self):
        """Each new object gets its primary key; what somebody else made since is left alone."""
        new = self.batch.rows.filter(kind=Kind.NEW, excluded=False, outcome=Outcome.NONE)
        if match(self.batch, "AND NOT r.excluded AND r.outcome = ''", kind=Kind.NEW):
            made_since = new.filter(object_id__isnull=False)
            self.conflicts += made_since.update(outcome=Outcome.CONFLICT)
        self.applied += self.sql.allocate(
            self.cursor,
            self.model,
            "batch_id = %s AND kind = 'new' AND NOT excluded AND object_id IS NULL "
            "AND outcome = ''",
            [self.batch.pk],
        )

    def leave_closed(self):
        """What may not be written any more, since the review."""
        rows = self.target.closed(
            lambda name: self.sql.value("r.cleaned", self.meta.get_field(name))
        )
        for condition, _fault in rows:
            late = self.execute(
                f"UPDATE {table(ImportRow)} AS r SET outcome = 'conflict' "
                f"WHERE {self.rows(Kind.NEW, Kind.CHANGED)} AND {condition}",
                self.batch.pk,
            )
            self.applied -= late
            self.conflicts += late

    def note(self, action, kind, before, after, parameters=()):
        """The journal: each object before and after, and the line that had last spoken of it."""
        known = [(name, f"p.{quoted(name)}") for name in ("batch_id", "line", "withdrawn_by_id")]
        provenance = self.sql.json_null_or("p.id IS NOT NULL", self.sql.image(known))
        self.execute(
            f"INSERT INTO {table(Change)} (batch_id, line, object_id, key, action, before, after, "
            "provenance, undo, conflicts) "
            f"SELECT %s, r.line, r.object_id, r.key, '{action}', {before}, {after}, {provenance}, "
            f"'', '[]' FROM {table(ImportRow)} r JOIN {table(self.model)} o ON o.id = r.object_id "
            f"LEFT JOIN {table(Provenance)} p ON p.feed_id = %s AND p.object_id = o.id "
            f"WHERE {self.rows(kind)}",
            *(self.batch.pk, *parameters, self.feed.pk, self.batch.pk),
        )

    def extra_columns(self, values):
        """The fields of `listed` or `withdrawn` that the file doesn't write itself."""
        fields = [self.meta.get_field(name) for name in values or {}]
        return [field for field in fields if field not in self.columns]

    def create(self):
        read = {field: self.sql.value("r.cleaned", field) for field in self.columns + self.derived}
        fixed = {field: value for field, value in self.fixed_values().items() if field not in read}
        fixed |= self.stamps
        names = [quoted(field.column) for field in [*read, *fixed]]
        values = [*read.values(), *("%s" for _field in fixed)]
        self.execute(
            f"INSERT INTO {table(self.model)} (id, {', '.join(names)}) "
            f"SELECT r.object_id, {', '.join(values)} FROM {table(ImportRow)} r "
            f"WHERE {self.rows(Kind.NEW)} ORDER BY r.line, r.id",
            *fixed.values(),
            self.batch.pk,
        )
        self.note(Change.Action.CREATED, Kind.NEW, "'{}'", "r.cleaned")

    def fixed_values(self):
        """What every new object has, besides what its row says: `save()` would have given it."""
        values = {}
        for field in self.meta.concrete_fields:
            if field.primary_key:
                continue
            value = field.get_default()
            if field.name in DATED:
                value = self.now
            values[field] = field.get_db_prep_save(value, connection)
        return values

    def update(self):
        """Columns of changed objects; what was withdrawn and is listed again comes back."""
        listed = self.extra_columns(self.target.listed)
        self.note(
            Change.Action.UPDATED,
            Kind.CHANGED,
            self.image([*self.columns, *listed, *self.stamps], self.links),
            self.sql.merged(
                self.sql.with_values("r.cleaned", list(self.stamps)),
                "CASE WHEN r.returns THEN %s ELSE '{}' END",
            ),
            [*self.stamps.values(), dumps(self.target.listed or {})],
        )
        changes = [
            f"{quoted(field.column)} = {self.sql.value('r.cleaned', field)}"
            for field in self.columns
            if field.name not in self.target.key
        ]
        changes += [f"{quoted(field.column)} = %s" for field in self.stamps]
        parameters = list(self.stamps.values())
        for field in listed:
            column = quoted(field.column)
            changes.append(f"{column} = CASE WHEN r.returns THEN %s ELSE o.{column} END")
            parameters.append(self.target.listed[field.name])
        self.write(changes, parameters, Kind.CHANGED)

    def withdraw(self):
        fields = [self.meta.get_field(name) for name in self.target.withdrawn]
        self.note(
            Change.Action.WITHDRAWN,
            Kind.VANISHED,
            self.image(fields),
            "%s",
            [dumps(self.target.withdrawn)],
        )
        self.write(
            [f"{quoted(field.column)} = %s" for field in fields],
            list(self.target.withdrawn.values()),
            Kind.VANISHED,
        )

    def image(self, columns, links=()):
        return self.sql.image(
            [(field.name, self.sql.column("o", field)) for field in columns]
            + [(field.name, self.sql.links(field, "o")) for field in links]
        )

    def write(self, changes, parameters, kind):
        changes = [*changes, "updated_at = %s"]
        parameters = [*parameters, self.moment]
        if "latest_revision" in {field.name for field in self.meta.fields}:
            # A draft of before would bring the old values back when it is opened and published;
            # one that waits for publication is somebody's work, and stays.
            changes.append(
                "latest_revision_id = CASE WHEN o.has_unpublished_changes "
                "THEN o.latest_revision_id ELSE NULL END"
            )
        self.execute(
            f"UPDATE {table(self.model)} AS o SET {', '.join(changes)} "
            f"FROM {table(ImportRow)} r WHERE o.id = r.object_id AND {self.rows(kind)}",
            *parameters,
            self.batch.pk,
        )

    @property
    def moment(self):
        return models.DateTimeField().get_db_prep_save(self.now, connection)

    def link(self, kinds):
        """Many-to-many: of changed and of new objects."""
        for field in self.links:
            through, mine, theirs = through_columns(field)
            if Kind.CHANGED in kinds:
                self.execute(
                    f"DELETE FROM {through} WHERE {mine} IN (SELECT r.object_id "
                    f"FROM {table(ImportRow)} r WHERE {self.rows(Kind.CHANGED)})",
                    self.batch.pk,
                )
            self.execute(
                f"INSERT INTO {through} ({mine}, {theirs}) SELECT r.object_id, "
                f"{self.sql.item(field)} FROM {table(ImportRow)} r, "
                f"{self.sql.items('r.cleaned', field)} WHERE {self.rows(Kind.NEW, Kind.CHANGED)}",
                self.batch.pk,
            )

    def note_provenance(self, kinds):
        """Whose every object is. Those found unchanged keep the line that last changed them."""
        if kinds & {Kind.NEW, Kind.CHANGED}:
            self.claim(
                "r.outcome = 'applied' AND r.kind IN ('new', 'changed')",
                "(key, batch_id, line, withdrawn_by_id) = "
                "(excluded.key, excluded.batch_id, excluded.line, NULL)",
            )
        if self.batch.counts.get(Kind.UNCHANGED):
            self.claim(
                "r.kind = 'unchanged' AND NOT r.excluded",
                f"withdrawn_by_id = NULL WHERE {table(Provenance)}.withdrawn_by_id IS NOT NULL",
            )
        if Kind.VANISHED in kinds:
            vanished = self.batch.rows.filter(kind=Kind.VANISHED, outcome=Outcome.APPLIED)
            Provenance.objects.filter(
                feed=self.feed, object_id__in=vanished.order_by().values("object_id")
            ).update(withdrawn_by=self.batch)

    def claim(self, rows, when_known):
        self.execute(
            f"INSERT INTO {table(Provenance)} "
            "(feed_id, object_id, key, batch_id, line, withdrawn_by_id) "
            f"SELECT %s, r.object_id, r.key, %s, r.line, NULL FROM {table(ImportRow)} r "
            f"WHERE r.batch_id = %s AND r.object_id IS NOT NULL AND {rows} "
            f"ON CONFLICT (feed_id, object_id) DO UPDATE SET {when_known}",
            *(self.feed.pk, self.batch.pk, self.batch.pk),
        )

    def count(self):
        self.batch.counts = self.batch.counts | {
            "applied": self.applied,
            "conflicts": self.conflicts,
            "gone": self.gone,
        }
        self.batch.applied_at = self.now


def keys_of(field):
    """Of what a foreign key, or a many-to-many, may point to."""
    model = field.related_model
    return f"SELECT {quoted(model._meta.pk.column)} FROM {table(model)}"
