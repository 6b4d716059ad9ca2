"""How the signs say hours, distances and delays."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from catalogue.templatetags import signage
from catalogue.wording import say_weight

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("km", "said"),
    [
        (0.001, "tout près"),
        (0.853, f"850{NBSP}m"),
        (0.996, f"1,0{NBSP}km"),
        (2.13, f"2,1{NBSP}km"),
        (38.2, f"38{NBSP}km"),
        (1234.5, f"1234{NBSP}km"),
        (None, ""),
    ],
)
def test_a_distance_is_said_as_people_say_it(km, said):
    assert signage.distance(km) == said


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (1, f"1{NBSP}octet"),
        (900, f"900{NBSP}octets"),
        (84_200, f"84{NBSP}Ko"),
        (1_240_000, f"1,2{NBSP}Mo"),
        (None, ""),
    ],
)
def test_a_weight_is_said_as_people_say_it(size, said):
    assert say_weight(size) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 20), ""),
        (date(2026, 11, 21), "aujourd’hui"),
        (date(2026, 11, 22), "demain"),
        (date(2026, 11, 26), "dans 5 jours"),
        (date(2026, 12, 1), ""),
        (None, ""),
    ],
)
def test_a_near_deadline_says_how_near(day, said):
    with time_machine.travel(datetime(2026, 11, 21, 12, tzinfo=UTC)):
        assert signage.days_left(day) == said


def test_a_departure_says_its_day_and_its_hour_in_local_time():
    moment = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # past midnight in Paris
    assert signage.board_day(moment) == "mar. 1er déc."
    assert signage.hour(moment) == f"0{NBSP}h{NBSP}30"


def test_dates_in_full_say_premier():
    assert signage.full_date(date(2022, 3, 1)) == f"1er{NBSP}mars 2022"
    assert signage.day_and_month(date(2027, 2, 2)) == f"2{NBSP}février"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2026, 11, 23), date(2026, 11, 29), f"du 23 au 29{NBSP}novembre"),
        (date(2026, 9, 1), date(2026, 10, 1), f"du 1er{NBSP}septembre au 1er{NBSP}octobre"),
        (date(2026, 12, 30), date(2027, 8, 29), f"du 30{NBSP}décembre au 29{NBSP}août 2027"),
        (date(2026, 12, 5), date(2027, 12, 7), f"du 5{NBSP}décembre au 7{NBSP}décembre 2027"),
        (date(2026, 12, 5), date(2026, 12, 5), f"le 5{NBSP}décembre"),
    ],
)
def test_a_period_says_its_month_and_its_year_once(start, end, said):
    assert signage.period(start, end) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2020, 7, 23), date(2020, 7, 29), f"du 23 au 29{NBSP}juillet 2020"),
        (
            date(2020, 7, 23),
            date(2022, 12, 31),
            f"du 23{NBSP}juillet 2020 au 31{NBSP}décembre 2022",
        ),
        (date(2020, 7, 23), date(2020, 7, 23), f"le 23{NBSP}juillet 2020"),
    ],
)
def test_a_period_in_full_is_clear_years_later(start, end, said):
    assert signage.full_period(start, end) == said
