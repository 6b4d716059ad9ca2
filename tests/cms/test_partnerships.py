"""Agreements told to the public: what anybody may know of them, and what an editor adds."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from catalogue.models import Agreement
from cms.models import HomePage, PartnershipIndexPage, PartnershipPage
from tests.factories import (
    AgreementDocumentFactory,
    AgreementFactory,
    NetworkFactory,
    PartnerFactory,
    SchemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def index():
    page = PartnershipIndexPage(title="Partenariats", slug="partenariats")
    return HomePage.objects.get().add_child(instance=page)


@pytest.fixture
def agreement():
    return AgreementFactory(
        title="Convention avec l’Atelier",
        code="atelier",
        structure=None,
        network=NetworkFactory(name="Union nationale"),
        partners=[PartnerFactory(name="Atelier du Pont", website="https://atelier.exemple.test/")],
        schemes=[SchemeFactory(name="Tremplin"), SchemeFactory(name="Caché", live=False)],
        is_public=True,
        aims="Ouvrir des ateliers partout.",
        network_commitments="Prévenir les jeunes.\n\nFaire le bilan.",
        partner_commitments="Garder des places.",
        signatories="Camille Martin",
        signed_on=date(2025, 5, 10),
        starts_on=date(2025, 5, 10),
        ends_on=date(2027, 5, 9),
    )


@pytest.fixture
def page(index, agreement):
    page = PartnershipPage(
        title="Avec l’Atelier",
        slug="atelier",
        agreement=agreement,
        body=[{"type": "paragraph", "value": "<p>Ce que ça change.</p>"}],
    )
    return index.add_child(instance=page)


@pytest.fixture
def shown(client):
    def shown(path="/partenariats/atelier/"):
        html = BeautifulSoup(client.get(path).content, "html.parser")
        return " ".join(html.select_one("main").get_text(" ").split())

    return shown


class TestPage:
    def test_tells_what_anybody_may_know_and_what_the_editor_added(self, page, agreement, shown):
        document = AgreementDocumentFactory(agreement=agreement, is_public=True, title="Le texte")
        private = AgreementDocumentFactory(agreement=agreement, title="Le brouillon")
        text = shown()
        for words in (
            "Atelier du Pont",
            "Union nationale",
            "Ouvrir des ateliers partout.",
            "du 10 mai 2025 au 9 mai 2027",
            "Ce que ça change.",
            "Tremplin",
            document.title,
        ):
            assert words in text
        for words in ("Camille Martin", "Caché", private.title, "terminée"):
            assert words not in text

    def test_what_each_side_promises_shows_only_if_its_holder_says_so(self, page, shown):
        assert "Prévenir les jeunes." not in shown()
        Agreement.objects.update(commitments_are_public=True)
        text = shown()
        assert "Ce que chacun promet" in text
        assert "Union nationale Prévenir les jeunes. Faire le bilan." in text
        assert "Le partenaire Garder des places." in text

    def test_an_agreement_that_is_over_says_since_when(self, page, shown):
        Agreement.objects.update(ends_on=date(2026, 5, 9))
        assert "Cette convention est terminée depuis le 9 mai 2026." in shown()

    @pytest.mark.parametrize("why", ["no longer public", "a partner unpublished", "deleted"])
    def test_an_agreement_that_nobody_may_know_of_leaves_its_page(
        self, page, agreement, shown, why, client
    ):
        Agreement.objects.update(commitments_are_public=True)
        if why == "no longer public":
            Agreement.objects.update(is_public=False)
        elif why == "a partner unpublished":
            agreement.partners.update(live=False)
        else:
            agreement.delete()
        text = shown()
        assert "Ce que ça change." in text
        for words in ("Ouvrir des ateliers", "Prévenir", "Union nationale", "Tremplin"):
            assert words not in text
        assert client.get(f"/api/v1/pages/{page.pk}/").json()["agreement"] is None

    def test_a_page_that_has_nothing_left_to_say_leads_to_the_others(self, page, shown):
        Agreement.objects.update(is_public=False)
        page.body = []
        page.save()
        text = shown()
        assert "Cette convention n’est plus publiée." in text
        assert "Tous les partenariats" in text

    @pytest.mark.parametrize("is_public", [True, False])
    def test_an_editor_only_chooses_a_public_agreement(self, index, client, is_public):
        agreement = AgreementFactory(is_public=is_public)
        client.force_login(UserFactory(is_superuser=True))
        path = reverse("wagtailadmin_pages:add", args=["cms", "partnershippage", index.pk])
        fields = {"title": "Avec eux", "slug": "avec-eux", "heading": "", "summary": ""}
        sent = fields | {"agreement": agreement.pk, "body": streamfield([])}
        answer = client.post(path, nested_form_data(sent | {"comments": inline_formset([])}))
        assert PartnershipPage.objects.exists() == is_public
        assert is_public or "n’est pas publique" in answer.content.decode()

    def test_the_api_names_the_agreement_by_its_code(self, page, client):
        assert client.get(f"/api/v1/pages/{page.pk}/").json()["agreement"] == "atelier"

    def test_an_invented_agreement_is_marked_as_such(self, page, shown):
        Agreement.objects.update(is_demonstration=True)
        assert "Données de démonstration." in shown()


class TestIndex:
    def test_lists_agreements_in_force_before_the_others(self, index, agreement, client):
        AgreementFactory(title="Ancienne", is_public=True, ends_on=date(2026, 11, 1))
        AgreementFactory(title="Secrète")
        html = BeautifulSoup(client.get("/partenariats/").content, "html.parser")
        sections = {
            section["aria-labelledby"]: [item.h3.text.strip() for item in section.select("li")]
            for section in html.select("main section[aria-labelledby^='h-']")
        }
        assert sections == {"h-cours": [agreement.title], "h-avant": ["Ancienne"]}

    def test_leads_to_the_page_of_an_agreement_that_has_one_to_read(self, page, client):
        link = 'href="/partenariats/atelier/"'
        assert link in client.get("/partenariats/").text
        page.unpublish()
        shown = client.get("/partenariats/").text
        assert link not in shown
        assert "Convention avec l’Atelier" in shown

    def test_of_two_pages_the_first_in_the_tree_is_led_to(self, page, index, agreement, client):
        index.add_child(instance=PartnershipPage(title="B", slug="b", agreement=agreement))
        assert 'href="/partenariats/atelier/"' in client.get("/partenariats/").text

    def test_without_agreement_says_what_will_come(self, index, shown):
        assert "Pas encore de convention publique." in shown("/partenariats/")

    def test_twelve_fit_on_a_page(self, index, client):
        for _index in range(13):
            AgreementFactory(is_public=True)
        html = BeautifulSoup(client.get("/partenariats/?page=2").content, "html.parser")
        assert len(html.select(".conventions > li")) == 1
