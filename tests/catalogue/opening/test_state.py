"""2 March 2026 is a Monday; 6 April is Easter Monday."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from catalogue.models import ReceptionSite
from catalogue.opening import opening_state
from tests.factories import ReceptionSiteFactory, SiteClosureFactory

from .builders import sentence, site, state

Access = ReceptionSite.Access


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-02T08:59:59", "Fermé, ouvre à 9 h"),
        ("2026-03-02T09:00", "Ouvert, ferme à 12 h 30, rouvre à 13 h 30"),
        ("2026-03-02T12:30", "Fermé, ouvre à 13 h 30"),
        ("2026-03-02T17:29:59", "Ouvert, ferme à 17 h 30"),
        ("2026-03-02T17:30", "Fermé, ouvre demain à 9 h"),
        ("2026-03-05T11:00", "Ouvert, ferme à 12 h 30"),
        ("2026-03-06T18:00", "Fermé, ouvre lundi à 9 h"),
        ("2026-03-08T23:59", "Fermé, ouvre demain à 9 h"),
    ],
)
def test_a_site_says_when_its_door_changes(moment, expected):
    assert sentence(site(), moment) == expected


def test_times_do_not_break_across_lines():
    assert "17\u00a0h\u00a030" in state(site(), "2026-03-02T14:00").sentence


def test_the_state_tells_when_it_will_change():
    assert state(site(), "2026-03-02T14:00").until == datetime(2026, 3, 2, 16, 30, tzinfo=UTC)


def test_a_far_opening_has_its_date():
    assert (
        sentence(site("2026 Sep 01-2026 Sep 30 Mo-Fr 09:00-12:00"), "2026-03-02T10:00")
        == "Fermé, ouvre mardi 1er septembre à 9 h"
    )


def test_an_opening_next_year_has_its_year():
    assert (
        sentence(site("2027 Mar 01 09:00-12:00"), "2026-03-02T10:00")
        == "Fermé, ouvre lundi 1er mars 2027 à 9 h"
    )


class TestHolidays:
    def test_a_public_holiday_is_named(self):
        assert (
            sentence(site(), "2026-04-06T10:00")
            == "Fermé aujourd’hui (jour férié), ouvre demain à 9 h"
        )

    def test_a_holiday_is_skipped_by_the_next_opening(self):
        assert sentence(site(), "2026-04-03T18:00") == "Fermé, ouvre mardi à 9 h"

    def test_hours_that_forget_holidays_mean_closed(self):
        assert state(site("Mo-Fr 09:00-12:00"), "2026-05-01T10:00").code == "closed"

    def test_hours_may_open_on_holidays(self):
        assert state(site("Mo-Fr 09:00-12:00; PH 10:00-11:00"), "2026-05-01T10:30").code == "open"

    def test_after_a_holiday_morning_the_site_is_simply_closed(self):
        hours = "Mo-Fr 09:00-12:00; PH 10:00-11:00"
        assert sentence(site(hours), "2026-05-01T15:00") == "Fermé, ouvre lundi à 9 h"

    @pytest.mark.parametrize(
        ("commune", "day"),
        [
            ("67482", "2026-04-03"),  # Good Friday in Strasbourg
            ("57463", "2028-12-26"),  # Saint Stephen's in Metz
            ("97105", "2026-05-27"),  # Basse-Terre
            ("97209", "2026-05-22"),  # Fort-de-France
            ("97302", "2026-06-10"),  # Cayenne
            ("97411", "2027-12-20"),  # Saint-Denis de la Réunion
            ("97611", "2026-04-27"),  # Mamoudzou
        ],
    )
    def test_a_department_keeps_its_own_holidays(self, commune, day):
        assert "jour férié" in sentence(site(commune=commune), f"{day}T10:00")
        assert state(site(commune="94016"), f"{day}T10:00").code == "open"


class TestClosures:
    def test_a_closure_of_a_day(self):
        closed = site(closures=[("2026-03-03", "2026-03-03", "Formation de l’équipe")])
        found = state(closed, "2026-03-03T10:00")
        assert found.code == "closed"
        assert found.note == "Formation de l’équipe"
        assert sentence(closed, "2026-03-03T10:00") == "Fermé aujourd’hui, ouvre demain à 9 h"

    def test_the_next_opening_skips_closures(self):
        closed = site(closures=[("2026-03-03", "2026-03-03", "")])
        assert sentence(closed, "2026-03-02T18:00") == "Fermé, ouvre mercredi à 9 h"

    def test_closures_that_follow_each_other_are_one(self):
        closed = site(closures=[("2026-03-09", "2026-03-12", ""), ("2026-03-13", "2026-03-15", "")])
        assert state(closed, "2026-03-09T10:00").code == "closed-until"
        assert sentence(closed, "2026-03-09T10:00") == "Fermé, ouvre lundi 16 mars à 9 h"

    @pytest.mark.parametrize(
        ("day", "note"), [("10", "Travaux"), ("13", "Congés"), ("16", ""), ("17", "Inventaire")]
    )
    def test_each_of_the_closures_that_follow_each_other_says_why(self, day, note):
        closed = site(
            closures=[
                ("2026-03-09", "2026-03-12", "Travaux"),
                ("2026-03-13", "2026-03-15", "Congés"),
                ("2026-03-16", "2026-03-18", ""),
                ("2026-03-17", "2026-03-17", "Inventaire"),
            ]
        )
        assert state(closed, f"2026-03-{day}T10:00").note == note
        assert sentence(closed, f"2026-03-{day}T10:00").startswith("Fermé, ouvre")

    def test_a_closure_without_a_reason_leaves_the_one_around_it(self):
        closed = site(
            closures=[("2026-03-09", "2026-03-20", "Travaux"), ("2026-03-12", "2026-03-12", "")]
        )
        assert state(closed, "2026-03-12T10:00").note == "Travaux"

    def test_a_closure_cuts_a_site_that_never_closes(self):
        closed = site("24/7", closures=[("2026-03-03", "2026-03-03", "")])
        assert sentence(closed, "2026-03-02T10:00") == "Ouvert, ferme à minuit"
        assert sentence(closed, "2026-03-03T10:00") == "Fermé aujourd’hui, ouvre demain à minuit"

    def test_a_closure_without_end_promises_nothing(self):
        closed = site(closures=[("2026-03-03", "9999-12-31", "Travaux")])
        assert sentence(closed, "2026-03-03T10:00") == "Fermé, réouverture à confirmer"

    def test_a_closed_site_without_known_hours_still_says_its_day(self):
        closed = site("", closures=[("2026-12-24", "2027-01-03", "")])
        assert sentence(closed, "2026-12-24T10:00") == "Fermé, ouvre lundi 4 janvier"


class TestAccess:
    def test_by_appointment_within_the_hours(self):
        by_appointment = site(access=Access.APPOINTMENT)
        assert state(by_appointment, "2026-03-02T10:00").code == "appointment"
        assert sentence(by_appointment, "2026-03-02T10:00") == "Sur rendez-vous, jusqu’à 12 h 30"

    def test_by_appointment_outside_the_hours(self):
        by_appointment = site(access=Access.APPOINTMENT)
        assert (
            sentence(by_appointment, "2026-03-02T20:00")
            == "Fermé, ouvre demain à 9 h sur rendez-vous"
        )

    def test_by_appointment_without_hours(self):
        assert sentence(site("", access=Access.APPOINTMENT), "2026-03-02T10:00") == (
            "Sur rendez-vous"
        )

    def test_remote_only(self):
        remote = site(access=Access.REMOTE, access_note="Au téléphone")
        assert state(remote, "2026-03-02T10:00").code == "remote"
        assert state(remote, "2026-03-02T10:00").note == "Au téléphone"
        assert sentence(remote, "2026-03-02T10:00") == "À distance, jusqu’à 12 h 30"
        assert sentence(remote, "2026-03-02T20:00") == "Fermé, ouvre demain à 9 h à distance"

    def test_closed_until_a_date(self):
        closed = site(access=Access.CLOSED, closed_until=date(2027, 1, 4), access_note="Travaux")
        assert state(closed, "2026-12-02T10:00").code == "closed-until"
        assert state(closed, "2026-12-02T10:00").note == "Travaux"
        assert sentence(closed, "2026-12-02T10:00") == "Fermé, ouvre lundi 4 janvier à 9 h"

    def test_once_that_date_has_come_the_site_is_open_again(self):
        closed = site(access=Access.CLOSED, closed_until=date(2027, 1, 4), access_note="Travaux")
        assert state(closed, "2027-01-04T10:00").code == "open"
        assert state(closed, "2027-01-04T10:00").note == ""

    def test_closed_without_a_date(self):
        assert (
            sentence(site(access=Access.CLOSED), "2026-03-02T10:00")
            == "Fermé, réouverture à confirmer"
        )


class TestWordsInTheHours:
    HOURS = 'Mo-Fr 09:00-12:00; Tu 09:30-12:00 "sur rendez-vous"'

    def test_a_rule_by_appointment(self):
        assert state(site(self.HOURS), "2026-03-03T10:00").code == "appointment"

    def test_the_next_opening_is_by_appointment(self):
        assert (
            sentence(site(self.HOURS), "2026-03-02T15:00")
            == "Fermé, ouvre demain à 9 h 30 sur rendez-vous"
        )

    def test_free_entry_before_appointments(self):
        hours = 'Mo 09:00-12:00, Mo 12:00-14:00 "rdv"'
        assert sentence(site(hours), "2026-03-02T10:00") == "Ouvert, sans rendez-vous jusqu’à 12 h"

    def test_appointments_at_any_hour(self):
        always = site('Mo-Fr "sur rendez-vous"')
        assert sentence(always, "2026-03-02T10:00") == "Sur rendez-vous"
        assert sentence(always, "2026-03-01T10:00") == "Fermé, ouvre demain sur rendez-vous"

    def test_other_words_are_a_note(self):
        assert state(site('Mo 09:00-12:00 "porte B"'), "2026-03-02T10:00").note == "porte B"

    def test_hours_said_to_be_unknown(self):
        assert sentence(site("Mo 09:00-12:00 unknown"), "2026-03-02T10:00") == (
            "Horaires à confirmer"
        )


class TestEdges:
    @pytest.mark.parametrize("hours", ["", "   ", "demandez à l’accueil"])
    def test_hours_that_say_nothing_are_to_be_confirmed(self, hours):
        found = state(site(hours), "2026-03-02T10:00")
        assert (found.code, found.sentence) == ("unknown", "Horaires à confirmer")

    @pytest.mark.parametrize("hours", ["off", "2020 Mo-Fr 09:00-12:00"])
    def test_hours_that_never_open_again(self, hours):
        assert sentence(site(hours), "2026-03-02T10:00") == "Fermé, réouverture à confirmer"

    def test_day_and_night(self):
        found = state(site("24/7"), "2026-05-01T03:00")
        assert (found.sentence, found.until) == ("Ouvert, 24 h sur 24", None)

    def test_midnight(self):
        assert sentence(site("Mo-Su 18:00-24:00"), "2026-03-02T19:00") == "Ouvert, ferme à minuit"

    def test_after_midnight(self):
        assert sentence(site("Mo-Su 18:00-26:00"), "2026-03-02T23:00") == "Ouvert, ferme à 2 h"
        assert (
            sentence(site("Mo-Su 18:00-26:00"), "2026-03-03T01:00")
            == "Ouvert, ferme à 2 h, rouvre à 18 h"
        )

    def test_clocks_go_forward_during_the_night(self):
        # 2 o'clock doesn't exist on 29 March 2026: it is 3 o'clock.
        assert sentence(site("Mo-Su 22:00-26:00"), "2026-03-28T23:00") == "Ouvert, ferme à 3 h"

    @pytest.mark.parametrize("sunday", ["2026-03-29", "2026-10-25"])
    def test_the_morning_after_a_change_of_clocks(self, sunday):
        assert sentence(site(), f"{sunday}T20:00") == "Fermé, ouvre demain à 9 h"
        assert state(site("Su 09:00-12:00"), f"{sunday}T11:30").code == "open"


class TestTimeZones:
    @time_machine.travel(datetime(2026, 3, 2, 13, 30, tzinfo=UTC))
    def test_the_same_moment_differs_across_the_seas(self):
        assert opening_state(site(time_zone="Europe/Paris")).code == "open"
        assert opening_state(site(time_zone="America/Guadeloupe", commune="97105")).code == "open"
        assert opening_state(site(time_zone="Indian/Reunion", commune="97411")).code == "closed"

    @time_machine.travel(datetime(2026, 3, 2, 21, tzinfo=UTC))
    def test_tomorrow_is_the_sites_tomorrow(self):
        reunion = opening_state(site(time_zone="Indian/Reunion", commune="97411"))
        assert reunion.detail.replace("\u00a0", " ") == "ouvre à 9 h"  # it is already Tuesday


@pytest.mark.django_db
class TestOnTheModel:
    @time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC))
    def test_a_site_knows_its_state_and_its_week(self):
        stored = ReceptionSiteFactory()
        SiteClosureFactory(site=stored)
        assert stored.state.code == "closed-until"
        assert stored.state.note == "Fermé pour travaux."
        assert stored.week[0].is_closed

    def test_a_list_of_sites_takes_no_query_each(self, django_assert_num_queries):
        for _ in range(3):
            SiteClosureFactory()
        with django_assert_num_queries(2):
            sites = list(ReceptionSite.objects.prefetch_related("closures"))
            assert {row.state.code for row in sites} == {"closed-until"}
