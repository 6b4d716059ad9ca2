"""The catalogue inside of a page: as its listings find it, and nothing that isn't public."""

import pytest
from django.core.exceptions import ValidationError

from cms.blocks import TextBlock
from tests import factories

pytestmark = pytest.mark.django_db

BLOCKS = TextBlock().child_blocks
OFFERS = {
    "title": "Des offres",
    "themes": [],
    "kinds": [],
    "fees": [],
    "modalities": [],
    "age": None,
    "structure": None,
    "scheme": None,
    "partner": None,
    "number": "3",
}


def text_of(client):
    return client.get("/essai/").text.split("<main")[1].split("</main>")[0]


def test_offers_are_those_of_the_listing(client, page_of, body_of_api):
    theme = factories.ThemeFactory()
    factories.OfferFactory(title="Vélos", themes=[theme])
    factories.OfferFactory(title="Sans thème")
    factories.OfferFactory(title="Brouillon", themes=[theme], live=False)
    factories.OfferFactory(title="Retirée", themes=[theme], status="withdrawn")
    page = page_of(("offers", OFFERS | {"themes": ["emploi"]}))
    text = text_of(client)
    assert "Vélos" in text
    assert not [title for title in ("Sans thème", "Brouillon", "Retirée") if title in text]
    assert 'href="/offres/?theme=emploi"' in text
    [block] = body_of_api(page)
    assert [row["title"] for row in block["value"]["found"]] == ["Vélos"]


def test_offers_of_a_structure_that_left_are_not_everybodys(client, page_of):
    """A filter whose object is gone narrows to nothing; it doesn't widen to all offers."""
    structure = factories.StructureFactory()
    factories.OfferFactory(title="D’une autre")
    page_of(("offers", OFFERS | {"structure": structure.pk}))
    structure.live = False
    structure.save()
    assert "D’une autre" not in text_of(client)
    structure.delete()
    assert "D’une autre" not in text_of(client)


@pytest.mark.parametrize("wrong", [{"age": 200}, {"themes": ["plongée"]}, {"kinds": ["rien"]}])
def test_the_editor_hears_what_a_visitor_would(wrong):
    with pytest.raises(ValidationError):
        BLOCKS["offers"].clean(BLOCKS["offers"].to_python(OFFERS | wrong))


def test_no_offer_is_not_a_dead_end(client, page_of):
    page_of(("offers", OFFERS))
    text = text_of(client)
    assert "Rien de tel en ce moment" in text
    assert 'href="/offres/"' in text


def test_next_sessions_follow_the_agenda(client, page_of):
    structure = factories.StructureFactory()
    factories.OfferSessionFactory(offer__title="Atelier CV", offer__structure=structure)
    factories.OfferSessionFactory(offer__title="Ailleurs")
    block = {"title": "Dates", "themes": [], "structure": structure.pk, "scheme": None}
    page_of(("sessions", block | {"number": "6"}))
    text = text_of(client)
    assert "Atelier CV" in text
    assert "Ailleurs" not in text
    assert f'href="/agenda/?structure={structure.slug}"' in text


def test_schemes_of_a_theme_are_those_in_force(client, page_of):
    theme = factories.ThemeFactory()
    factories.SchemeFactory(name="En vigueur", themes=[theme])
    factories.SchemeFactory(name="Terminé", themes=[theme], ends_on="2020-01-01")
    factories.SchemeFactory(name="D’autre chose")
    page_of(("schemes", {"title": "Avancer", "theme": "emploi", "number": "3"}))
    text = text_of(client)
    assert "En vigueur" in text
    assert "Terminé" not in text
    assert "D’autre chose" not in text


def test_doors_around_a_town_are_public_ones(client, page_of, body_of_api):
    near = factories.CommuneFactory(name="Gentilly")
    far = factories.CommuneFactory(latitude=43.3, longitude=5.4)
    factories.ReceptionSiteFactory(name="Antenne du Port", commune=near)
    factories.ReceptionSiteFactory(name="Antenne cachée", commune=near, live=False)
    factories.ReceptionSiteFactory(name="Antenne du Sud", commune=far)
    page = page_of(("open_near", {"title": "", "commune": near.pk, "km": "15"}))
    text = text_of(client)
    assert "Qui est ouvert près de Gentilly" in text
    assert "Antenne du Port" in text
    assert "Antenne cachée" not in text
    assert "Antenne du Sud" not in text
    [block] = body_of_api(page)
    assert [row["title"] for row in block["value"]["found"]] == ["Antenne du Port"]


def test_the_finder_asks_where_one_lives_and_brings_its_scripts_once(client, page_of):
    page_of(("finder", {"title": "Tu habites où ?", "intro": ""}))
    html = client.get("/essai/").text
    assert 'action="/missions-locales/"' in html
    assert html.count("js/commune-autocomplete.js") == 1


def test_cards_lead_to_pages_that_anybody_may_read(client, page_of, elsewhere):
    draft = elsewhere.add_sibling(instance=type(elsewhere)(title="Brouillon", live=False))
    cards = [
        {"type": "item", "id": str(page.pk), "value": {"page": page.pk, "text": "À lire."}}
        for page in (elsewhere, draft)
    ]
    page_of(("cards", {"title": "Ensuite", "cards": cards}))
    text = text_of(client)
    assert 'href="/ailleurs/"' in text
    assert "Brouillon" not in text


def test_a_partner_without_a_logo_is_named(client, page_of, image):
    shown, hidden = factories.PartnerFactory(name="Atelier A"), factories.PartnerFactory(live=False)
    named = factories.PartnerFactory(name="Atelier B")
    partners = [
        {"type": "item", "id": str(partner.pk), "value": {"partner": partner.pk, "image": logo}}
        for partner, logo in [(shown, image.pk), (named, None), (hidden, None)]
    ]
    page_of(("logos", {"title": "Avec", "partners": partners}))
    text = text_of(client)
    assert 'alt="Atelier A"' in text
    assert "Atelier B" in text
    assert hidden.name not in text
