"""/agenda/: sessions by week, and the calendars that follow them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from catalogue.models import OfferSession
from tests.factories import (
    CommuneFactory,
    OfferFactory,
    OfferSessionFactory,
    ReceptionSiteFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def session(title="Atelier CV", starts_at=FRIDAY, **offer):
    return OfferSessionFactory(offer=OfferFactory(title=title, **offer), starts_at=starts_at)


def events(response):
    return Calendar.from_ical(response.content).events


def test_this_week_is_shown_first(client):
    session("Cette semaine")
    session("Semaine prochaine", FRIDAY + timedelta(days=7))
    page = client.get("/agenda/").text
    assert "Cette semaine" in page
    assert "Semaine prochaine" not in page
    assert "Du 23 au 29 novembre" in page.replace("\xa0", " ")


def test_any_day_leads_to_its_week(client):
    session("Semaine prochaine", FRIDAY + timedelta(days=7))
    assert "Semaine prochaine" in client.get("/agenda/", {"du": "2026-12-03"}).text


def test_without_a_week_the_agenda_opens_where_something_happens(client):
    session("Plus tard", FRIDAY + timedelta(days=21))
    assert "Plus tard" in client.get("/agenda/").text


def test_an_empty_week_leads_to_the_next_date(client):
    session("Plus tard", FRIDAY + timedelta(days=21))
    assert 'href="?du=2026-12-18"' in client.get("/agenda/", {"du": "2026-12-01"}).text


def test_what_has_begun_is_no_longer_shown(client):
    session("Ce matin", WEDNESDAY - timedelta(hours=3))
    assert "Ce matin" not in client.get("/agenda/").text


def test_sessions_of_an_unpublished_offer_stay_hidden(client):
    hidden = session("Brouillon", live=False)
    assert "Brouillon" not in client.get("/agenda/").text
    assert client.get(hidden.calendar_url).status_code == 404
    assert not events(client.get("/agenda/flux.ics"))


def test_the_theme_narrows_the_week(client):
    session("Code de la route", themes=[ThemeFactory(line="mobilite")])
    session("Atelier CV")
    page = client.get("/agenda/", {"theme": "mobilite"}).text
    assert "Code de la route" in page
    assert "Atelier CV" not in page


def test_an_unknown_town_is_explained(client):
    CommuneFactory(name="Villejuif")
    assert "On ne trouve pas cette ville" in client.get("/agenda/", {"lieu": "xyzzy"}).text


def test_a_session_can_be_kept_in_a_calendar(client):
    kept = session(summary="Une heure pour refaire ton CV.")
    kept.site = ReceptionSiteFactory(name="Antenne de Villejuif")
    kept.ends_at = FRIDAY + timedelta(hours=2)
    kept.save()
    (event,) = events(client.get(kept.calendar_url))
    assert event["summary"] == "Atelier CV"
    assert event["location"] == "Antenne de Villejuif"
    assert (event.start, event.end) == (FRIDAY, FRIDAY + timedelta(hours=2))
    assert event["url"] == f"http://testserver{kept.get_absolute_url()}"


def test_a_cancelled_session_says_so_to_the_calendars_that_hold_it(client):
    cancelled = session()
    cancelled.status = OfferSession.Status.CANCELLED
    cancelled.save()
    assert events(client.get("/agenda/flux.ics"))[0]["status"] == "CANCELLED"


def test_a_session_keeps_its_identifier_and_raises_its_sequence_when_it_changes(client):
    kept = session()
    before = events(client.get(kept.calendar_url))[0]
    with time_machine.travel(WEDNESDAY + timedelta(hours=1), tick=False):
        kept.offer.save()
    after = events(client.get(kept.calendar_url))[0]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_the_feed_obeys_the_filters_and_looks_past_this_week(client):
    session("Code de la route", FRIDAY + timedelta(days=30), themes=[ThemeFactory(line="mobilite")])
    session("Atelier CV")
    titles = [event["summary"] for event in events(client.get("/agenda/flux.ics?theme=mobilite"))]
    assert titles == ["Code de la route"]


def test_a_feed_asked_for_nonsense_says_what_is_wrong(client):
    response = client.get("/agenda/flux.ics", {"theme": "plongée"})
    assert response.status_code == 400
    assert "theme" in response.text


@pytest.mark.parametrize("size", [2, 20])
def test_the_number_of_queries_does_not_depend_on_the_number_of_sessions(
    client, size, django_assert_max_num_queries
):
    for number in range(size):
        session(f"Atelier {number}", themes=[ThemeFactory(line="emploi", code=f"t{number}")])
    with django_assert_max_num_queries(12):
        client.get("/agenda/")
    with django_assert_max_num_queries(6):
        client.get("/agenda/flux.ics")


@given(st.fixed_dictionaries({}, optional={n: st.text(max_size=30) for n in ("du", "au", "km")}))
def test_no_parameter_breaks_the_agenda(client, parameters):
    assert client.get("/agenda/", parameters).status_code == 200
    assert client.get("/agenda/flux.ics", parameters).status_code in {200, 400}
