"""What is wrong with a file, for the person who will correct it: grouped by cause, in line ranges.

One query whatever the number of lines: the database itself joins neighbouring lines into ranges,
and hands back no more of them than a page shows.
"""

from dataclasses import dataclass, field
from itertools import groupby

from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imports.models import ImportRow
from imports.wording import number

#: How much of it a page shows.
CAUSES, PROBLEMS, RANGES = 15, 3, 6
KEPT = 3600  # seconds

# A range is a run of consecutive lines: line − rank stays the same along it ("gaps and islands").
# `each` and the way into a fault are the only difference between the two databases.
QUERY = """
WITH faults AS (
    SELECT r.line, {level} AS level, {field} AS field, {code} AS code,
           {message} AS message, {remedy} AS remedy, min({value}) AS value
    FROM {rows} r CROSS JOIN {each} AS f
    WHERE r.batch_id = %s AND r.faults <> '[]' AND r.line IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6
), placed AS (
    SELECT faults.*, line - row_number() OVER problem AS island
    FROM faults
    WINDOW problem AS (PARTITION BY level, field, code, message, remedy ORDER BY line)
), ranges AS (
    SELECT level, field, code, message, remedy,
           min(value) AS value, min(line) AS first, max(line) AS last, count(*) AS lines
    FROM placed
    GROUP BY level, field, code, message, remedy, island
), sized AS (
    SELECT ranges.*,
           sum(lines) OVER problem AS problem_lines,
           count(*) OVER problem AS problem_ranges,
           min(value) OVER problem AS example,
           row_number() OVER (
               PARTITION BY level, field, code, message, remedy ORDER BY first
           ) AS place
    FROM ranges
    WINDOW problem AS (PARTITION BY level, field, code, message, remedy)
), problems AS (
    SELECT sized.*,
           sum(lines) OVER (PARTITION BY level, field, code) AS cause_lines,
           dense_rank() OVER (
               PARTITION BY level, field, code ORDER BY problem_lines DESC, message, remedy
           ) AS problem
    FROM sized
), causes AS (
    SELECT problems.*,
           max(problem) OVER (PARTITION BY level, field, code) AS cause_problems,
           dense_rank() OVER (ORDER BY level, cause_lines DESC, field, code) AS cause
    FROM problems
), counted AS (
    SELECT causes.*, max(cause) OVER () AS all_causes FROM causes
)
SELECT all_causes, level, field, code, cause_lines, cause_problems,
       message, remedy, example, problem_lines, problem_ranges, first, last
FROM counted
WHERE cause <= {causes} AND problem <= {problems} AND place <= {ranges}
ORDER BY cause, problem, place
"""


@dataclass
class Problem:
    """One message, and the lines it is about."""

    message: str
    remedy: str
    example: str
    count: int
    lines: str

    @property
    def names_its_value(self):
        return not self.example or self.example in self.message


@dataclass
class Cause:
    """What is wrong with one column: as many problems as there are different values."""

    level: str
    field: str
    code: str
    label: str
    count: int
    problems: list[Problem] = field(default_factory=list)
    #: Problems of this cause that aren't shown.
    more: int = 0

    @property
    def slug(self):
        """As `filters.RowFilterSet` takes it."""
        return f"{self.field}:{self.code}"

    @property
    def is_error(self):
        return self.level == "error"


@dataclass
class Report:
    causes: list[Cause]
    #: Causes that aren't shown.
    more: int = 0


def report(batch):
    """Errors, then warnings; of each, what concerns most lines first.

    Lines don't change once they are read, and counting a hundred thousand faults takes a second:
    one page after the other says the same.
    """
    moment = batch.staged_at and batch.staged_at.timestamp()
    return cache.get_or_set(f"imports.report.{batch.pk}.{moment}", lambda: counted(batch), KEPT)


def counted(batch):
    with connection.cursor() as cursor:
        cursor.execute(query(), [batch.pk])
        rows = cursor.fetchall()
    labels = {name: column.header for name, column in batch.feed.target_definition.columns.items()}
    found = []
    for (_all, level, name, code, count, problems), of_cause in groupby(rows, lambda row: row[:6]):
        cause = Cause(level, name, code, labels.get(name, ""), int(count))
        for problem, of_problem in groupby(of_cause, lambda row: row[6:11]):
            message, remedy, example, lines, ranges = problem
            shown = [row[11:] for row in of_problem]
            cause.problems.append(
                Problem(message, remedy, example, int(lines), in_words(shown, ranges))
            )
        cause.more = problems - len(cause.problems)
        found.append(cause)
    return Report(found, more=rows[0][0] - len(found) if rows else 0)


def query():
    on_postgresql = connection.vendor == "postgresql"
    item = "f.value ->> '{}'" if on_postgresql else "json_extract(f.value, '$.{}')"
    names = ("level", "field", "code", "message", "remedy", "value")
    return QUERY.format(
        rows=connection.ops.quote_name(ImportRow._meta.db_table),
        each="jsonb_array_elements(r.faults)" if on_postgresql else "json_each(r.faults)",
        causes=CAUSES,
        problems=PROBLEMS,
        ranges=RANGES,
        **{name: f"coalesce({item.format(name)}, '')" for name in names},
    )


def in_words(ranges, total):
    """[(2, 14), (31, 31)] → "Lignes 2 à 14, 31"."""
    parts = [
        number(first)
        if first == last
        else _("%(first)s à %(last)s") % {"first": number(first), "last": number(last)}
        for first, last in ranges
    ]
    if more := total - len(ranges):
        parts.append(
            ngettext("et %(count)s autre endroit", "et %(count)s autres endroits", more)
            % {"count": number(more)}
        )
    alone = total == 1 and ranges[0][0] == ranges[0][1]
    return (_("Ligne %s") if alone else _("Lignes %s")) % ", ".join(parts)
