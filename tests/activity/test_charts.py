"""Where the marks of charts go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activity import charts
from activity.charts import Point


def point(value, before=None, **options):
    return Point("avril 2024", "avr. 24", value, before, **options)


def share(text):
    """What is written is a number with a point, whatever the language of the page."""
    assert text.endswith("%")
    return float(text[:-1])


VALUES = st.lists(st.none() | st.integers(0, 9_999_999), max_size=60)


@given(VALUES)
def test_every_column_is_in_the_chart(values):
    chart = charts.over_time("x", "", [point(value, value) for value in values])
    for mark in chart.marks:
        assert 0 <= share(mark.x) <= share(mark.x) + share(mark.width) <= 100
        foot = float(mark.y) + float(mark.height)
        assert foot == pytest.approx(charts.ABOVE + charts.PLOT, abs=0.1)
        assert float(mark.y) >= charts.ABOVE


@given(VALUES)
def test_the_scale_is_round_and_holds_the_highest(values):
    top = charts.top_of([value for value in values if value])
    assert top % 2 == 0
    assert top >= max((value for value in values if value), default=0)
    assert str(top).rstrip("0") in {"", *"123456789", "12", "16", "24"}


@given(st.lists(st.integers(0, 999_999), max_size=40))
def test_bars_are_as_long_as_their_values(values):
    marks = charts.comparison("x", "", [point(value) for value in values]).marks
    top = max(values, default=0) or 1
    assert [share(mark.width) for mark in marks] == [
        pytest.approx(100 * value / top, abs=0.001) for value in values
    ]


def test_parts_fill_a_whole_bar():
    parts = {"a": point(1), "b": point(0), "c": point(3)}
    marks = charts.shares("x", "", [("Ateliers", parts)]).marks
    assert [(share(mark.x), share(mark.width)) for mark in marks] == [(0, 25), (25, 0), (25, 75)]


def test_a_sentence_tells_the_highest_the_lowest_and_what_is_missing():
    points = [Point("mars", "", 1204), Point("avril", "", None), Point("mai", "", 30)]
    words = charts.over_time("x", "", points).description.replace("\xa0", " ")
    assert words == ("Le plus haut : mars, 1 204. Le plus bas : mai, 30. Non renseigné : 1.")


def test_a_small_line_is_broken_where_nobody_said():
    lines = charts.sparkline("x", "", [point(1), point(2), point(None), point(2)]).lines
    assert [len(line.split()) for line in lines] == [2, 2]
    assert charts.sparkline("x", "", [point(None)]).lines == []


def test_names_of_periods_are_fewer_on_a_phone():
    marks = charts.over_time("x", "", [point(1)] * 52).marks
    assert sum(mark.is_wide for mark in marks) <= charts.WIDE
    assert sum(mark.is_narrow for mark in marks) <= charts.NARROW
    assert marks[-1].is_wide
    assert marks[-1].is_narrow


def test_long_names_keep_what_tells_them_apart():
    name = "Association régionale des Missions Locales de Bretagne"
    assert charts.shortened(name) == "Association r…Locales de Bretagne"
    assert charts.shortened("Ivry") == "Ivry"
