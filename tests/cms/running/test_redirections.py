"""What changes its address stays where links lead."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.models import NewsPage, StandardPage
from tests.factories import OfferFactory, SchemeFactory, StructureFactory

pytestmark = pytest.mark.django_db


def leads_to(client, path):
    response = client.get(path, follow=True)
    assert response.status_code == 200, path
    return response.request["PATH_INFO"]


@pytest.fixture
def home():
    return Page.objects.get(depth=2)


class TestPages:
    def test_a_new_slug_redirects_with_what_is_below(
        self, client, home, django_capture_on_commit_callbacks
    ):
        page = home.add_child(instance=StandardPage(title="Emploi", slug="emploi"))
        page.add_child(instance=StandardPage(title="CV", slug="cv"))
        page = StandardPage.objects.get(pk=page.pk)
        page.slug = "travail"
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        assert leads_to(client, "/emploi/") == "/travail/"
        assert leads_to(client, "/emploi/cv/") == "/travail/cv/"

    def test_a_page_that_moves_redirects(self, client, home):
        parent = home.add_child(instance=StandardPage(title="Emploi", slug="emploi"))
        page = home.add_child(instance=StandardPage(title="CV", slug="cv"))
        page.move(parent, pos="last-child")
        assert leads_to(client, "/cv/") == "/emploi/cv/"

    def test_news_follow_their_list(self, client, django_capture_on_commit_callbacks):
        news = Page.objects.get(slug="actualites").specific
        news.add_child(instance=NewsPage(title="Un", slug="un"))
        news.slug = "nouvelles"
        with django_capture_on_commit_callbacks(execute=True):
            news.save_revision().publish()
        assert leads_to(client, "/actualites/un/") == "/nouvelles/un/"


@pytest.mark.parametrize("factory", [SchemeFactory, StructureFactory])
class TestObjects:
    def rename(self, item, slug):
        item.slug = slug
        item.save_revision().publish()
        return type(item).objects.get(pk=item.pk)

    def test_a_former_address_leads_to_the_new_one(self, factory, client):
        item = factory()
        former = item.get_absolute_url()
        item = self.rename(item, "tout-neuf")
        assert client.get(former).status_code == 301
        assert leads_to(client, former) == item.get_absolute_url()

    def test_addresses_given_up_one_after_the_other_lead_there_at_once(self, factory, client):
        item = factory(slug="un")
        first = item.get_absolute_url()
        item = self.rename(self.rename(item, "deux"), "trois")
        assert client.get(first)["Location"] == item.get_absolute_url()

    def test_back_to_the_first_address_nothing_turns_in_circles(self, factory, client):
        item = self.rename(self.rename(factory(slug="un"), "deux"), "un")
        assert leads_to(client, item.get_absolute_url()) == item.get_absolute_url()
        second = item.get_absolute_url().replace("/un/", "/deux/")
        assert leads_to(client, second) == item.get_absolute_url()
        assert Redirect.objects.count() == 1

    def test_a_draft_had_no_address(self, factory, client):
        item = factory(live=False, slug="un")
        item.slug = "deux"
        item.save()
        assert not Redirect.objects.exists()

    def test_a_redirection_made_by_hand_is_left_alone(self, factory, client):
        item = factory(slug="un")
        by_hand = Redirect.add_redirect(item.get_absolute_url(), "/agenda/")
        self.rename(item, "deux")
        assert list(Redirect.objects.all()) == [by_hand]

    def test_another_change_redirects_nothing(self, factory):
        item = factory()
        item.name = "Un autre nom"
        item.save()
        assert not Redirect.objects.exists()


def test_an_offer_finds_itself_by_its_number(client):
    offer = OfferFactory(slug="un")
    former = offer.get_absolute_url()
    offer.slug = "deux"
    offer.save()
    assert leads_to(client, former) == offer.get_absolute_url()
    assert not Redirect.objects.exists()
