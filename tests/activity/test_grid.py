"""The grid: what is written is there, what somebody else wrote stays."""

import pytest
import time_machine

from activity import grid
from activity.grid import Change, Detail, Refusal
from activity.models import ActivityRecord, Correction, Report
from activity.periods import Month, Week
from tests import factories

from .conftest import WEEK

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("activity.grid")]

KEY = "entretiens:on-site"


@pytest.fixture
def enter(structure, interviews, adviser):
    """Writes one cell of the week, as somebody who saw `seen` there."""

    def enter(value, seen=None, *, key=KEY, week=WEEK, user=adviser, detail=grid.NO_DETAIL):
        return grid.save(structure, week, [Change(key, value, seen)], user, detail)

    return enter


@pytest.fixture
def cell(structure):
    def cell(key=KEY, week=WEEK, detail=grid.NO_DETAIL):
        cells = {cell.key: cell for cell in grid.read(structure, week, detail).cells}
        return cells[key]

    return cell


def values():
    return list(ActivityRecord.objects.values_list("value", flat=True))


# --- Reading and writing


def test_an_empty_grid_says_nothing(cell):
    assert cell().value is None
    assert Report.objects.count() == 0


def test_a_saved_figure_is_there(enter, cell):
    enter(12)
    assert cell().value == 12


def test_zero_is_a_figure(enter, cell):
    enter(0)
    assert cell().value == 0


def test_an_erased_figure_is_not_given_any_more(enter, cell):
    enter(12)
    enter(None, seen=12)
    assert cell().value is None
    assert values() == []


def test_last_week_is_beside(enter, cell):
    enter(7, week=WEEK.previous)
    assert cell().previous == 7


def test_details_come_beside_and_are_told(enter, cell):
    theme = Detail(theme=factories.ThemeFactory())
    enter(3, detail=theme)
    assert (cell().value, cell().elsewhere) == (None, 3)
    assert (cell(detail=theme).value, cell(detail=theme).elsewhere) == (3, 0)


def test_a_month_has_a_grid_of_its_own(structure, entries, adviser):
    month = Month(2024, 3)
    grid.save(structure, month, [Change("entrees-cej:", 4, None)], adviser)
    cells = {cell.key: cell.value for cell in grid.read(structure, month).cells}
    assert cells["entrees-cej:"] == 4
    assert KEY not in cells


def test_reading_takes_as_many_queries_however_full(
    structure, enter, django_assert_num_queries, workshops
):
    for key in (KEY, "ateliers:remote"):
        enter(5, key=key)
        with django_assert_num_queries(3):
            grid.read(structure, WEEK)


@pytest.mark.parametrize("value", [-1, 10**7])
def test_an_impossible_number_is_refused(enter, value):
    with pytest.raises(Refusal):
        enter(value)


@pytest.mark.parametrize("key", ["inconnu:on-site", "entretiens:", "entretiens", "", "é" * 1000])
def test_an_unknown_cell_is_refused(enter, key):
    with pytest.raises(Refusal):
        enter(1, key=key)


def test_the_future_is_refused(enter):
    with pytest.raises(Refusal):
        enter(1, week=Week(2024, 17))


def test_a_site_of_another_structure_is_refused(enter):
    with pytest.raises(Refusal):
        enter(1, detail=Detail(site=factories.ReceptionSiteFactory()))


def test_a_refused_cell_leaves_the_others_unwritten(structure, interviews, adviser):
    with pytest.raises(Refusal):
        grid.save(structure, WEEK, [Change(KEY, 1, None), Change("autre:", 2, None)], adviser)
    assert values() == []


# --- Two people


def test_what_somebody_else_wrote_comes_back_and_stays(enter, cell, adviser):
    colleague = factories.UserFactory(first_name="Sam", last_name="Petit")
    enter(12)
    enter(20, seen=12, user=colleague)
    saved = enter(15, seen=12)
    assert saved.values == {}
    (conflict,) = saved.conflicts
    assert (conflict.mine, conflict.theirs, conflict.who) == (15, 20, "Sam Petit")
    assert cell().value == 20


def test_a_figure_that_somebody_erased_is_a_conflict(enter):
    enter(12)
    enter(None, seen=12)
    (conflict,) = enter(15, seen=12).conflicts
    assert conflict.theirs is None


def test_both_writing_the_same_agree(enter):
    enter(12)
    enter(20, seen=12)
    assert enter(20, seen=12).conflicts == []


def test_a_change_sent_again_is_no_conflict(enter):
    enter(12)
    assert enter(12).conflicts == []
    assert Correction.objects.count() == 0


@pytest.mark.parametrize("seen", [None, 5, 12])
def test_a_figure_sent_again_keeps_who_wrote_it_and_when(enter, seen):
    enter(12)
    before = list(ActivityRecord.objects.values())
    with time_machine.travel("2024-04-22T09:00:00+02:00", tick=False):
        saved = enter(12, seen=seen, user=factories.UserFactory())
    assert (saved.values, saved.conflicts) == ({KEY: 12}, [])
    assert list(ActivityRecord.objects.values()) == before
    assert not Correction.objects.exists()


def test_a_figure_erased_again_stays_away(enter):
    enter(12)
    enter(None, seen=12)
    assert enter(None, seen=12).conflicts == []
    assert values() == []
    assert Correction.objects.count() == 1


def test_a_conflict_keeps_nobody_from_their_other_cells(structure, enter, adviser, cell):
    enter(12)
    other = "entretiens:remote"
    saved = grid.save(structure, WEEK, [Change(KEY, 3, None), Change(other, 4, None)], adviser)
    assert (saved.values, len(saved.conflicts)) == ({other: 4}, 1)


# --- Warnings


@pytest.mark.parametrize(
    ("former", "value", "warned"),
    [([50, 52, 48], 500, True), ([50, 52, 48], 5, True), ([50, 52, 48], 90, False),
     ([2, 2, 2], 15, False), ([], 5000, False), ([50, 52, 48], 0, True), ([0, 0, 0], 40, True)],
)  # fmt: skip
def test_an_unlikely_jump_is_told_and_saved(enter, cell, former, value, warned):
    week = WEEK
    for number in former:
        week = week.previous
        enter(number, week=week)
    saved = enter(value)
    assert saved.values == {KEY: value}
    assert (KEY in saved.warnings) == warned == bool(cell().warning)


@pytest.mark.parametrize(
    ("former", "value", "warned"),
    [
        # Many times more or less, and a difference of 20 at least…
        (5, 25, True), (5, 24, False), (25, 5, True), (25, 6, False), (0, 20, True), (0, 19, False),
        # … or a large difference, and more than three times more or less.
        (20, 60, False), (20, 61, True), (60, 20, False), (60, 19, True),
    ],
)  # fmt: skip
def test_a_jump_is_unlikely_from_twenty_and_beyond_three_times(enter, cell, former, value, warned):
    enter(former, week=WEEK.previous)
    assert bool(enter(value).warnings) == warned == bool(cell().warning)


@pytest.mark.parametrize(("weeks", "warned"), [(8, True), (9, False)])
def test_what_is_usual_is_so_for_eight_weeks(enter, weeks, warned):
    """The figure of the week before the last eight tells nothing."""
    week = WEEK
    for _week in range(weeks):
        week = week.previous
    enter(100, week=week)
    assert bool(enter(500).warnings) == warned


def test_what_comes_after_is_not_what_is_usual(enter):
    enter(100)
    assert enter(5, week=WEEK.previous).warnings == {}


# --- Final, or not


@pytest.fixture
def submitted(structure, enter, adviser):
    enter(12)
    return grid.submit(structure, WEEK, adviser)


def test_a_submitted_week_is_closed(submitted, enter, structure):
    assert grid.read(structure, WEEK).is_final
    with pytest.raises(Refusal):
        enter(13, seen=12)
    assert values() == [12]


def test_a_reopened_week_is_written_and_says_why(submitted, structure, enter, adviser, cell):
    report = grid.reopen(structure, WEEK, adviser, " Oubli d’un atelier ")
    assert [event.reason for event in report.events.all()] == ["", "Oubli d’un atelier"]
    enter(13, seen=12)
    assert cell().value == 13
    assert not grid.read(structure, WEEK).is_final


def test_a_reason_is_needed_to_reopen(submitted, structure, adviser):
    with pytest.raises(Refusal):
        grid.reopen(structure, WEEK, adviser, "  ")
    assert grid.read(structure, WEEK).is_final


def test_an_open_week_isnt_reopened(enter, structure, adviser):
    enter(12)
    with pytest.raises(Refusal):
        grid.reopen(structure, WEEK, adviser, "pour voir")


def test_an_empty_week_isnt_submitted(structure, adviser, interviews):
    with pytest.raises(Refusal):
        grid.submit(structure, WEEK, adviser)


def test_a_week_is_submitted_from_its_friday_on(enter, structure, adviser):
    this_week = WEEK.next
    enter(1, week=this_week)
    with time_machine.travel("2024-04-18T15:00:00+02:00"), pytest.raises(Refusal):
        grid.submit(structure, this_week, adviser)
    assert grid.submit(structure, this_week, adviser).is_final


def test_submitting_twice_is_once(submitted, structure, adviser):
    assert grid.submit(structure, WEEK, adviser).events.count() == 1


# --- The journal


def journal():
    return list(Correction.objects.order_by("pk").values_list("before", "after", "was_final"))


def test_a_first_entry_is_no_correction(enter):
    enter(12)
    assert journal() == []


def test_a_figure_written_over_is_kept(enter, adviser):
    enter(12)
    enter(13, seen=12)
    enter(None, seen=13)
    assert journal() == [(12, 13, False), (13, None, False)]
    assert Correction.objects.first().made_by == adviser


def test_what_is_added_to_a_reopened_week_is_kept(submitted, structure, enter, adviser):
    grid.reopen(structure, WEEK, adviser, "oubli")
    enter(5, key="entretiens:remote")
    assert journal() == [(None, 5, True)]
    assert [entry.after for entry in grid.corrections_of(structure, WEEK)] == [5]
