"""What each staged row would do to the catalogue, found out by the database itself.

One statement for each question, whatever the number of rows. Nothing is written but the rows.
"""

from django.db import connection, transaction
from django.db.models import BooleanField, Count, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from catalogue.querysets import within_reach_of
from imports import constraints
from imports.cleaning import fault_rows, written_fields
from imports.database import dialect, quoted, table
from imports.models import ImportRow, Provenance
from imports.targets import Fault

Kind = ImportRow.Kind
#: What keeps a subquery a table of its own.
#: https://www.sqlite.org/optoverview.html#subquery_flattening
NO_LIMIT = 2**62


@transaction.atomic
def classify(batch):
    """Gives each row its kind, adds the rows of what vanished, and counts. May be run again."""
    if batch.counts:
        forget(batch)
    mark_duplicates(batch)
    found = match(batch)
    if found:
        mark_returns(batch)
        refuse_out_of_reach(batch)
    refuse_incomplete(batch)
    refuse_shared_values(batch)
    if found:
        compare(batch)
        refuse_impossible(batch)
    refuse_closed(batch)
    if batch.feed.withdraws:
        add_vanished(batch)
    batch.counts = batch.counts | counted(batch)
    batch.save(update_fields=["counts"])


def forget(batch):
    """What an earlier look found. What is wrong with a line in itself stays wrong."""
    batch.rows.filter(kind=Kind.VANISHED).delete()
    batch.rows.exclude(kind=Kind.INVALID).exclude(key="").update(
        kind=Kind.NEW, object_id=None, object_version=None, returns=False
    )


def new(batch):
    """Rows about nothing that is there; all are taken for such until `match`."""
    return batch.rows.filter(kind=Kind.NEW)


def matched(batch):
    """Rows about an object that is there, until `compare` says whether it changes."""
    return batch.rows.filter(kind=Kind.MATCHED)


def refuse(rows, fault):
    """Marks rows as invalid, each with one more fault."""
    with connection.cursor() as cursor:
        found, parameters = rows.order_by().values("pk").query.sql_with_params()
        faults, value = one_more(fault)
        cursor.execute(
            f"UPDATE {table(ImportRow)} AS r SET kind = %s, faults = {faults} "
            f"WHERE id IN ({found})",
            [Kind.INVALID, value, *parameters],
        )


def one_more(fault):
    """SQL for the faults of the row `r` and this one; its parameter."""
    one = fault_rows([fault])
    if connection.vendor == "postgresql":
        return "r.faults || %s::jsonb", one
    return "json_insert(r.faults, '$[#]', json(%s))", one[1:-1]


def mark_duplicates(batch):
    """A line that repeats another is left out; lines that contradict each other are all refused:
    which one is right is not for a program to say."""
    fault = Fault(
        field=batch.feed.target_definition.named_in,
        code="contradiction",
        message=_(
            "Plusieurs lignes du fichier ont cet identifiant et ne disent pas la même chose."
        ),
        remedy=_("Gardez la bonne ligne et retirez les autres."),
    )
    faults, value = one_more(fault)
    with connection.cursor() as cursor:
        # Primary keys follow the order of the lines.
        cursor.execute(
            f"UPDATE {table(ImportRow)} AS r "
            "SET kind = CASE WHEN same.contradict THEN 'invalid' ELSE 'duplicate' END, "
            f"faults = CASE WHEN same.contradict THEN {faults} ELSE r.faults END "
            "FROM (SELECT key, min(id) AS first, min(row_hash) <> max(row_hash) AS contradict "
            f"FROM {table(ImportRow)} WHERE batch_id = %s AND key <> '' "
            "GROUP BY key HAVING count(*) > 1) AS same "
            "WHERE r.batch_id = %s AND r.kind = 'new' AND r.key = same.key "
            "AND (same.contradict OR r.id > same.first)",
            [value, batch.pk, batch.pk],
        )


def key_of(target, alias):
    """SQL for the key of an object, as `cleaning` writes it for a row."""
    parts = []
    for name in target.key:
        column = quoted(target.model._meta.get_field(name).column)
        parts.append(f"coalesce({dialect().text(f'{alias}.{column}')}, '')")
    return " || '|' || ".join(parts)


def match(batch, rows="", kind=Kind.MATCHED):
    """Finds the object that each new row is about, if any, and the version of it that was seen.
    → how many. `rows`: one more condition on the rows, `r`."""
    target = batch.feed.target_definition
    indexed = [
        f"o.{quoted(field.column)} = {dialect().value('r.cleaned', field)}"
        for field in map(target.model._meta.get_field, target.indexed)
    ]
    objects, key = table(target.model), key_of(target, "o")
    if not indexed:
        # No index has these keys. Taken apart, as text, they get one for the time of the
        # statement: SQLite would compare each row with each object.
        key = dialect().text(key)
        objects = f"(SELECT o.id, o.updated_at, {key} AS key FROM {objects} o LIMIT {NO_LIMIT})"
        key = "o.key"
    conditions = ["r.batch_id = %s", "r.kind = 'new'", f"r.key = {key}", *indexed]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table(ImportRow)} AS r "
            "SET kind = %s, object_id = o.id, object_version = o.updated_at "
            f"FROM {objects} o WHERE {' AND '.join(conditions)} {rows}",
            [kind, batch.pk],
        )
        return cursor.rowcount


def mark_returns(batch):
    """Rows about what this feed withdrew."""
    withdrawn = Provenance.objects.filter(
        feed=batch.feed, object_id=OuterRef("object_id"), withdrawn_by__isnull=False
    )
    matched(batch).filter(Exists(withdrawn)).update(returns=True)


def refuse_out_of_reach(batch):
    target = batch.feed.target_definition
    reachable = within_reach_of(batch.feed, target.model._default_manager.all())
    refuse(
        matched(batch).exclude(object_id__in=reachable.order_by().values("pk")),
        Fault(
            field=target.named_in,
            code="out-of-reach",
            message=_("Cet identifiant est celui d’un objet qui n’est pas à vous."),
            remedy=_("Vérifiez l’identifiant, ou demandez à la structure concernée."),
        ),
    )


def refuse_incomplete(batch):
    """What a new object needs, and the file has no column for."""
    target = batch.feed.target_definition
    written = set(written_fields(batch))
    missing = [column for column in target.columns.values() if column.required]
    missing = [column.header for column in missing if column.name not in written]
    if missing:
        refuse(
            new(batch),
            Fault(
                field=target.named_in,
                code="incomplete",
                message=_("Cet objet n’existe pas encore, et il manque de quoi le créer : %s.")
                % ", ".join(missing),
                remedy=_("Ajoutez ces colonnes au fichier."),
            ),
        )


def refuse_shared_values(batch):
    """Values that no two objects may share, such as a SIRET; or, for a new object, its address."""
    target = batch.feed.target_definition
    for name in target.unique:
        is_derived = name in target.derived_fields
        if not is_derived and name not in written_fields(batch):
            continue
        if sharing := rows_sharing(batch, target.model, name, is_derived):
            message = (
                _("L’adresse de sa page, faite de son nom et de son code, est déjà prise.")
                if is_derived
                else _("Cette valeur est déjà celle d’un autre objet, ou d’une autre ligne.")
            )
            refuse(
                batch.rows.filter(pk__in=sharing),
                Fault(
                    field=target.named_in if is_derived else name,
                    code="taken",
                    message=message,
                    remedy=_("Corrigez-la : deux objets ne peuvent pas la partager."),
                ),
            )


def rows_sharing(batch, model, name, only_new):
    """Primary keys of the rows whose value another row of the file has, or another object."""
    field = model._meta.get_field(name)
    value = dialect().value("r.cleaned", field)
    kinds = "'new'" if only_new else "'new', 'matched'"
    rows = (
        f"FROM {table(ImportRow)} r WHERE r.batch_id = %s AND r.kind IN ({kinds}) AND {value} <> ''"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id {rows} AND ("
            f"{value} IN (SELECT {value} {rows} GROUP BY 1 HAVING count(*) > 1) OR "
            f"EXISTS (SELECT 1 FROM {table(model)} o WHERE o.{quoted(field.column)} = {value} "
            "AND (r.object_id IS NULL OR o.id <> r.object_id)))",
            [batch.pk, batch.pk],
        )
        return [pk for (pk,) in cursor.fetchall()]


def differences(batch, row="r", alias="o"):
    """SQL conditions by field: the row says something else than the object."""
    sql = dialect()
    meta = batch.feed.target_definition.model._meta
    for name in written_fields(batch):
        field = meta.get_field(name)
        if name in batch.feed.target_definition.key:
            continue
        if field.many_to_many:
            yield (
                name,
                f"{sql.list(f'{row}.cleaned', field)} {sql.differs} {sql.links(field, alias)}",
            )
        else:
            value = sql.value(f"{row}.cleaned", field)
            yield name, f"{alias}.{quoted(field.column)} {sql.differs} {value}"


def compare(batch):
    target = batch.feed.target_definition
    conditions = [condition for _name, condition in differences(batch)]
    parameters = []
    for name, value in (target.listed or {}).items():
        column = quoted(target.model._meta.get_field(name).column)
        conditions.append(f"(r.returns AND o.{column} {dialect().differs} %s)")
        parameters.append(value)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table(ImportRow)} AS r SET kind = "
            f"CASE WHEN {' OR '.join(conditions) or '1 = 0'} THEN 'changed' ELSE 'unchanged' END "
            f"FROM {table(target.model)} o "
            "WHERE r.batch_id = %s AND r.kind = 'matched' AND o.id = r.object_id",
            [*parameters, batch.pk],
        )


def refuse_impossible(batch):
    """Updates after which an object would break a rule of the database."""
    for fields, message, rows in constraints.broken(batch):
        refuse(
            batch.rows.filter(pk__in=rows),
            Fault(
                field=fields[-1],
                code="impossible",
                message=message,
                remedy=_("Comparez avec la fiche : une de ses valeurs contredit celle-ci."),
            ),
        )


def refuse_closed(batch):
    """What the target keeps from being written: a week that was submitted, say."""
    target, sql = batch.feed.target_definition, dialect()
    meta = target.model._meta
    closed = target.closed(
        lambda name: sql.value(f"{table(ImportRow)}.cleaned", meta.get_field(name))
    )
    for condition, fault in closed:
        written = batch.rows.filter(kind__in=[Kind.NEW, Kind.CHANGED])
        refuse(written.filter(RawSQL(condition, [], output_field=BooleanField())), fault)


def add_vanished(batch):
    """What this feed brought once, and its full list doesn't name any more.

    A line in error still names its object: nothing is withdrawn because of a typing mistake.
    """
    target = batch.feed.target_definition
    if not target.withdrawn:
        return
    still_there = " AND ".join(
        f"o.{quoted(target.model._meta.get_field(name).column)} {dialect().same} %s"
        for name in target.listed
    )
    defaults = "'', '{}', '{}', '[]', ''"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table(ImportRow)} (batch_id, key, kind, object_id, object_version, "
            "outcome, raw, cleaned, faults, row_hash, returns, excluded) "
            f"SELECT %s, p.key, 'vanished', o.id, o.updated_at, {defaults}, %s, %s "
            f"FROM {table(Provenance)} p JOIN {table(target.model)} o ON o.id = p.object_id "
            f"WHERE p.feed_id = %s AND p.withdrawn_by_id IS NULL AND {still_there} AND NOT EXISTS "
            f"(SELECT 1 FROM {table(ImportRow)} r WHERE r.batch_id = %s AND r.key = p.key)",
            [batch.pk, False, False, batch.feed_id, *target.listed.values(), batch.pk],
        )


def counted(batch):
    """Rows of each kind, in one query."""
    kinds = {kind.value: 0 for kind in Kind if kind != Kind.MATCHED}
    found = (
        batch.rows.order_by()
        .values("kind")
        .annotate(
            number=Count("pk"), warned=Count("pk", filter=~Q(faults=[]) & ~Q(kind=Kind.INVALID))
        )
    )
    rows = list(found)
    kinds |= {row["kind"]: row["number"] for row in rows}
    return kinds | {
        "total": sum(row["number"] for row in rows if row["kind"] != Kind.VANISHED),
        "warnings": sum(row["warned"] for row in rows),
    }
