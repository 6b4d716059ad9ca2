"""The report on broken links: each sees those that they may mend, and has them looked at again."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from catalogue.models import Role
from cms.models import Link, StandardPage, WebAddress
from tests import factories
from tests.catalogue.admin.tools import admin_url, text_of

pytestmark = pytest.mark.django_db

URL = "cms_broken_links"


def break_link(source, url="https://a.fr/", text="là"):
    now = timezone.now()
    address = WebAddress.objects.create(
        url=url, failures=3, failing_since=now, problem="Ce serveur ne répond pas."
    )
    return Link.objects.create(source=source, address=address, text=text)


@pytest.fixture
def page(db):
    """That leads to a page which isn't there."""
    body = [{"type": "paragraph", "value": '<p><a linktype="page" id="9999">ici</a></p>'}]
    page = StandardPage(title="Essai", slug="essai", body=body)
    return Page.objects.get(depth=2).add_child(instance=page)


def listed(client):
    return [str(link.source) for link in client.get(reverse(URL)).context["object_list"]]


def test_a_row_says_where_what_and_since_when_and_leads_to_the_form(sign_in, page):
    link = break_link(Page.objects.get(pk=page.pk))
    response = sign_in(Role.COMMUNICATION).get(reverse(URL))
    text = text_of(response)
    for words in ("Essai", "là", "https://a.fr/", "Ce serveur ne répond pas."):
        assert words in text
    row = BeautifulSoup(response.content, "html.parser").select_one("tbody tr")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert {a["href"] for a in row.select("a")} == {edit, "https://a.fr/"}
    assert row.button["value"] == str(link.pk)
    assert row.button["form"] in {form.get("id") for form in response_forms(response)}


def response_forms(response):
    return BeautifulSoup(response.content, "html.parser").select("form")


def test_without_any_it_says_so_and_has_nothing_to_check(sign_in):
    response = sign_in(Role.COMMUNICATION).get(reverse(URL))
    assert "Aucun lien cassé" in text_of(response)
    assert "Tout vérifier de nouveau" not in text_of(response)


def test_each_sees_what_they_may_change(sign_in, here, there, page):
    break_link(Page.objects.get(pk=page.pk))
    for region, title in ((here, "Ici"), (there, "Ailleurs")):
        offer = factories.OfferFactory(structure=region.structure, title=title)
        break_link(offer, f"https://a.fr/{title}")
    assert listed(sign_in(Role.ADVISER)) == ["Ici"]
    assert listed(sign_in(Role.COMMUNICATION)) == ["Essai", "Ici"]


def test_what_was_deleted_meanwhile_is_not_listed(sign_in, here):
    offer = factories.OfferFactory(structure=here.structure)
    break_link(offer)
    offer.delete()
    assert listed(sign_in(Role.ADVISER)) == []


class TestLookingAgain:
    def look(self, client, **sent):
        return client.post(reverse("cms_look_again"), sent, follow=True)

    def test_a_link_that_was_mended_leaves_the_list(self, sign_in, page):
        client = sign_in(Role.COMMUNICATION)
        self.look(client)
        link = Link.objects.create(
            source=Page.objects.get(pk=page.pk), target="wagtailcore.page:9999", missing="Partie."
        )
        self.look(client, link=link.pk)
        assert listed(client) == ["Essai"]
        page.body = []
        page.save()
        response = self.look(client, link=Link.objects.get().pk)
        assert "La vérification commence" in text_of(response)
        assert listed(client) == []

    def test_that_of_somebody_else_is_left_as_it_is(self, sign_in, there):
        link = break_link(factories.OfferFactory(structure=there.structure))
        response = self.look(sign_in(Role.ADVISER), link=link.pk)
        assert "déjà plus dans la liste" in text_of(response)
        assert Link.objects.filter(pk=link.pk).exists()

    def test_all_of_them_are_those_that_one_may_change(self, sign_in, here, there):
        """An offer whose form has no link any more is known to have none once it is looked at."""
        for region in (here, there):
            offer = factories.OfferFactory(structure=region.structure, apply_url="")
            break_link(offer, f"https://a.fr/{region.network.pk}")
        self.look(sign_in(Role.ADVISER))
        assert [link.source.structure for link in Link.objects.all()] == [there.structure]

    @pytest.mark.parametrize("link", ["x", "0", "999999999999999999999", "\0"])
    def test_nonsense_changes_nothing(self, link, sign_in):
        assert self.look(sign_in(Role.ADVISER), link=link).status_code == 200

    def test_it_is_asked_by_a_form_and_by_nothing_else(self, sign_in):
        assert sign_in(Role.ADVISER).get(reverse("cms_look_again")).status_code == 405


def test_it_asks_as_few_questions_however_long_it_is(sign_in, here):
    client, numbers = sign_in(Role.COMMUNICATION), []
    for start in (0, 10):
        for number in range(start, start + 10):
            offer = factories.OfferFactory(structure=here.structure)
            break_link(offer, f"https://a.fr/{number}")
        client.get(reverse(URL))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(URL))
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] <= 30


def test_the_form_of_an_offer_is_one_click_away(sign_in, here):
    offer = factories.OfferFactory(structure=here.structure)
    break_link(offer)
    assert admin_url(offer, "edit") in sign_in(Role.ADVISER).get(reverse(URL)).text
