"""What figures bring with them: the report of their week or month, and the correction of what they
write over. In the caller's transaction; one statement for each question.
"""

from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from activity.models import ActivityRecord, Correction, Indicator, Report, ReportEvent
from imports.database import quoted, table
from imports.models import Change, ImportRow

from .base import Fault

CELL = ("structure", "indicator", "starts_on", "modality", "site", "theme", "scheme")


def report_of(value, alias="p"):
    """SQL: the report of a figure, whose fields `value(name)` gives."""
    return (
        f"i.id = {value('indicator')} AND {alias}.frequency = i.frequency "
        f"AND {alias}.structure_id = {value('structure')} "
        f"AND {alias}.starts_on = {value('starts_on')}"
    )


def closed(feed, value):
    """(condition, fault) of what no file writes any more."""
    reports = (
        f"EXISTS (SELECT 1 FROM {table(Report)} p, {table(Indicator)} i WHERE {report_of(value)}"
    )
    yield (
        f"{reports} AND p.state = '{Report.State.SUBMITTED}')",
        Fault(
            "starts_on",
            "final",
            _("Cette période a été envoyée : ses chiffres sont définitifs."),
            _("Rouvrez-la d’abord dans « Saisie », en disant pourquoi, puis renvoyez le fichier."),
        ),
    )
    if feed.is_demonstration:
        yield (
            f"{reports} AND NOT p.is_demonstration)",
            Fault(
                "starts_on",
                "not-a-demonstration",
                _("Cette période a de vrais chiffres, et ce flux n’apporte que des exemples."),
                _("Retirez la ligne, ou choisissez une autre période."),
            ),
        )


def in_rows(work):
    meta = ActivityRecord._meta
    return lambda name: work.sql.value("r.cleaned", meta.get_field(name))


def reports_of(work, rows):
    """The reports that the rows of the batch are about; `rows`: a condition on these."""
    found = (
        f"SELECT p.id FROM {table(ImportRow)} r, {table(Indicator)} i, {table(Report)} p "
        f"WHERE r.batch_id = %s AND {rows} AND {report_of(in_rows(work))}"
    )
    return Report.objects.filter(pk__in=RawSQL(found, [work.batch.pk]))


# --- Applying -----------------------------------------------------------------------------

CHOSEN = "r.kind IN ('new', 'changed') AND NOT r.excluded"
APPLIED = "r.outcome = 'applied'"


def begin_reports(work):
    """Each week that figures come to has a report, and nobody submits it meanwhile."""
    value = in_rows(work)
    report = f"SELECT 1 FROM {table(Report)} p WHERE {report_of(value)}"
    work.execute(
        f"SELECT DISTINCT {value('structure')}, i.frequency, {value('starts_on')} "
        f"FROM {table(ImportRow)} r, {table(Indicator)} i WHERE r.batch_id = %s AND {CHOSEN} "
        f"AND i.id = {value('indicator')} AND NOT EXISTS ({report})",
        work.batch.pk,
    )
    missing = work.cursor.fetchall()
    Report.objects.begin_each(missing, is_demonstration=work.feed.is_demonstration)
    lock(reports_of(work, CHOSEN))


def lock(reports):
    """Before any figure, as the grid does."""
    list(reports.order_by("pk").select_for_update().values_list("pk", flat=True))


def note_corrections(work):
    """A figure written over, and one added to a week that was final once, leave a correction."""
    field = ActivityRecord._meta.get_field("value")
    columns = [quoted(ActivityRecord._meta.get_field(name).column) for name in CELL]
    cell = ", ".join(f"o.{column}" for column in columns)
    before = work.sql.named("c.before", "value", field)
    work.execute(
        f"INSERT INTO {table(Correction)} ({', '.join(columns)}, {quoted('before')}, "
        f"{quoted('after')}, was_final, made_at, made_by_id) "
        f"SELECT {cell}, {before}, o.value, p.submitted_at IS NOT NULL, %s, %s "
        f"FROM {table(Change)} c, {table(ActivityRecord)} o, {table(Indicator)} i, "
        f"{table(Report)} p WHERE c.batch_id = %s AND o.id = c.object_id "
        f"AND {report_of(lambda name: f'o.{quoted(column_of(name))}')} "
        "AND (c.action = 'updated' OR p.submitted_at IS NOT NULL)",
        *(work.moment, work.batch.confirmed_by_id, work.batch.pk),
    )
    reports_of(work, APPLIED).update(updated_at=work.now)
    forget_empty(work)


def column_of(name):
    return ActivityRecord._meta.get_field(name).column


# --- Undoing ------------------------------------------------------------------------------


def lock_reports(work):
    lock(reports_of(work, APPLIED))


def take_back(work):
    """Its corrections, and the reports that only its figures had begun."""
    after = {name: work.sql.value("c.after", ActivityRecord._meta.get_field(name)) for name in CELL}
    kept = {"modality": "''", "site": "0", "theme": "0", "scheme": "0"}

    def comparable(name, sql):
        return f"coalesce({sql}, {kept[name]})" if name in kept else sql

    theirs = ", ".join(comparable(name, f"x.{quoted(column_of(name))}") for name in CELL)
    ours = ", ".join(comparable(name, sql) for name, sql in after.items())
    work.execute(
        f"DELETE FROM {table(Correction)} AS x WHERE x.made_at = %s AND ({theirs}) IN "
        f"(SELECT {ours} FROM {table(Change)} c WHERE c.batch_id = %s AND c.undo = 'undone')",
        *(work.applied_at, work.batch.pk),
    )
    reports_of(work, APPLIED).update(updated_at=work.now)
    forget_empty(work, since=work.batch.applied_at)


def forget_empty(work, since=None):
    """A report begun for figures that aren't there, and that nobody did anything with."""
    records = ActivityRecord.objects.filter(
        structure=OuterRef("structure"),
        starts_on=OuterRef("starts_on"),
        indicator__frequency=OuterRef("frequency"),
    )
    reports_of(work, CHOSEN).filter(
        ~Exists(records),
        ~Exists(ReportEvent.objects.filter(report=OuterRef("pk"))),
        state=Report.State.DRAFT,
        created_at__gte=since or work.now,
    ).delete()
