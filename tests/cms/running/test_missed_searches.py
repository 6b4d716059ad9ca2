"""Searches that find nothing are counted, listed and mended; nothing is kept of who searched."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Role
from cms.models import MissedSearch
from tests.catalogue.admin.tools import text_of
from tests.factories import CommuneFactory, SchemeFactory
from tests.search_factories import PromotionFactory, SynonymFactory

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("cms.models.counts")]

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def look_for(client, text, program=BROWSER):
    response = client.get("/recherche/", {"q": text}, headers={"User-Agent": program})
    assert response.status_code == 200


def counted():
    return dict(MissedSearch.objects.values_list("text", "count"))


def make(text, days=0, count=1):
    day = timezone.localdate() - timedelta(days=days)
    MissedSearch.objects.create(key=text, text=text, day=day, count=count)


def test_they_are_counted_by_day_whatever_their_spelling(client):
    for text in ["Permis bateau", "permis  BATEAUX", "le permis bateau"]:
        look_for(client, text)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        look_for(client, "permis bateau")
    rows = MissedSearch.objects.order_by("day").values_list("text", "count")
    assert list(rows) == [("le permis bateau", 3), ("permis bateau", 1)]


def test_counting_takes_one_statement_and_writes_nothing_of_who_searched(client):
    with CaptureQueriesContext(connection) as captured:
        look_for(client, "permis bateau")
        written = [query["sql"] for query in captured if "INSERT" in query["sql"].upper()]
    assert len(written) == 1
    assert {*MissedSearch.objects.values().get()} == {"id", "key", "text", "day", "count"}


@pytest.mark.parametrize(
    "text",
    [
        "camille@exemple.fr",
        "camille＠exemple",
        "www.camille.fr",
        "06 12 34 56 78",
        "+33 6 12 34 56 78",
        "06.12.34.56.78 camille",
        "12/03/2006",
        "2 06 03 94 016 001",
        "٠٦١٢٣٤٥٦٧٨",
        "a" * 61,
        "de la",
        "!!",
        "",
    ],
)
def test_what_may_say_who_typed_it_is_not_kept(text, client):
    look_for(client, text)
    assert counted() == {}


@pytest.mark.parametrize("text", ["stage 3e 2026", "94800 plongée", "bac +2", "a" * 60])
def test_short_numbers_are_kept(text, client):
    look_for(client, text)
    assert counted() == {text: 1}


@pytest.mark.parametrize("program", ["", "Googlebot/2.1", "curl/8.5"])
def test_programs_are_not_counted(program, client):
    look_for(client, "permis bateau", program)
    assert counted() == {}


def test_what_finds_something_is_not_counted(client):
    SchemeFactory(name="Permis bateau")
    PromotionFactory(text="argent", scheme=SchemeFactory())
    CommuneFactory(name="Villejuif")
    for text in ["bateau", "argent", "villejuif"]:
        look_for(client, text)
    assert counted() == {}


def test_a_page_that_is_only_read_counts_nothing(client):
    client.head("/recherche/", {"q": "permis bateau"}, headers={"User-Agent": BROWSER})
    look_for(client, "x" * 101)
    assert counted() == {}


def test_a_day_has_its_fill(client, monkeypatch):
    monkeypatch.setattr(MissedSearch, "MOST_IN_A_DAY", 2)
    for text in ["permis", "bateau", "plongée", "permis"]:
        look_for(client, text)
    assert counted() == {"permis": 2, "bateau": 1}


def test_a_database_that_refuses_does_not_change_the_answer(client, monkeypatch):
    def refuse(execute, sql, *arguments):
        if "missedsearch" in sql:
            raise DatabaseError
        return execute(sql, *arguments)

    monkeypatch.setattr("cms.models.counts.logger.exception", lambda *arguments: None)
    with connection.execute_wrapper(refuse):
        look_for(client, "permis bateau")


def test_the_old_and_the_rare_are_forgotten():
    make("seule hier", days=1, count=1)
    make("rare", days=7, count=2)
    make("souvent", days=7, count=2)
    make("souvent", days=0, count=1)
    make("jadis", days=89, count=50)
    make("vieille", days=90, count=50)
    call_command("purge_counts")
    call_command("purge_counts")
    assert set(counted()) == {"seule hier", "souvent"}


class TestReport:
    def rows(self, client):
        page = client.get(reverse("cms_missed_searches"))
        return [(row["text"], row["total"]) for row in page.context["object_list"]]

    def test_the_most_searched_for_comes_first_over_thirty_days(self, sign_in):
        for text, days, count in [("a", 0, 2), ("a", 3, 5), ("b", 0, 6), ("c", 40, 99)]:
            make(text, days, count)
        assert self.rows(sign_in(Role.COMMUNICATION)) == [("a", 7), ("b", 6)]

    def test_a_synonym_or_a_promotion_takes_it_off_the_list(self, sign_in):
        for text in ["thune", "permis bateau", "plongée"]:
            look_for(client := sign_in(Role.COMMUNICATION), text)
        SynonymFactory(text="Thunes", meaning="argent")
        PromotionFactory(text="Le permis bateau", scheme=SchemeFactory())
        assert self.rows(client) == [("plongée", 1)]

    def test_one_click_leads_to_the_form_with_the_text_filled_in(self, sign_in):
        make("permis & bateau")
        client = sign_in(Role.COMMUNICATION)
        page = client.get(reverse("cms_missed_searches"))
        assert "permis & bateau" in text_of(page)
        cell = page.context["table"].columns["mend"]
        urls = [url for _label, url in cell.get_value({"text": "permis & bateau"})]
        forms = [client.get(url).context["form"] for url in urls]
        assert [form["text"].value() for form in forms] == ["permis & bateau"] * 2
        assert [form._meta.model.__name__ for form in forms] == ["Synonym", "Promotion"]
        assert all(url.replace("&", "&amp;") in page.text for url in urls)

    def test_without_any_it_says_so(self, sign_in):
        client = sign_in(Role.COMMUNICATION)
        assert client.get(reverse("cms_missed_searches")).status_code == 200

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMUNICATION])
    @pytest.mark.parametrize("name", ["cms_missed_searches", "cms_missed_searches_results"])
    def test_it_is_for_those_who_write_the_site(self, role, name, sign_in):
        assert sign_in(role).get(reverse(name)).status_code in {302, 403}

    def test_it_asks_as_few_questions_however_long_it_is(self, sign_in):
        client, numbers = sign_in(Role.COMMUNICATION), []
        for start in (0, 40):
            for number in range(start, start + 40):
                make(f"a{number}")
            client.get(reverse("cms_missed_searches"))
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse("cms_missed_searches"))
                numbers.append(len(captured))
        assert numbers[0] == numbers[1] <= 14


def test_an_empty_report_says_that_all_is_well(admin_client):
    page = admin_client.get(reverse("cms_missed_searches")).text
    assert "chaque recherche a trouvé quelque chose" in page
