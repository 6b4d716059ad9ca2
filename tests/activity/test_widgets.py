"""How periods and counts are read from files."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activity.periods import FIRST_YEAR, LAST_YEAR, Month, Week
from activity.widgets import CountWidget, PeriodWidget, is_given, period_of
from catalogue.widgets import Refused

ROW = {"indicator": "ateliers"}
DAYS = st.dates(date(FIRST_YEAR, 1, 4), date(LAST_YEAR, 12, 27))
MONDAY = date(2026, 11, 9)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-W46", "2026W46", "S46 2026", "s46-2026", "Semaine 46 2026", "semaine 46 de 2026"),
        *("sem. 46 2026", "2026-S46"),
    ],
)
def test_a_week_as_people_write_it(text):
    assert period_of(text) == Week(2026, 46)


@pytest.mark.parametrize(
    "text",
    ["2026-11", "2026-11 ", "11/2026", "novembre 2026", "Novembre  2026", "nov. 2026", "nov-26"],
)
def test_a_month_as_people_write_it(text):
    assert period_of(text) == Month(2026, 11)


@pytest.mark.parametrize(
    "cell", [MONDAY, "2026-11-09", "09/11/2026", "9/11/26", "lundi 9 novembre 2026", 46335,
             "du 09/11/2026 au 15/11/2026", "semaine du 9 novembre 2026",
             "Semaine 46, du 9 novembre 2026 au 15 novembre 2026"]
)  # fmt: skip
def test_a_monday_as_people_write_it(cell):
    assert period_of(cell) == MONDAY


@given(DAYS)
def test_what_is_exported_is_read_as_it_was(day):
    for kind in (Week, Month):
        assert period_of(kind.of(day).code) == kind.of(day)
    assert period_of(day) == day


@given(DAYS)
def test_a_label_is_read_as_it_was_written(day):
    assert period_of(Week.of(day).label) == Week.of(day).starts_on
    assert period_of(Month.of(day).label) == Month.of(day)


@given(DAYS)
def test_a_figure_of_a_week_goes_to_a_monday_or_nowhere(day):
    widget = PeriodWidget()
    widget.frequencies = {"ateliers": "week"}
    try:
        assert widget.clean(day, ROW) == day
    except Refused as refused:
        assert refused.code == "not-a-monday"
        assert Week.of(day).code in refused.remedy
    assert (day.weekday() == 0) == is_understood(widget, day)


def is_understood(widget, cell):
    try:
        widget.clean(cell, ROW)
    except Refused:
        return False
    return True


@given(st.text(max_size=30) | st.integers() | st.floats() | st.booleans())
def test_any_cell_is_a_first_day_or_is_explained(cell):
    widget = PeriodWidget()
    widget.frequencies = {"ateliers": "month"}
    try:
        found = widget.clean(cell, ROW)
    except Refused as refused:
        assert refused.message
    else:
        assert found is None or found.day == 1


@pytest.mark.parametrize("cell", [None, "", " ", "-", "–", "/", "NR", "n.r.", "Non renseigné"])
def test_what_says_that_nobody_counted(cell):
    assert not is_given(cell)


@pytest.mark.parametrize("cell", ["0", 0, 0.0, "-4", "12", "douze", "<5", False])
def test_what_says_something(cell):
    assert is_given(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1 250", 1250), ("1\u202f250", 1250), ("1'250", 1250), (1250.0, 1250), ("12,0", 12)],
)
def test_a_count_as_people_write_it(cell, value):
    assert CountWidget().clean(cell) == value


@pytest.mark.parametrize("cell", ["1.250", "1,250", "1e6", "1E6", "-1", "12,5", 10_000_000, "<5"])
def test_what_is_no_count(cell):
    with pytest.raises(Refused):
        CountWidget().clean(cell)


@given(st.text(max_size=12) | st.integers() | st.floats())
def test_any_cell_is_a_count_or_is_explained(cell):
    try:
        value = CountWidget().clean(cell)
    except Refused as refused:
        assert refused.message
    else:
        assert value is None or 0 <= value <= 9_999_999


def test_a_week_that_the_year_does_not_have():
    assert period_of("2020-W53") == Week(2020, 53)
    with pytest.raises(Refused, match="n’a pas de semaine 53"):
        period_of("2024-W53")


def test_an_unknown_indicator_leaves_the_period_as_it_is(db):
    """Its own column says what is wrong."""
    assert PeriodWidget().clean(MONDAY + timedelta(days=1), {"indicator": "?"}) is not None
