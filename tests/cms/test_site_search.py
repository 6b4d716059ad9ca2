"""/recherche/: one search over everything that the public may read."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from cms.models import StandardPage
from tests.factories import (
    CommuneFactory,
    CoverageFactory,
    OfferFactory,
    SchemeFactory,
    StructureFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("cms.site_search")]


def found(client, text):
    """The titles shown for a text, group by group."""
    page = BeautifulSoup(client.get("/recherche/", {"q": text}).content, "html.parser")
    return {
        section.h2.get_text(strip=True): [link.get_text(strip=True) for link in section("a")]
        for section in page.select(".trouvailles section[aria-labelledby]")
    }


@pytest.mark.parametrize("text", ["épidé", "EPIDE", "epidé"])
def test_accents_and_capitals_make_no_difference(client, text):
    SchemeFactory(name="Épide")
    assert found(client, text)["Dispositifs"] == ["Épide"]


def test_each_kind_of_thing_has_its_group(client):
    StructureFactory(name="Mission Locale du Cap")
    SchemeFactory(name="Cap vers l’emploi")
    OfferFactory(title="Mettre le cap sur un métier")
    Page.objects.get(depth=2).add_child(instance=StandardPage(title="Le cap", slug="le-cap"))
    assert {"Missions Locales", "Dispositifs", "Offres", "Pages et actualités"} <= set(
        found(client, "cap")
    )


def test_a_town_leads_to_its_mission_locale(client):
    commune = CommuneFactory(name="Villejuif")
    structure = StructureFactory(name="Mission Locale Innovam")
    CoverageFactory(commune=commune, structure=structure)
    assert found(client, "villejuif")[str(commune)] == ["Mission Locale Innovam"]


def test_more_offers_than_shown_lead_to_the_list_of_offers(client):
    OfferFactory.create_batch(8, title="Atelier vélo")
    assert found(client, "vélo")["Offres"][-1] == "Voir toutes ces offres"


def test_what_is_not_published_is_not_found(client):
    OfferFactory(title="Secret bien gardé", live=False)
    SchemeFactory(name="Secret bien gardé", live=False)
    StructureFactory(name="Secret bien gardé", live=False)
    home = Page.objects.get(depth=2)
    home.add_child(instance=StandardPage(title="Secret bien gardé", slug="s", live=False))
    assert "Secret" not in client.get("/recherche/", {"q": "secret"}).text.replace("« secret »", "")


def test_a_restricted_page_is_not_found(client):
    page = Page.objects.get(depth=2).add_child(instance=StandardPage(title="Réservée", slug="r"))
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert "Pages et actualités" not in found(client, "réservée")


def test_an_answer_without_anything_offers_the_themes(client):
    assert "Par besoin" in found(client, "xyzzy")


def test_a_text_that_is_too_long_is_explained(client):
    assert "trop long" in client.get("/recherche/", {"q": "a" * 10_000}).text


@given(st.text(max_size=120))
def test_no_text_breaks_the_search(client, text):
    assert client.get("/recherche/", {"q": text}).status_code == 200


@pytest.mark.parametrize("size", [2, 12])
def test_the_number_of_queries_does_not_depend_on_what_is_found(
    client, size, django_assert_max_num_queries
):
    commune = CommuneFactory(name="Cap")
    for number in range(size):
        structure = StructureFactory(name=f"Cap {number}")
        CoverageFactory(commune=commune, structure=structure)
        SchemeFactory(name=f"Cap {number}")
    OfferFactory.create_batch(size, title="Cap")
    client.get("/recherche/", {"q": "cap"})
    # A town, the door of its Mission Locale, and one question for each of six kinds of things.
    with django_assert_max_num_queries(12):
        client.get("/recherche/", {"q": "cap"})
