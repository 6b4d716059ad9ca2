"""Pages from a starter: a draft under the right page, for those whom Wagtail lets add one there."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import GroupPagePermission, Page

from catalogue.models import Role
from cms.models import CampaignIndexPage, HomePage, NewsIndexPage, NewsPage
from cms.starters import starters
from tests.factories import MembershipFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db

GALLERY = "/gestion/modeles/"


@pytest.fixture
def news():
    return NewsIndexPage.objects.get()


@pytest.fixture
def campaigns():
    index = CampaignIndexPage(title="Campagnes", slug="campagnes")
    return HomePage.objects.get().add_child(instance=index)


@pytest.fixture
def communicator():
    return MembershipFactory(role=Role.COMMUNICATION, structure=None, network=NetworkFactory()).user


def writer_of(page):
    """Somebody who may add pages under this one, and nowhere else."""
    group = Group.objects.create(name=f"Sous {page}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=page, permission=Permission.objects.get(codename="add_page")
    )
    user = UserFactory()
    user.groups.add(group)
    return user


def choose(client, code, parent):
    return client.post(GALLERY, {"starter": code, f"{code}-parent": parent.pk})


def cards(client, query=""):
    html = BeautifulSoup(client.get(GALLERY + query).content, "html.parser")
    return {card.h2.text.strip(): card.button is not None for card in html.select(".starter")}


@pytest.mark.parametrize("code", starters())
def test_every_starter_is_valid_as_it_is_and_can_be_published(
    code, client, communicator, news, campaigns
):
    starter = starters()[code]
    [parent] = starter.parents_for(communicator)
    page = starter.create(parent, communicator)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            field.stream_block.clean(getattr(page, field.name))  # as the editing form does
    page.full_clean()
    page.get_latest_revision().publish(user=communicator)
    assert client.get(page.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("code", starters())
def test_every_starter_says_what_it_is_for_and_what_is_left_to_write(code):
    starter = starters()[code]
    assert starter.description
    assert starter.reminder
    assert "[" in starter.fields["title"]


def test_choosing_one_opens_the_editor_of_a_draft(client, communicator, news):
    client.force_login(communicator)
    response = choose(client, "fermeture", news)
    page = NewsPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(response.url).status_code == 200
    assert not page.live
    assert page.has_unpublished_changes
    assert page.owner == communicator
    assert page.get_latest_revision().user == communicator
    assert client.get(page.get_absolute_url()).status_code == 404


def test_the_same_one_serves_twice(client, communicator, news):
    client.force_login(communicator)
    choose(client, "reunion", news)
    choose(client, "reunion", news)
    assert len(set(NewsPage.objects.values_list("slug", flat=True))) == 2


def test_one_without_a_page_to_hold_it_says_what_is_missing(client, communicator):
    client.force_login(communicator)
    assert cards(client)["Une campagne"] is False
    assert "liste des campagnes" in client.get(GALLERY).text


def test_a_page_offers_only_those_that_fit_under_it(client, communicator, campaigns):
    client.force_login(communicator)
    assert cards(client, f"?parent={campaigns.pk}") == {"Une campagne": True}
    home = HomePage.objects.get()
    assert "Aucun modèle ne convient" in client.get(f"{GALLERY}?parent={home.pk}").text
    assert len(cards(client, "?parent=9" + "9" * 30)) == len(starters())


def test_the_page_to_put_it_under_is_chosen_where_there_are_several(client, news, campaigns):
    second = HomePage(title="Autre site", slug="autre-site")
    Page.get_first_root_node().add_child(instance=second)
    second.add_child(instance=NewsIndexPage(title="Ailleurs", slug="ailleurs"))
    client.force_login(UserFactory(is_superuser=True))
    html = BeautifulSoup(client.get(GALLERY).content, "html.parser")
    names = [option.text for option in html.select("#id_actualite-parent option")]
    assert names == ["Actualités", "Ailleurs"]


class TestPermissions:
    def test_whoever_adds_no_page_has_no_gallery(self, client, news):
        client.force_login(MembershipFactory(role=Role.ADVISER).user)
        home = reverse("wagtailadmin_home")
        assert client.get(GALLERY).url == home
        assert choose(client, "actualite", news).url == home
        assert GALLERY not in client.get(home).text
        assert not NewsPage.objects.exists()

    def test_one_adds_where_one_may_add_and_nowhere_else(self, client, news, campaigns):
        client.force_login(writer_of(campaigns))
        assert cards(client) == {
            starter.name: code == "campagne" for code, starter in starters().items()
        }
        assert choose(client, "actualite", news).status_code == 422
        assert not NewsPage.objects.exists()
        assert choose(client, "campagne", campaigns).status_code == 302

    def test_a_page_that_holds_others_is_refused(self, client, communicator, campaigns):
        client.force_login(communicator)
        assert choose(client, "actualite", campaigns).status_code == 422
        assert not NewsPage.objects.exists()

    def test_one_that_does_not_exist_is_refused(self, client, communicator, news):
        client.force_login(communicator)
        response = choose(client, "roman", news)
        assert response.status_code == 422
        assert "Ce modèle n’existe pas" in response.text


class TestEntries:
    def test_the_menu_leads_to_the_gallery(self, client, communicator):
        client.force_login(communicator)
        assert GALLERY in client.get(reverse("wagtailadmin_home")).text

    def test_the_list_of_news_leads_to_its_own(self, client, communicator, news):
        client.force_login(communicator)
        response = client.get(reverse("wagtailadmin_explore", args=[news.pk]))
        assert f"{GALLERY}?parent={news.pk}" in response.text

    def test_so_does_the_choice_of_a_type_of_page(self, client, communicator):
        client.force_login(communicator)
        home = HomePage.objects.get()
        response = client.get(reverse("wagtailadmin_pages:add_subpage", args=[home.pk]))
        assert f'href="{GALLERY}"' in response.text
