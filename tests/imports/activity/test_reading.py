"""Files of figures, as structures and their software write them."""

import pytest

from activity.models import Report
from catalogue.spreadsheets import CSV, file_response
from imports.models import BatchState
from tests import factories

from .conftest import counts, faults, figures, told

pytestmark = pytest.mark.dialect("imports.targets.activity_effects")

HERE, BESIDE = "94016S00", "94081S00"


def test_a_row_for_each_figure(send, confirm):
    batch = send("long.csv")
    assert (batch.state, counts(batch), faults(batch)) == (BatchState.REVIEW, {"new": 5}, [])
    confirm(batch)
    assert figures() == {
        (HERE, "ateliers", "on-site", "2024-04-08"): 12,
        (HERE, "ateliers", "remote", "2024-04-08"): 3,
        (HERE, "jeunes-accompagnes", "", "2024-04-08"): 250,
        (BESIDE, "entretiens", "outreach", "2024-04-08"): 1250,
        (BESIDE, "entrees-cej", "", "2024-04-01"): 0,
    }


def test_each_week_and_each_month_gets_its_report_still_open(send, confirm):
    confirm(send("long.csv"))
    found = Report.objects.values_list("structure__imilo_code", "frequency", "state")
    assert set(found) == {
        (HERE, "week", "draft"),
        (BESIDE, "week", "draft"),
        (BESIDE, "month", "draft"),
    }


def test_a_column_for_each_indicator_says_the_same(send, confirm):
    confirm(send("long.csv"))
    again = send("wide.csv")
    assert (again.state, counts(again), faults(again)) == (BatchState.REVIEW, {"unchanged": 4}, [])


def test_a_modality_may_stand_in_its_own_column(send, confirm):
    batch = send("wide-by-modality.csv")
    assert (batch.state, counts(batch), faults(batch)) == (BatchState.REVIEW, {"new": 3}, [])
    confirm(batch)
    assert figures() == {
        (HERE, "ateliers", "on-site", "2024-04-08"): 12,
        (HERE, "ateliers", "remote", "2024-04-08"): 3,
        (HERE, "entretiens", "remote", "2024-04-08"): 40,
    }


def test_an_empty_cell_is_not_zero_and_takes_nothing_away(send, confirm):
    confirm(send(f"{HERE};2024-W15;ateliers;à distance;7\n"))
    batch = send("empty-cells.csv")
    assert counts(batch) == {"new": 2, "unchanged": 2, "warnings": 2}
    assert faults(batch) == [(3, "value", "nothing-said"), (5, "value", "nothing-said")]
    confirm(batch)
    assert figures() == {
        (HERE, "ateliers", "remote", "2024-04-08"): 7,
        (HERE, "ateliers", "on-site", "2024-04-08"): 12,
        (BESIDE, "ateliers", "on-site", "2024-04-08"): 0,
    }


def test_the_review_may_be_done_again(send):
    """What said nothing still says nothing."""
    from imports.classification import classify

    batch = send("empty-cells.csv")
    before = counts(batch)
    classify(batch)
    assert counts(batch) == before


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("unknown-structure.csv", [(3, "structure", "unknown")]),
        (
            "periods.csv",
            [
                (3, "starts_on", "not-a-monday"),
                (4, "starts_on", "no-such-week"),
                (5, "starts_on", "not-a-period"),
                (6, "starts_on", "not-the-first"),
                (7, "starts_on", "week-for-a-month"),
                (8, "starts_on", "not-begun"),
            ],
        ),
        (
            "persons-of-a-month.csv",
            [(2, "starts_on", "month-for-a-week"), (3, "starts_on", "month-for-a-week")],
        ),
        (
            "numbers.csv",
            [
                (2, "value", "out-of-range"),
                (3, "value", "not-a-number"),
                (4, "value", "ambiguous-number"),
                (5, "value", "not-a-whole-number"),
                (6, "value", "out-of-range"),
                (7, "value", "unlikely"),
            ],
        ),
        (
            "duplicates.csv",
            [(4, "value", "contradiction"), (5, "value", "contradiction")],
        ),
        (
            "details.csv",
            [
                (2, "modality", "indicator-rule"),
                (3, "modality", "indicator-rule"),
                (4, "site", "indicator-rule"),
                (5, "theme", "indicator-rule"),
            ],
        ),
    ],
)
def test_a_wrong_line_is_told_and_the_others_go_in(send, confirm, here, name, expected):
    factories.ThemeFactory(code="emploi")
    factories.ReceptionSiteFactory(code="ici", structure=here.structure)
    factories.ReceptionSiteFactory(code="ailleurs", structure=here.other)
    batch = send(name)
    assert (batch.state, faults(batch)) == (BatchState.REVIEW, expected)
    confirm(batch)
    assert len(figures()) == batch.counts["new"] > 0


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("unknown-structure.csv", 3, "Vouliez-vous dire 94016S00"),
        (
            "periods.csv",
            3,
            "mardi 9 avril 2024 n’en est pas un. Écrivez le lundi 8 avril 2024",
        ),
        ("periods.csv", 4, "L’année 2024 n’a pas de semaine 53."),
        ("periods.csv", 6, "Écrivez 2024-04."),
        ("persons-of-a-month.csv", 2, "les mêmes jeunes peuvent venir plusieurs fois"),
        ("numbers.csv", 4, "sans point ni virgule, par exemple 1250"),
        ("numbers.csv", 7, "C’est beaucoup pour une seule structure."),
    ],
)
def test_a_wrong_line_is_told_in_words(send, name, line, words):
    assert words in told(send(name), line)


def test_the_same_figure_twice_counts_once(send, confirm):
    batch = send("duplicates.csv")
    assert counts(batch) == {"new": 1, "duplicate": 1, "invalid": 2}


def test_in_a_wide_file_the_column_that_is_wrong_is_named(send, confirm):
    batch = send("wide-wrong.csv")
    found = faults(batch)
    assert (4, "figure.ateliers.on-site", "not-a-number") in found
    assert (4, "figure.ateliers", "indicator-rule") in found
    assert (3, "structure", "unknown") in found
    assert (7, "value", "nothing-said") in found
    assert counts(batch)["new"] == 1
    confirm(batch)
    assert list(figures().values()) == [12]


def test_one_figure_in_two_columns_of_a_line_is_written_once(send, confirm):
    text = """Structure;Semaine;Modalité;Ateliers;Ateliers (sur site)
94016S00;2024-W15;sur site;{};12
"""
    batch = send(text.format(12).encode())
    assert counts(batch) == {"new": 1, "duplicate": 1}
    confirm(batch)
    assert counts(send(text.format(13).encode())) == {"invalid": 2}


def test_a_feed_of_a_structure_needs_no_column_for_it(send, confirm, here):
    feed = factories.FeedFactory(target="activity", structure=here.structure, partner=None)
    text = "Semaine;Ateliers (sur site)\n2024-W15;12\n"
    batch = send(text.encode(), feed=feed)
    assert (batch.state, counts(batch)) == (BatchState.REVIEW, {"new": 1})
    confirm(batch)
    assert figures() == {(HERE, "ateliers", "on-site", "2024-04-08"): 12}


def test_a_new_indicator_has_its_columns_at_once(send, confirm, indicators):
    factories.IndicatorFactory(code="sorties-culturelles", name="Sorties culturelles")
    text = "Structure;Semaine;Sorties culturelles (hors les murs)\n94016S00;2024-W15;2\n"
    batch = send(text.encode())
    assert (batch.state, counts(batch)) == (BatchState.REVIEW, {"new": 1})


def test_what_the_api_exports_comes_back_unchanged(send, confirm, client, person):
    confirm(send("long.csv"))
    client.force_login(person)
    answer = client.get("/api/v1/activity/records/?periode=2024&format=csv")
    batch = send(b"".join(answer))
    assert (batch.state, counts(batch)) == (BatchState.REVIEW, {"unchanged": 5})


def test_what_the_resource_exports_comes_back_unchanged(send, confirm):
    from activity.models import ActivityRecord
    from activity.resources import ActivityRecordResource as Resource
    from catalogue.spreadsheets import native_rows

    confirm(send("long.csv"))
    rows = native_rows(Resource(), Resource.with_related(ActivityRecord.objects.order_by("pk")))
    file = file_response(CSV, "chiffres", Resource().get_export_headers(), rows)
    assert counts(send(b"".join(file))) == {"unchanged": 5}
