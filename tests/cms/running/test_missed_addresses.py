"""Addresses that lead nowhere are counted, listed, and mended; nothing is kept of who asked."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from catalogue.models import Role
from cms.models import MissedAddress
from tests.catalogue.admin.tools import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("cms.models.counts")]

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def miss(client, path, **headers):
    headers = {"User-Agent": BROWSER, **headers}
    assert client.get(path, headers=headers).status_code == 404


def counted():
    return dict(MissedAddress.objects.values_list("path", "count"))


def test_it_is_counted_by_day_whatever_its_last_slash_and_its_parameters(client):
    for path in ["/garantie/", "/garantie/?nom=Camille", "/garantie/"]:
        miss(client, path)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        miss(client, "/garantie/")
    rows = MissedAddress.objects.order_by("day").values_list("path", "count")
    assert list(rows) == [("/garantie", 3), ("/garantie", 1)]


def test_counting_takes_one_statement_and_writes_nothing_of_who_asked(client):
    with CaptureQueriesContext(connection) as captured:
        miss(client, "/garantie/", Referer="https://ailleurs.test/profil/camille/")
    written = [query["sql"] for query in captured if "INSERT" in query["sql"].upper()]
    assert len(written) == 1
    assert "missedaddress" in written[0]
    row = MissedAddress.objects.values().get()
    assert {*row} == {"id", "path", "day", "count", "referrer"}
    assert row["referrer"] == ""


def test_our_page_that_has_the_dead_link_is_named(client):
    miss(client, "/garantie/", Referer="http://testserver/actualites/?lieu=paris-75056")
    miss(client, "/garantie/")
    assert MissedAddress.objects.get().referrer == "/actualites/"


@pytest.mark.parametrize("referer", ["http://[", "http://testserver/\0/", "x" * 5_000, "é"])
def test_a_strange_referrer_is_no_error(referer, client):
    miss(client, "/garantie/", Referer=referer.encode().decode("latin-1"))
    assert MissedAddress.objects.get().referrer == ""


@pytest.mark.parametrize(
    "path",
    [
        "/wp-admin/",
        "/wp-login.php",
        "/.env",
        "/phpmyadmin/",
        "/api/v1/nulle-part/",
        "/static/nulle-part.css",
        "/a%00b/",
        "/<script>/",
        "/" + "a" * 300 + "/",
        "/a//b/",
    ],
)
def test_what_was_never_an_address_of_ours_is_not_counted(path, client):
    client.get(path, headers={"User-Agent": BROWSER})
    assert counted() == {}


@pytest.mark.parametrize("program", ["", "Googlebot/2.1", "curl/8.5", "python-requests/2.32"])
def test_programs_are_not_counted(program, client):
    miss(client, "/garantie/", **{"User-Agent": program})
    assert counted() == {}


def test_what_is_found_or_redirected_is_not_counted(client):
    Redirect.add_redirect("/garantie/", "/dispositifs/")
    assert client.get("/garantie/", headers={"User-Agent": BROWSER}).status_code == 301
    client.get("/", headers={"User-Agent": BROWSER})
    client.post("/nulle-part/", headers={"User-Agent": BROWSER})
    assert counted() == {}


def test_a_day_has_its_fill(client, monkeypatch):
    monkeypatch.setattr(MissedAddress, "MOST_IN_A_DAY", 2)
    for path in ["/a/", "/b/", "/c/", "/a/"]:
        miss(client, path)
    assert counted() == {"/a": 2, "/b": 1}


def test_a_database_that_refuses_does_not_change_the_answer(client, monkeypatch):
    def refuse(execute, sql, *arguments):
        if "missedaddress" in sql:
            raise DatabaseError
        return execute(sql, *arguments)

    monkeypatch.setattr("cms.models.counts.logger.exception", lambda *arguments: None)
    with connection.execute_wrapper(refuse):
        miss(client, "/garantie/")


def test_what_is_old_is_forgotten(client):
    today = timezone.localdate()
    for days in (0, 89, 90):
        MissedAddress.objects.create(path=f"/a{days}", day=today - timedelta(days=days))
    call_command("purge_counts")
    call_command("purge_counts")
    assert set(counted()) == {"/a0", "/a89"}


class TestReport:
    def test_the_most_asked_for_comes_first_over_thirty_days(self, sign_in):
        today = timezone.localdate()
        for path, days, count in [("/a", 0, 2), ("/a", 3, 5), ("/b", 0, 6), ("/c", 40, 99)]:
            MissedAddress.objects.create(path=path, day=today - timedelta(days=days), count=count)
        page = sign_in(Role.COMMUNICATION).get(reverse("cms_missed"))
        rows = [(row["path"], row["total"]) for row in page.context["object_list"]]
        assert rows == [("/a", 7), ("/b", 6)]

    def test_without_any_it_says_so(self, sign_in):
        assert sign_in(Role.COMMUNICATION).get(reverse("cms_missed")).status_code == 200

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMUNICATION])
    @pytest.mark.parametrize("name", ["cms_missed", "cms_missed_results", "cms_redirect_missed"])
    def test_it_is_for_those_who_have_the_pages(self, role, name, sign_in):
        assert sign_in(role).get(reverse(name)).status_code in {302, 403}

    def test_a_redirection_is_made_from_it_and_takes_the_address_off_the_list(self, sign_in):
        client = sign_in(Role.COMMUNICATION)
        miss(client, "/garantie/")
        page = client.get(reverse("cms_missed"))
        assert "/garantie" in text_of(page)
        form = client.get(reverse("cms_redirect_missed"), {"old_path": "/garantie"})
        assert form.context["form"]["old_path"].value() == "/garantie"
        sent = {
            "old_path": "/garantie",
            "is_permanent": "on",
            "redirect_link": "https://exemple.test/",
        }
        answer = client.post(reverse("cms_redirect_missed"), sent)
        assert answer.status_code == 302
        assert answer.url == reverse("cms_missed")
        assert "/garantie" not in [
            row["path"] for row in client.get(reverse("cms_missed")).context["object_list"]
        ]
        assert client.get("/garantie/")["Location"] == "https://exemple.test/"

    @pytest.mark.parametrize("old_path", ["x" * 10_000, "\0", ""])
    def test_a_strange_address_leaves_the_form_empty(self, old_path, sign_in):
        url = reverse("cms_redirect_missed")
        form = sign_in(Role.COMMUNICATION).get(url, {"old_path": old_path})
        assert form.context["form"]["old_path"].value() is None

    @pytest.mark.parametrize("number", [1, 45])
    def test_it_asks_as_few_questions_however_long_it_is(
        self, number, sign_in, django_assert_max_num_queries
    ):
        today = timezone.localdate()
        for index in range(number):
            MissedAddress.objects.create(path=f"/a{index}", day=today)
        client = sign_in(Role.COMMUNICATION)
        with django_assert_max_num_queries(14):
            client.get(reverse("cms_missed"))
