"""Weeks belong to one month and one year each, whatever the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activity.periods import Frequency, Month, Quarter, Span, Week, Year, containing, parse

DAYS = st.dates(date(1985, 1, 1), date(2097, 12, 31))
KINDS = st.sampled_from([Week, Month, Quarter, Year])


def weeks_of(period):
    first, last = period.bounds(Frequency.WEEK)
    return {first + timedelta(weeks=rank) for rank in range((last - first).days // 7 + 1)}


@given(day=DAYS, kind=KINDS)
def test_a_week_is_in_the_period_that_contains_it_and_not_in_its_neighbours(day, kind):
    week = Week.of(day)
    period = containing(kind, week)
    assert week.starts_on in weeks_of(period)
    assert week.starts_on not in weeks_of(period.previous) | weeks_of(period.next)


@given(year=st.integers(1983, 2098))
def test_the_months_of_a_year_share_its_weeks_out(year):
    months = [Month(year, number) for number in range(1, 13)]
    assert set.union(*map(weeks_of, months)) == weeks_of(Year(year))
    assert sum(len(weeks_of(month)) for month in months) == len(weeks_of(Year(year)))
    assert {monday.isocalendar().year for monday in weeks_of(Year(year))} == {year}


@given(year=st.integers(1983, 2098), number=st.integers(1, 4))
def test_a_quarter_is_its_three_months(year, number):
    quarter = Quarter(year, number)
    months = [quarter.first, quarter.first.next, quarter.last]
    assert weeks_of(quarter) == set.union(*map(weeks_of, months))
    assert quarter.bounds(Frequency.MONTH) == (months[0].starts_on, months[2].starts_on)


@given(day=DAYS, kind=KINDS)
def test_the_next_period_is_the_one_after(day, kind):
    period = containing(kind, Week.of(day))
    assert period.next.previous == period
    assert max(weeks_of(period)) + timedelta(days=7) == min(weeks_of(period.next))


@given(day=DAYS, kind=KINDS)
def test_a_code_is_read_back(day, kind):
    period = containing(kind, Week.of(day))
    assert parse(period.code) == period


@given(day=DAYS, length=st.integers(0, 60))
def test_a_span_is_followed_by_one_as_long(day, length):
    first = Week.of(day)
    span = Span(first, Week.of(first.starts_on + timedelta(weeks=length)))
    assert parse(span.code) == span
    assert len(weeks_of(span)) == length + 1 == len(weeks_of(span.previous))
    assert weeks_of(span.next) & weeks_of(span) == set()


@given(day=DAYS, length=st.integers(0, 60))
def test_a_span_holds_the_months_whose_weeks_it_holds_all(day, length):
    first = Week.of(day)
    span = Span(first, Week.of(first.starts_on + timedelta(weeks=length)))
    months = {first.month.plus(rank) for rank in range(-1, length // 4 + 3)}
    inside = {month.starts_on for month in months if weeks_of(month) <= weeks_of(span)}
    bounds = span.bounds(Frequency.MONTH)
    assert (bounds is None) == (not inside)
    if inside:
        assert bounds == (min(inside), max(inside))


def test_a_week_across_new_year_belongs_to_one_year():
    assert Week.of(date(2020, 12, 31)) == Week.of(date(2021, 1, 3)) == Week(2020, 53)
    assert Week(2020, 53).month == Month(2020, 12)
    assert Week.of(date(2024, 12, 30)) == Week(2025, 1)


def test_the_week_of_the_first_lockdown():
    assert Week.of(date(2020, 3, 16)) == Week(2020, 12)
    assert str(Week(2020, 12)) == "semaine 12, du 16\xa0mars 2020 au 22\xa0mars 2020"


def test_a_53rd_week_is_compared_to_a_52nd():
    assert Week(2020, 53).year_before == Week(2019, 52)


def test_labels_are_french():
    assert [str(parse(code)) for code in ("2024-02", "2024-T1", "2024")] == [
        "février 2024",
        "1er trimestre 2024",
        "année 2024",
    ]


@pytest.mark.parametrize(
    "code",
    ["", "2024-W54", "2021-W53", "2024-13", "2024-T5", "1200", "2024-W10..2024-W09", "2024..2025",
     "..", "2024-W10..", "9999", "0000-W01", "٢٠٢٤"],
)  # fmt: skip
def test_what_is_no_period_is_refused(code):
    with pytest.raises(ValueError):  # noqa: PT011
        parse(code)
