"""/offres/: the list that narrows and widens."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from catalogue.filters import OfferFilterSet
from catalogue.models import Offer
from catalogue.views.offers import PER_PAGE
from tests.factories import CommuneFactory, OfferFactory, StructureFactory, ThemeFactory

pytestmark = pytest.mark.django_db

KM = 1 / 111.2


@pytest.fixture
def page(client):
    def get(**parameters):
        response = client.get("/offres/", parameters)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return get


@pytest.fixture
def cachan():
    return CommuneFactory(insee_code="94016", name="Cachan", latitude=48.79, longitude=2.33)


def titles(page):
    return [link.text.strip() for link in page.select(".offre a")]


def words(tag):
    return " ".join(tag.text.split())


def links(page, selector):
    return {words(link): link["href"] for link in page.select(f"{selector} a")}


def test_the_number_of_offers_is_said_where_screen_readers_hear_it(page):
    OfferFactory.create_batch(2)
    assert words(page().select_one("[role=status]#annonce")) == "2 offres"


def test_one_offer_and_none_are_said_in_good_french(page):
    assert words(page().h2) == "Aucune offre"
    OfferFactory()
    assert words(page().h2) == "1 offre"


def test_what_is_over_is_not_listed(page):
    OfferFactory(expires_on=timezone.localdate() - timedelta(days=1))
    OfferFactory(status=Offer.Status.WITHDRAWN)
    OfferFactory(title="En cours")
    assert titles(page()) == ["En cours"]


def test_one_form_holds_all_the_filters_so_that_none_is_lost(page):
    structure = StructureFactory()
    OfferFactory(structure=structure)
    form = page(structure=structure.slug, q="cv")
    assert form.select_one("input[name=q]")["form"] == form.form["id"]
    assert form.select_one("input[name=lieu]")["form"] == form.form["id"]
    assert form.select_one("select[name=tri]")["form"] == form.form["id"]
    assert form.form.select_one("input[name=structure]")["value"] == structure.slug


def test_each_filter_that_is_on_can_be_taken_off(page, cachan):
    OfferFactory(themes=[ThemeFactory(code="emploi")])
    chips = links(
        page(theme=["emploi", "sante"], lieu="Cachan", km="15", age="17", q="cv"), ".chips"
    )
    town = "lieu=cachan-94016"
    assert chips == {
        "Retirer le filtre Emploi": f"?{town}&q=cv&theme=sante&age=17&km=15",
        "Retirer le filtre Santé": f"?{town}&q=cv&theme=emploi&age=17&km=15",
        "Retirer le filtre 17 ans": f"?{town}&q=cv&theme=emploi&theme=sante&km=15",
        "Retirer le filtre Moins de 15 km": f"?{town}&q=cv&theme=emploi&theme=sante&age=17",
        "Tout effacer": f"?{town}&q=cv",
    }


def test_paging_keeps_the_filters(page):
    OfferFactory.create_batch(PER_PAGE + 1, kind=Offer.Kind.JOB)
    first = page(type="job", prix="free")
    assert len(titles(first)) == PER_PAGE
    following = first.select_one("a[rel=next]")["href"]
    assert {"type=job", "prix=free", "page=2"} == set(following.removeprefix("?").split("&"))
    assert len(titles(page(type="job", prix="free", page="2"))) == 1


@pytest.mark.parametrize("number", ["0", "-1", "deux", "9" * 40, "", "1e3"])
def test_a_page_that_does_not_exist_shows_one_that_does(page, number):
    OfferFactory(title="Seule")
    assert titles(page(page=number)) == ["Seule"]


def test_the_usual_order_needs_no_parameter(page, cachan):
    OfferFactory()
    values = {
        option.text.strip(): (option["value"], option.has_attr("selected"))
        for option in page(lieu="Cachan").select("#tri option")
    }
    assert values["distance"] == ("", True)
    assert values["date limite"] == ("date", False)


def test_a_town_with_namesakes_asks_which_one(page):
    for code, department in (("93066", "Seine-Saint-Denis"), ("97411", "La Réunion")):
        CommuneFactory(insee_code=code, name="Saint-Denis", department=department)
    OfferFactory()
    assert set(links(page(lieu="Saint-Denis"), ".colonnes")) == {
        "Saint-Denis, Seine-Saint-Denis",
        "Saint-Denis, La Réunion",
    }


def test_a_mistake_is_said_beside_the_results(page):
    OfferFactory(title="Toujours là")
    answer = page(age="vieux")
    assert "Âge :" in words(answer.select_one(".erreurs"))
    assert titles(answer) == ["Toujours là"]


class TestNothingFound:
    def ways_out(self, page):
        return {text: url for text, url in links(page, ".vide").items() if url.startswith("?")}

    def test_the_nearest_circle_that_holds_something_is_shown(self, page, cachan):
        for km in (10, 12, 25):
            OfferFactory(latitude=48.79 + km * KM, longitude=2.33)
        assert self.ways_out(page(lieu="Cachan", km="5")) == {
            "Chercher plus loin : moins de 15 km (2 offres)": "?lieu=cachan-94016&km=15"
        }

    def test_a_filter_whose_removal_brings_something_is_shown(self, page):
        OfferFactory(kind=Offer.Kind.JOB)
        assert self.ways_out(page(type="job", prix="charged", modalite="remote")) == {}
        assert self.ways_out(page(type="job", prix="charged")) == {
            "Retirer « Payant » (1 offre)": "?type=job"
        }

    def test_the_words_may_be_what_is_in_excess(self, page):
        OfferFactory(kind=Offer.Kind.JOB)
        assert self.ways_out(page(type="job", q="plongée")) == {
            "Chercher sans « plongée » (1 offre)": "?type=job"
        }

    def test_somebody_to_talk_to_is_always_shown(self, page):
        assert links(page(q="plongée"), ".vide")["En parler à ta Mission Locale"]


def test_the_feed_of_the_same_offers_is_announced(page):
    feed = page(type="job", page="2").select_one("link[type='application/atom+xml']")
    assert feed["href"] == "/offres/flux.atom?type=job"


NAMES = st.sampled_from([*OfferFilterSet.base_filters, "page", "par_page"])
MEANINGFUL = ["job", "emploi", "94016", "true", "5", "48.79", "2026-01-31", "distance", "free"]
HOSTILE = ["-1", "1e309", "nan", "\0", "%00", "2026-13-45", "x" * 10_000, "1" * 400, "<b>", "'--"]
VALUES = st.text(max_size=30) | st.sampled_from(MEANINGFUL) | st.sampled_from(HOSTILE)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=8))
def test_no_question_breaks_the_list_its_feed_or_the_open_data(client, parameters):
    query = urlencode([(name, value.encode(errors="replace")) for name, value in parameters])
    assert client.get(f"/offres/?{query}").status_code == 200
    assert client.get(f"/offres/flux.atom?{query}").status_code in (200, 400)
    assert client.get(f"/api/v1/offers/?{query}").status_code in (200, 400, 404)
