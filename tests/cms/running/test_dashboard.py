"""The admin's first page: what is whose to do, and nothing of what is somebody else's."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from catalogue.models import Role, Scheme
from cms.models import (
    Link,
    MissedAddress,
    MissedSearch,
    NewsIndexPage,
    NewsPage,
    StandardPage,
    WebAddress,
)
from tests.catalogue.admin.tools import admin_url, submit
from tests.factories import OfferFactory, SchemeFactory

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.localdate() - timedelta(days=400)


def todo(client):
    """Each list of the panel: {its code: [the texts of its links]}."""
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    return {
        card.h3["id"].removeprefix("todo-"): [link.get_text() for link in card.select("li a")]
        for card in page.select(".todo-card")
    }


def write_page(user, title, **fields):
    page = StandardPage(title=title, slug=f"p{Page.objects.count()}", **fields)
    Page.objects.get(depth=2).add_child(instance=page)
    page.save_revision(user=user)
    return page


def write_offer(user, structure, title):
    offer = OfferFactory(structure=structure, title=title)
    offer.save_revision(user=user)
    return offer


def break_link(source, url):
    now = timezone.now()
    address = WebAddress.objects.create(url=url, failures=3, failing_since=now, problem="Non.")
    return Link.objects.create(source=source, address=address)


LISTS = {
    Role.COMMUNICATION: ["waiting", "drafts", "outdated", "links", "searches", "addresses"],
    Role.DATA: ["waiting", "drafts", "outdated", "links"],
    Role.ADVISER: ["drafts", "outdated", "links"],
    Role.STRUCTURE_HEAD: ["waiting", "drafts", "outdated", "links"],
    Role.NETWORK_ADMIN: ["waiting", "drafts", "outdated", "links"],
}


@pytest.mark.parametrize("role", LISTS)
def test_each_role_has_the_lists_of_what_it_may_do(role, sign_in):
    assert list(todo(sign_in(role))) == LISTS[role]


def test_empty_lists_say_so(sign_in):
    page = sign_in(Role.COMMUNICATION).get(reverse("wagtailadmin_home")).text
    assert "Personne n’attend votre relecture." in page
    assert "Tout ce que vous avez écrit est publié" in page
    assert "chaque recherche a trouvé quelque chose" in page


class TestDrafts:
    def test_they_are_mine_and_lead_to_their_forms(self, person, client, here):
        user, other = person(Role.COMMUNICATION), person(Role.COMMUNICATION)
        page = write_page(user, "Ma page", live=False)
        offer = write_offer(user, here.structure, "Mon offre")
        write_page(other, "Sa page", live=False)
        client.force_login(user)
        assert todo(client)["drafts"] == ["Mon offre", "Ma page"]
        home = client.get(reverse("wagtailadmin_home")).text
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in home
        assert admin_url(offer, "edit") in home

    def test_what_is_published_is_no_draft(self, person, client):
        user = person(Role.COMMUNICATION)
        page = write_page(user, "Ma page", live=False)
        page.get_latest_revision().publish()
        client.force_login(user)
        assert todo(client)["drafts"] == []

    def test_what_left_my_reach_left_my_list(self, person, client, here, there):
        user = person(Role.ADVISER)
        write_offer(user, here.structure, "Ici")
        write_offer(user, there.structure, "Ailleurs")
        client.force_login(user)
        assert todo(client)["drafts"] == ["Ici"]


def test_what_a_colleague_sends_waits_for_those_who_may_publish_it(person, client, here, there):
    offer = write_offer(adviser := person(Role.ADVISER), here.structure, "À relire")
    client.force_login(adviser)
    submit(client, admin_url(offer, "edit"), action="submit")
    assert "waiting" not in todo(client)
    client.force_login(person(Role.STRUCTURE_HEAD))
    assert todo(client)["waiting"] == ["À relire"]


class TestOutdated:
    def test_what_nobody_checked_for_a_year_comes_oldest_first(self, sign_in):
        today = timezone.localdate()
        SchemeFactory(name="Récent", checked_on=today - timedelta(days=364))
        SchemeFactory(name="Ancien", checked_on=today - timedelta(days=366))
        SchemeFactory(name="Caché", checked_on=today - timedelta(days=800), live=False)
        SchemeFactory(name="Jamais", checked_on=None)
        write_page(None, "Vieille page", checked_on=today - timedelta(days=500))
        assert todo(sign_in(Role.COMMUNICATION))["outdated"] == ["Vieille page", "Ancien"]

    def test_a_page_that_nobody_checked_is_as_old_as_its_publication(self, sign_in):
        fields = {"last_published_at": timezone.now() - timedelta(days=400)}
        write_page(None, "Publiée jadis", **fields)
        news = NewsPage(title="Nouvelle", slug="n", date=LONG_AGO, **fields)
        NewsIndexPage.objects.first().add_child(instance=news)
        assert todo(sign_in(Role.COMMUNICATION))["outdated"] == ["Publiée jadis"]

    def test_it_is_within_reach(self, sign_in, here, there):
        OfferFactory(structure=here.structure, title="Ici", checked_on=LONG_AGO)
        OfferFactory(structure=there.structure, title="Ailleurs", checked_on=LONG_AGO)
        write_page(None, "Page", checked_on=LONG_AGO)
        assert todo(sign_in(Role.STRUCTURE_HEAD))["outdated"] == ["Ici"]

    def test_five_are_shown_and_the_rest_is_one_click_away(self, sign_in):
        for number in range(6):
            SchemeFactory(name=f"n° {number}", checked_on=LONG_AGO)
        client = sign_in(Role.COMMUNICATION)
        assert len(todo(client)["outdated"]) == 5
        page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
        more = page.select_one("[aria-labelledby=todo-outdated] > p a")
        assert client.get(more["href"]).status_code == 200


def test_broken_links_are_those_of_what_one_may_change(sign_in, here, there):
    for region, title in ((here, "Ici"), (there, "Ailleurs")):
        offer = OfferFactory(structure=region.structure, title=title)
        break_link(offer, f"https://a.fr/{title}")
    assert todo(sign_in(Role.ADVISER))["links"] == ["Ici"]


def test_what_visitors_asked_for_in_vain_leads_to_its_report(sign_in):
    today = timezone.localdate()
    MissedSearch.objects.create(key="thune", text="thune", day=today, count=3)
    MissedAddress.objects.create(path="/garantie", day=today)
    client = sign_in(Role.COMMUNICATION)
    lists = todo(client)
    assert (lists["searches"], lists["addresses"]) == (["thune"], ["/garantie"])
    page = client.get(reverse("wagtailadmin_home")).text
    assert reverse("cms_missed_searches") in page
    assert reverse("cms_missed") in page


def test_the_panel_asks_as_few_questions_however_much_there_is_to_do(person, client, here):
    user, numbers, today = person(Role.COMMUNICATION), [], timezone.localdate()
    client.force_login(user)
    for start in (0, 6):
        for number in range(start, start + 6):
            write_offer(user, here.structure, f"Offre {number}")
            SchemeFactory(checked_on=LONG_AGO)
            MissedSearch.objects.create(key=f"{number}", text=f"{number}", day=today)
            MissedAddress.objects.create(path=f"/{number}", day=today)
            break_link(Scheme.objects.last(), f"https://a.fr/{number}")
        client.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("wagtailadmin_home"))
            numbers.append(len(captured))
    assert Scheme.objects.count() >= 12
    assert numbers[0] == numbers[1] <= 45


@pytest.mark.parametrize("name", ["news_categories:index", "site_territories:index"])
def test_what_is_added_in_the_settings_has_a_gender(name, admin_client):
    """Wagtail's own words have none."""
    page = admin_client.get(reverse(name)).text
    assert "Ajouter un" in page
    assert "un(e)" not in page


def test_every_screen_has_what_wagtails_own_lacks(admin_client):
    page = admin_client.get(reverse("wagtailadmin_home"))
    assert "cms/admin.css" in page.text
