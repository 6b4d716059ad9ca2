"""The press room: releases year by year, each under its embargo, with contacts and a reminder."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import HomePage, PressReleasePage, PressRoomPage
from tests.factories import StructureFactory

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/presse/flux.atom"

pytestmark = pytest.mark.django_db


def contact(name, **fields):
    value = {"title": name, "structure": None, "name": "", "phone": "", "email": "", "note": ""}
    return {"type": "contact", "value": value | fields}


@pytest.fixture
def room():
    page = PressRoomPage(
        title="Espace presse",
        slug="presse",
        reminder="<p>Les Missions Locales reçoivent les 16–25 ans.</p>",
        contacts=[contact("Service de presse", email="presse@exemple.test")],
    )
    return HomePage.objects.get().add_child(instance=page)


def add(room, title, day, **fields):
    return room.add_child(instance=PressReleasePage(title=title, date=day, **fields))


def html_of(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


class TestList:
    def test_releases_are_listed_by_year_the_latest_first(self, client, room):
        for title, day in [("Mars", date(2026, 3, 1)), ("Mai", date(2026, 5, 1))]:
            add(room, title, day)
        add(room, "Avant", date(2024, 12, 31))
        html = html_of(client, "/presse/")
        years = {
            section["aria-label"]: [link.text for link in section.select("h3 a")]
            for section in html.select(".communiques section")
        }
        assert list(years.items()) == [("2026", ["Mai", "Mars"]), ("2024", ["Avant"])]
        assert [link.text for link in html.select(".tri a")] == ["Toutes", "2026", "2024"]

    def test_a_year_is_at_an_address(self, client, room):
        add(room, "Récent", date(2026, 3, 1))
        add(room, "Ancien", date(2024, 3, 1))
        html = html_of(client, "/presse/?annee=2024")
        assert [link.text for link in html.select("h3 a")] == ["Ancien"]
        assert html.select_one(".tri [aria-current]").text == "2024"
        assert html.title.text.strip().startswith("2024")

    def test_a_year_without_release_says_so_and_leads_to_the_others(self, client, room):
        add(room, "Récent", date(2026, 3, 1))
        html = html_of(client, "/presse/?annee=1999")
        assert "Pas de communiqué cette année-là." in html.text
        assert html.select_one('a[href="/presse/"].fleche')

    @pytest.mark.parametrize("year", ["0", "-1", "10000", "deux mille", "\0", "9" * 30])
    def test_a_year_that_is_none_is_said_so_beside_all_the_releases(self, client, room, year):
        add(room, "Récent", date(2026, 3, 1))
        response = client.get("/presse/", {"annee": year})
        assert "Écris une année" in response.text
        assert "Récent" in response.text

    def test_an_empty_room_says_what_will_come(self, client, room):
        assert "Pas encore de communiqué." in client.get("/presse/").text


class TestRelease:
    @pytest.fixture
    def release(self, room):
        return add(room, "Une convention", date(2026, 3, 1), slug="convention")

    def test_ends_with_the_contacts_and_the_reminder_of_the_room(self, client, release):
        html = html_of(client, "/presse/convention/")
        assert "reçoivent les 16–25 ans" in html.select_one(".rappel").text
        assert "presse@exemple.test" in html.select_one(".contact").text
        assert [link["href"] for link in html.select(".fil a")] == ["/", "/presse/"]

    def test_a_reminder_that_changes_does_so_under_every_release(self, client, room, release):
        room.reminder = "<p>Depuis 1982.</p>"
        room.save_revision().publish()
        assert "Depuis 1982." in client.get("/presse/convention/").text

    def test_its_own_contacts_replace_those_of_the_room(self, client, release):
        structure = StructureFactory(name="Mission Locale du Port", email="port@exemple.test")
        release.contacts = [contact("Sur place", structure=structure.pk)]
        release.save_revision().publish()
        text = client.get("/presse/convention/").text
        assert "port@exemple.test" in text
        assert "presse@exemple.test" not in text

    def test_it_is_previewed_before_it_is_saved(self, room):
        page = PressReleasePage(title="Bientôt", slug="bientot")
        page.path, page.depth = room.path + "0001", room.depth + 1
        page.set_url_path(room)
        response = page.make_preview_request()
        response.render()
        assert "Bientôt" in response.text
        assert "reçoivent les 16–25 ans" in response.text


class TestEmbargo:
    LIFTED = "2026-11-23T09:01:00+01:00"

    @pytest.fixture
    def secret(self, room):
        """Written on Friday, for Monday at nine."""
        with time_machine.travel("2026-11-20T12:00:00+01:00", tick=False):
            page = PressReleasePage(title="Zanzibar", slug="zanzibar", date=date(2026, 11, 23))
            page.live = False
            page.go_live_at = timezone.now() + timedelta(days=2, hours=21)
            room.add_child(instance=page)
            page.save_revision().publish()
            yield PressReleasePage.objects.get()

    def seen(self, client):
        places = ["/presse/", FEED, "/recherche/?q=zanzibar", "/plan-du-site/"]
        places += ["/sitemap-pages.xml", "/api/v1/pages/?limit=100", "/presse/?annee=2026"]
        return {path for path in places if "/presse/zanzibar/" in client.get(path).text}

    def test_before_its_time_nothing_is_seen_anywhere(self, client, secret):
        call_command("publish_scheduled")
        assert self.seen(client) == set()
        assert client.get("/presse/zanzibar/").status_code == 404
        assert "2026" not in html_of(client, "/presse/").select_one("main").text

    def test_at_its_time_it_is_everywhere(self, client, secret):
        with time_machine.travel(self.LIFTED, tick=False):
            call_command("publish_scheduled")
            assert len(self.seen(client)) == 7
            html = html_of(client, "/presse/zanzibar/")
            assert "Sous embargo" not in html.text

    def test_a_preview_says_until_when(self, secret):
        response = secret.get_latest_revision_as_object().make_preview_request()
        response.render()
        assert "Sous embargo jusqu’au 23 novembre 2026 à 09:00." in " ".join(response.text.split())


class TestFeed:
    def test_tells_the_latest_first(self, client, room):
        add(room, "Ancien", date(2024, 3, 1))
        add(room, "Récent", date(2026, 3, 1), summary="En deux mots.")
        entries = ET.fromstring(client.get(FEED).content).findall(f"{ATOM}entry")
        assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Récent", "Ancien"]
        assert entries[0].findtext(f"{ATOM}summary") == "En deux mots."

    def test_is_named_by_the_list_with_its_year(self, client, room):
        add(room, "Ancien", date(2024, 3, 1))
        add(room, "Récent", date(2026, 3, 1))
        address = html_of(client, "/presse/?annee=2024").select_one("link[rel=alternate]")["href"]
        assert address == f"{FEED}?annee=2024"
        assert "Récent" not in client.get(address).text

    def test_of_a_year_that_is_none_says_so(self, client, room):
        assert client.get(f"{FEED}?annee=x").status_code == 400

    def test_says_nothing_of_restricted_releases(self, client, room):
        restricted = add(room, "Réservé", date(2026, 1, 1))
        PageViewRestriction.objects.create(page=restricted.page_ptr, password="x")
        assert "<entry>" not in client.get(FEED).text

    def test_goes_with_the_room(self, client, room):
        room.unpublish()
        assert client.get(FEED).status_code == 404
