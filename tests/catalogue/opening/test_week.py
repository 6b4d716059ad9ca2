import pytest

from catalogue.models import ReceptionSite

from .builders import days, site


def plain(text):
    return text.replace("\u00a0", " ")


def test_a_week_goes_from_monday_to_sunday():
    assert list(days(site(), "2026-03-04T10:00")) == [
        "Lundi",
        "Mardi",
        "Mercredi",
        "Jeudi",
        "Vendredi",
        "Samedi",
        "Dimanche",
    ]


def test_each_day_is_the_next_one():
    week = days(site(), "2026-03-04T10:00")
    assert week["Mercredi"].is_today
    assert str(week["Mercredi"].date) == "2026-03-04"
    assert str(week["Lundi"].date) == "2026-03-09"
    assert [name for name, day in week.items() if day.is_today] == ["Mercredi"]


def test_a_day_has_a_morning_and_an_afternoon():
    monday = days(site(), "2026-03-02T10:00")["Lundi"]
    assert plain(monday.morning) == "9 h – 12 h 30"
    assert plain(monday.afternoon) == "13 h 30 – 17 h 30"


def test_a_day_may_be_a_morning_only():
    thursday = days(site(), "2026-03-02T10:00")["Jeudi"]
    assert (plain(thursday.morning), thursday.afternoon) == ("9 h – 12 h 30", "")
    assert not thursday.is_closed


def test_a_day_without_a_break_is_told_once():
    monday = days(site("Mo-Fr 09:00-17:00"), "2026-03-02T10:00")["Lundi"]
    assert (plain(monday.morning), monday.afternoon) == ("9 h – 17 h", "")
    assert monday.is_continuous


def test_a_long_morning_is_no_continuous_day():
    assert not days(site("Mo 09:00-13:00"), "2026-03-02T10:00")["Lundi"].is_continuous


def test_a_day_at_any_hour():
    assert days(site("24/7"), "2026-03-02T10:00")["Lundi"].morning == "24 h sur 24"


def test_a_holiday_is_noted():
    monday = days(site(), "2026-04-02T10:00")["Lundi"]
    assert monday.is_closed
    assert monday.note == "jour férié"


@pytest.mark.parametrize(
    ("message", "note"), [("Inventaire", "Inventaire"), ("", "fermeture exceptionnelle")]
)
def test_a_closure_is_noted(message, note):
    closed = site(closures=[("2026-03-03", "2026-03-03", message)])
    assert days(closed, "2026-03-02T10:00")["Mardi"].note == note


def test_appointments_are_told_where_they_are_the_exception():
    hours = 'Mo-Fr 09:00-12:00; Tu 09:30-12:00 "sur rendez-vous"'
    week = days(site(hours), "2026-03-02T10:00")
    assert plain(week["Mardi"].morning) == "9 h 30 – 12 h sur rendez-vous"
    by_appointment = site(access=ReceptionSite.Access.APPOINTMENT)
    assert plain(days(by_appointment, "2026-03-02T10:00")["Jeudi"].morning) == "9 h – 12 h 30"


def test_appointments_at_any_hour_have_no_hours():
    week = days(site('Mo-Fr "sur rendez-vous"'), "2026-03-02T10:00")
    assert week["Lundi"].morning == "sur rendez-vous"


def test_there_is_no_week_without_hours():
    assert days(site(""), "2026-03-02T10:00") == {}
