"""A whole batch taken back from its journal: a handful of statements, in the caller's transaction.

A field that somebody changed since the batch keeps its newer value, and is listed as a conflict;
so is a new object that was changed, or is used, since.
"""

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from imports.cleaning import written_fields
from imports.database import dialect, quoted, table, through_columns
from imports.models import Change, Provenance

#: In `Change.conflicts`: the object as a whole is in the way, not one of its fields.
WHOLE = "*"


def undo(batch):
    """Takes an applied batch back. Sets `batch.counts`, unsaved."""
    Undoing(batch).run()


class Undoing:
    def __init__(self, batch):
        self.batch, self.feed = batch, batch.feed
        self.target = self.feed.target_definition
        self.model = self.target.model
        self.meta = self.model._meta
        self.sql = dialect()
        names = {
            *written_fields(batch),
            *(self.target.listed or {}),
            *(self.target.withdrawn or {}),
        }
        fields = [self.meta.get_field(name) for name in sorted(names)]
        self.columns = [field for field in fields if not field.many_to_many]
        self.links = [field for field in fields if field.many_to_many]
        self.stamps = [self.meta.get_field(name) for name in self.target.stamps(batch)]
        self.now = timezone.now()
        self.applied_at = models.DateTimeField().get_db_prep_save(batch.applied_at, connection)

    def run(self):
        with connection.cursor() as self.cursor:
            self.target.before_undoing(self)
            self.lock()
            self.leave_closed()
            self.note_conflicts()
            self.relink()
            self.restore()
            self.delete_created()
            self.restore_provenance()
            self.target.after_undoing(self)
        self.count()

    def execute(self, statement, *parameters):
        self.cursor.execute(statement, parameters)

    #: The changes of this batch to objects that were there before. One parameter, the batch.
    changed = "c.batch_id = %s AND c.action <> 'created'"

    def lock(self):
        if self.sql.for_update:
            self.execute(
                f"SELECT o.id FROM {table(self.model)} o JOIN {table(Change)} c "
                f"ON c.object_id = o.id WHERE c.batch_id = %s ORDER BY o.id "
                f"{self.sql.for_update} OF o",
                self.batch.pk,
            )

    @cached_property
    def closed(self):
        """Conditions on objects that may not be written any more, `o`."""
        conditions = self.target.closed(
            lambda name: f"o.{quoted(self.meta.get_field(name).column)}"
        )
        return [condition for condition, _fault in conditions]

    def leave_closed(self):
        for condition in self.closed:
            self.execute(
                f"UPDATE {table(Change)} AS c SET undo = 'conflict', conflicts = '[\"{WHOLE}\"]' "
                f"FROM {table(self.model)} o WHERE o.id = c.object_id AND {self.changed} "
                f"AND {condition}",
                self.batch.pk,
            )
        if self.closed:
            self.changed += f" AND {self.sql.text('c.conflicts')} <> '[\"{WHOLE}\"]'"

    def compared(self, field):
        """SQL for what an object has now, had before the batch, and got from it."""
        if field.many_to_many:
            return (
                self.sql.links(field, "o"),
                self.sql.list("c.before", field),
                self.sql.list("c.after", field),
            )
        return (
            f"o.{quoted(field.column)}",
            self.sql.value("c.before", field),
            self.sql.value("c.after", field),
        )

    def is_as_left(self, field):
        """The batch set this field, and nobody did since."""
        now, _before, after = self.compared(field)
        return f"({self.sql.has('c.after', field)} AND {now} {self.sql.same} {after})"

    def was_changed_since(self, field):
        now, before, after = self.compared(field)
        differs = self.sql.differs
        return (
            f"{self.sql.has('c.after', field)} AND {before} {differs} {after} "
            f"AND {now} {differs} {after} AND {now} {differs} {before}"
        )

    def note_conflicts(self):
        fields = [*self.columns, *self.links]
        conflicts = [(field.name, self.was_changed_since(field)) for field in fields]
        self.execute(
            f"UPDATE {table(Change)} AS c SET undo = 'undone', "
            f"conflicts = {self.sql.json_array(conflicts)} "
            f"FROM {table(self.model)} o WHERE o.id = c.object_id AND {self.changed}",
            self.batch.pk,
        )
        changes = self.batch.changes.exclude(action=Change.Action.CREATED)
        changes.filter(undo=Change.Undo.NONE).update(conflicts=[WHOLE])  # deleted since
        changes.exclude(conflicts=[]).update(undo=Change.Undo.CONFLICT)

    def relink(self):
        """Many-to-many first: `restore` says that the object changed."""
        for field in self.links:
            through, mine, theirs = through_columns(field)
            links = (
                f"FROM {table(Change)} c JOIN {table(self.model)} o ON o.id = c.object_id "
                f"WHERE {self.changed} AND {self.is_as_left(field)}"
            )
            # Which ones, before the links change.
            self.execute(f"SELECT c.id {links}", self.batch.pk)
            found = [pk for (pk,) in self.cursor.fetchall()]
            for start in range(0, len(found), 10_000):
                chosen = ", ".join(str(pk) for pk in found[start : start + 10_000])
                self.execute(
                    f"DELETE FROM {through} WHERE {mine} IN "
                    f"(SELECT object_id FROM {table(Change)} WHERE id IN ({chosen}))"
                )
                self.execute(
                    f"INSERT INTO {through} ({mine}, {theirs}) "
                    f"SELECT c.object_id, {self.sql.item(field)} FROM {table(Change)} c, "
                    f"{self.sql.items('c.before', field)} WHERE c.id IN ({chosen})"
                )

    def restore(self):
        changes = [
            f"{quoted(field.column)} = CASE WHEN {self.is_as_left(field)} "
            f"THEN {self.sql.value('c.before', field)} ELSE o.{quoted(field.column)} END"
            for field in self.columns
        ]
        untouched = " AND ".join(map(self.is_as_left, [*self.columns, *self.stamps]))
        changes += [
            f"{quoted(field.column)} = CASE WHEN {untouched} "
            f"THEN {self.sql.value('c.before', field)} ELSE o.{quoted(field.column)} END"
            for field in self.stamps
        ]
        now = models.DateTimeField().get_db_prep_save(self.now, connection)
        self.execute(
            f"UPDATE {table(self.model)} AS o SET {', '.join([*changes, 'updated_at = %s'])} "
            f"FROM {table(Change)} c WHERE o.id = c.object_id AND {self.changed}",
            now,
            self.batch.pk,
        )

    def delete_created(self):
        """Objects that the batch made, unless somebody touched them or something points to them."""
        created = self.batch.changes.filter(action=Change.Action.CREATED)
        # Each is written once, but for the few that stay. Those that somebody deleted in the
        # meantime are gone, which is what undoing wanted.
        created.update(undo=Change.Undo.UNDONE, conflicts=[])
        touched = ["o.updated_at <> %s", *self.closed]
        if "latest_revision" in {field.name for field in self.meta.fields}:
            touched.append("o.latest_revision_id IS NOT NULL")
        touched += [
            f"EXISTS (SELECT 1 FROM {relation} x WHERE x.{column} = o.id)"
            for relation, column in self.pointing_columns()
        ]
        self.execute(
            f"UPDATE {table(Change)} AS c SET undo = 'conflict', conflicts = '[\"{WHOLE}\"]' "
            f"FROM {table(self.model)} o WHERE o.id = c.object_id AND c.batch_id = %s "
            f"AND c.action = 'created' AND ({' OR '.join(touched)})",
            self.batch.pk,
            self.applied_at,
        )
        gone = (
            f"SELECT object_id FROM {table(Change)} WHERE batch_id = %s "
            "AND action = 'created' AND undo = 'undone'"
        )
        for field in self.meta.many_to_many:
            through, mine, _theirs = through_columns(field)
            if not field.remote_field.through._meta.auto_created:
                continue
            self.execute(f"DELETE FROM {through} WHERE {mine} IN ({gone})", self.batch.pk)
        self.execute(f"DELETE FROM {table(self.model)} WHERE id IN ({gone})", self.batch.pk)

    def pointing_columns(self):
        """Table and column of every foreign key that may point to the model."""
        for relation in self.meta.get_fields(include_hidden=True):
            is_foreign_key = relation.auto_created and (relation.one_to_many or relation.one_to_one)
            if is_foreign_key and relation.concrete is False and relation.field.concrete:
                if relation.related_model in self.own_links():
                    continue
                yield table(relation.related_model), quoted(relation.field.column)

    def own_links(self):
        """The tables of the model's own many-to-many: gone with the object."""
        return {
            field.remote_field.through
            for field in self.meta.many_to_many
            if field.remote_field.through._meta.auto_created
        }

    def restore_provenance(self):
        """Each object belongs again to the line that had spoken of it before."""
        ours = Provenance.objects.filter(feed=self.feed)
        names = {
            "batch_id": Provenance._meta.get_field("batch"),
            "line": Provenance._meta.get_field("line"),
            "withdrawn_by_id": Provenance._meta.get_field("withdrawn_by"),
        }
        changes = ", ".join(
            f"{name} = {self.sql.named('c.provenance', name, field)}"
            for name, field in names.items()
        )
        self.execute(
            f"UPDATE {table(Provenance)} AS p SET {changes} FROM {table(Change)} c "
            "WHERE p.feed_id = %s AND c.batch_id = %s AND p.object_id = c.object_id "
            "AND c.provenance IS NOT NULL AND (p.batch_id = %s OR p.withdrawn_by_id = %s)",
            self.feed.pk,
            self.batch.pk,
            self.batch.pk,
            self.batch.pk,
        )
        kept = self.batch.changes.filter(
            Q(action=Change.Action.CREATED, undo=Change.Undo.CONFLICT)
        ).order_by()
        ours.filter(batch=self.batch).exclude(object_id__in=kept.values("object_id")).delete()

    def count(self):
        self.batch.counts = self.batch.counts | self.batch.changes.aggregate(
            undone=models.Count("pk", filter=Q(undo=Change.Undo.UNDONE)),
            undo_conflicts=models.Count("pk", filter=Q(undo=Change.Undo.CONFLICT)),
        )
