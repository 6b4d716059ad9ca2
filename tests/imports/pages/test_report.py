"""What is wrong with a file: grouped by cause, in ranges of lines, most frequent first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports.models import ImportRow
from imports.report import CAUSES, PROBLEMS, report
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("imports.report")]


def fault(**values):
    return {
        "field": "commune",
        "code": "unknown",
        "message": "Commune inconnue : « Kremlin Bicètre ».",
        "remedy": "Vouliez-vous dire Le Kremlin-Bicêtre (94043) ?",
        "value": "Kremlin Bicètre",
        "level": "error",
    } | values


@pytest.fixture
def batch():
    return factories.ImportBatchFactory()


def add(batch, lines, *faults):
    ImportRow.objects.bulk_create(
        ImportRow(batch=batch, line=line, kind="invalid", faults=list(faults)) for line in lines
    )


def test_neighbouring_lines_with_one_cause_are_said_as_ranges(batch):
    add(batch, [*range(2, 15), 31], fault())

    (cause,) = report(batch).causes

    assert cause.label == "Commune"
    assert cause.count == 14
    assert [problem.lines for problem in cause.problems] == ["Lignes 2 à 14, 31"]
    assert cause.problems[0].remedy == "Vouliez-vous dire Le Kremlin-Bicêtre (94043) ?"


def test_one_line_is_said_in_the_singular(batch):
    add(batch, [7], fault())
    assert report(batch).causes[0].problems[0].lines == "Ligne 7"


def test_a_line_counts_once_however_often_it_repeats_a_fault(batch):
    add(batch, [2], fault(), fault())
    assert report(batch).causes[0].count == 1


def test_each_value_of_a_cause_is_a_problem_of_its_own(batch):
    add(batch, [2, 3], fault())
    add(batch, [4], fault(message="Commune inconnue : « Xyz ».", remedy="", value="Xyz"))

    (cause,) = report(batch).causes

    assert cause.count == 3
    assert [problem.count for problem in cause.problems] == [2, 1]


def test_errors_come_before_more_numerous_warnings(batch):
    add(batch, [2, 3, 4], fault(level="warning", code="old-name"))
    add(batch, [9], fault())
    assert [cause.level for cause in report(batch).causes] == ["error", "warning"]


def test_another_file_has_no_part_in_it(batch):
    add(factories.ImportBatchFactory(), [2], fault())
    assert report(batch).causes == []


def test_thousands_of_values_and_ranges_come_in_one_query_and_a_few_lines(batch):
    for value in range(40):
        different = fault(message=f"Commune inconnue : « {value} ».", value=str(value))
        add(batch, range(2 + value, 3_000, 100), different)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        (cause,) = report(batch).causes

    assert len(queries) == 1
    assert cause.count == 1_200
    assert len(cause.problems) == PROBLEMS
    assert cause.more == 40 - PROBLEMS
    assert cause.problems[0].lines.endswith("et 24 autres endroits")


def test_causes_beyond_those_shown_are_counted(batch):
    add(batch, [2], *(fault(code=f"code-{number}") for number in range(CAUSES + 3)))
    found = report(batch)
    assert (len(found.causes), found.more) == (CAUSES, 3)


def test_a_file_that_is_read_again_has_another_report(batch):
    add(batch, [2], fault())
    assert report(batch).causes
    batch.rows.all().delete()
    batch.staged_at += timedelta(seconds=1)
    assert not report(batch).causes
