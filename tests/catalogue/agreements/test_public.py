"""What anybody may know of an agreement: where its partner is shown, and through the API."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup

from catalogue.models import Agreement, AgreementDocument, AgreementParty, Partner
from tests.factories import (
    AgreementDocumentFactory,
    AgreementFactory,
    NetworkFactory,
    OfferFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def partner():
    return PartnerFactory(name="Atelier du Pont")


@pytest.fixture
def agreement(partner):
    return AgreementFactory(
        title="Convention avec l’Atelier",
        code="atelier",
        structure=None,
        network=NetworkFactory(name="Union nationale", code="union"),
        partners=[partner],
        is_public=True,
        aims="Ouvrir des ateliers partout.",
        network_commitments="Ce que seul le réseau sait.",
        signatories="Camille Martin",
        signed_on=date(2019, 5, 10),
        signed_at="Montpellier",
        starts_on=date(2019, 5, 10),
        ends_on=date(2027, 5, 9),
    )


@pytest.fixture
def page(client, partner):
    """The page of an offer of the partner's."""
    offer = OfferFactory(partner=partner)

    def page():
        answer = client.get(offer.get_absolute_url())
        assert answer.status_code == 200
        return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())

    return page


@pytest.fixture
def api(client):
    def api(path="", status=200):
        answer = client.get(f"/api/v1/agreements/{path}")
        assert answer.status_code == status
        return answer.json()

    return api


def test_a_public_agreement_shows_where_its_partner_does(agreement, page):
    shown = page()
    for words in (
        "Convention avec l’Atelier",
        "Ouvrir des ateliers partout.",
        "Union nationale",
        "le 10 mai 2019, à Montpellier",
        "du 10 mai 2019 au 9 mai 2027",
    ):
        assert words in shown
    for words in ("terminée", "Ce que seul le réseau sait.", "Camille Martin"):
        assert words not in shown


def test_an_agreement_that_is_over_says_so(agreement, page):
    Agreement.objects.update(ends_on=date(2022, 5, 9))
    assert "elle est terminée" in page()


def no_longer_public(agreement):
    Agreement.objects.update(is_public=False)


def with_a_partner_that_nobody_may_know(agreement):
    AgreementParty.objects.create(agreement=agreement, partner=PartnerFactory(live=False))


@pytest.mark.parametrize("hide", [no_longer_public, with_a_partner_that_nobody_may_know])
def test_what_is_not_public_never_shows(hide, agreement, page, api):
    document = AgreementDocumentFactory(agreement=agreement, is_public=True)
    hide(agreement)
    assert agreement.title not in page()
    assert api()["results"] == []
    api("atelier/", status=404)
    assert document.title not in page()


def test_the_last_agreement_of_a_chain_is_shown_with_the_one_it_follows(
    agreement, partner, page, api
):
    AgreementFactory(
        title="Avenant secret", code="suite", predecessor=agreement, partners=[partner]
    )
    shown = page()
    assert agreement.title in shown
    assert "secret" not in shown
    Agreement.objects.filter(code="suite").update(is_public=True)
    assert "Fait suite à Convention avec l’Atelier" in page()
    assert api("suite/")["predecessor"] == "atelier"


def test_a_predecessor_that_is_not_public_is_not_named(agreement, partner, page, api):
    agreement.predecessor = AgreementFactory(title="Premier essai")
    agreement.save()
    assert "Premier essai" not in page()
    assert api("atelier/")["predecessor"] is None


def test_an_offer_without_partner_speaks_of_no_agreement(agreement, client):
    offer = OfferFactory(partner=None)
    assert "h-conventions" not in client.get(offer.get_absolute_url()).content.decode()


def test_the_api_says_what_the_page_says(agreement, api):
    document = AgreementDocumentFactory(agreement=agreement, is_public=True)
    AgreementDocumentFactory(agreement=agreement)
    (found,) = api()["results"]
    assert found == api("atelier/")
    assert found["title"] == "Convention avec l’Atelier"
    assert found["network"] == "union"
    assert [partner["name"] for partner in found["partners"]] == ["Atelier du Pont"]
    assert found["signed_on"] == "2019-05-10"
    assert [one["title"] for one in found["documents"]] == [document.title]
    assert found["documents"][0]["url"].endswith(document.get_absolute_url())
    assert not {"signatories", "network_commitments", "meetings"} & found.keys()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("partenaire=atelier", 1),
        ("partenaire=autre", 0),
        ("reseau=union", 1),
        ("reseau=autre", 0),
        ("en_vigueur=true", 1),
        ("en_vigueur=false", 0),
    ],
)
def test_the_api_narrows(query, count, agreement, partner, api):
    Partner.objects.filter(pk=partner.pk).update(code="atelier")
    PartnerFactory(code="autre")
    assert api(f"?{query}")["count"] == count


def test_a_page_with_ten_agreements_costs_as_much_as_with_one(
    agreement, partner, page, django_assert_num_queries, django_assert_max_num_queries
):
    AgreementDocumentFactory(agreement=agreement, is_public=True)
    page()  # the site and the content types are remembered from one request to the next
    with django_assert_max_num_queries(12) as few:
        page()
    for one in AgreementFactory.create_batch(9, partners=[partner], is_public=True):
        AgreementDocumentFactory(agreement=one, is_public=True)
    with django_assert_num_queries(len(few)):
        page()


# --- Documents


def test_a_public_document_of_a_public_agreement_is_anybody_s_to_save(agreement, client):
    document = AgreementDocumentFactory(agreement=agreement, is_public=True, title="Le texte")
    answer = client.get(document.get_absolute_url())
    assert answer.status_code == 200
    assert b"".join(answer) == b"%PDF-1.7\n"
    assert answer["Content-Disposition"] == 'attachment; filename="le-texte.pdf"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("of_agreement", "own"), [(True, False), (False, True), (False, False)])
def test_another_document_does_not_exist_for_anybody(
    of_agreement, own, agreement, client, admin_user
):
    document = AgreementDocumentFactory(agreement=agreement, is_public=own)
    Agreement.objects.update(is_public=of_agreement)
    assert client.get(document.get_absolute_url()).status_code == 404
    client.force_login(admin_user)
    assert client.get(document.get_absolute_url()).status_code == 404


def test_no_address_serves_the_file_itself(agreement, client):
    document = AgreementDocumentFactory(agreement=agreement, is_public=True)
    assert "convention.pdf" not in document.file.name
    assert client.get(f"/media/{document.file.name}").status_code == 404


def test_a_deleted_document_leaves_no_file(agreement, django_capture_on_commit_callbacks):
    document = AgreementDocumentFactory(agreement=agreement)
    storage, name = document.file.storage, document.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        agreement.delete()
    assert not AgreementDocument.objects.exists()
    assert not storage.exists(name)


def test_a_lost_file_is_not_found(agreement, client):
    document = AgreementDocumentFactory(agreement=agreement, is_public=True)
    document.file.storage.delete(document.file.name)
    assert client.get(document.get_absolute_url()).status_code == 404
