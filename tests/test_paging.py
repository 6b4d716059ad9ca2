"""Long lists, page by page: a full page is the only one until there is one thing more."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from catalogue.views import offers
from cms.models import (
    CampaignIndexPage,
    CampaignPage,
    HomePage,
    LibraryPage,
    NewsIndexPage,
    NewsPage,
    PartnershipIndexPage,
    PressReleasePage,
    PressRoomPage,
    ResourcePage,
)
from tests import factories

pytestmark = pytest.mark.django_db

API = "/api/v1/partners/"
API_PAGE, API_MOST = 50, 200


def make_offers(count):
    structure = factories.StructureFactory()
    place = {"structure": structure, "commune": structure.seat_commune}
    factories.OfferFactory.create_batch(count, **place)


def make_structures(count):
    factories.StructureFactory.create_batch(count, seat_commune=factories.CommuneFactory())


def make_agreements(count):
    index_of(PartnershipIndexPage, "liste")
    structure = factories.StructureFactory()
    factories.AgreementFactory.create_batch(count, structure=structure, is_public=True)


def index_of(model, slug):
    return HomePage.objects.get().add_child(instance=model(title="Liste", slug=slug))


def pages_below(index, model, **fields):
    def make(count):
        is_there = index is NewsIndexPage  # a new installation has it
        listing = index.objects.get() if is_there else index_of(index, "liste")
        for number in range(count):
            listing.add_child(instance=model(title=f"Page {number}", **fields))

    return make


def yesterday():
    return timezone.localdate() - timedelta(days=1)


# address, name of its page of things, how many there are on each, what makes some
LISTS = [
    ("/offres/", "offers", 20, make_offers),
    ("/missions-locales/", "structures", 12, make_structures),
    ("/actualites/", "news", 12, pages_below(NewsIndexPage, NewsPage)),
    ("/liste/", "agreements", 12, make_agreements),
    ("/liste/", "resources", 20,
     pages_below(LibraryPage, ResourcePage, minutes=5)),
    ("/liste/", "releases", 12,
     pages_below(PressRoomPage, PressReleasePage, date=yesterday())),
    ("/liste/", "archive", 24,
     pages_below(CampaignIndexPage, CampaignPage, starts_on=yesterday(), ends_on=yesterday())),
]  # fmt: skip
NAMES = [name for _address, name, _size, _make in LISTS]


def links_of(response):
    """What the line of pages leads to, as it reads."""
    html = BeautifulSoup(response.content, "html.parser")
    items = html.select(".pages li, .pages > a")
    return [item.get_text(strip=True).removeprefix("Page") for item in items]


@pytest.mark.parametrize(("address", "name", "size", "make"), LISTS, ids=NAMES)
def test_a_full_page_is_the_only_one(client, address, name, size, make):
    make(size)
    response = client.get(address)
    assert len(response.context[name]) == size
    assert links_of(response) == []
    assert len(client.get(f"{address}?page=2").context[name]) == size


@pytest.mark.parametrize(("address", "name", "size", "make"), LISTS, ids=NAMES)
def test_one_thing_more_is_on_a_second_page(client, address, name, size, make):
    make(size + 1)
    first, second = client.get(address), client.get(f"{address}?page=2")
    assert links_of(first) == ["1", "2", "Suite"]
    assert links_of(second) == ["Avant", "1", "2"]
    shown = [{thing.pk for thing in page.context[name]} for page in (first, second)]
    assert [len(things) for things in shown] == [size, 1]
    assert not shown[0] & shown[1]


@pytest.mark.parametrize(
    ("pages", "page", "links"),
    [
        (4, 1, "1 2 3 4"),
        (5, 1, "1 2 … 5"),
        (5, 3, "1 2 3 4 5"),
        (20, 1, "1 2 … 20"),
        (20, 10, "1 … 9 10 11 … 20"),
        (20, 20, "1 … 19 20"),
    ],
)
def test_a_long_line_of_pages_jumps_over_those_in_between(client, monkeypatch, pages, page, links):
    monkeypatch.setattr(offers, "PER_PAGE", 1)
    make_offers(pages)
    shown = links_of(client.get("/offres/", {"page": page}))
    assert [link for link in shown if link not in {"Avant", "Suite"}] == links.split()


def test_an_answer_of_the_api_that_is_full_is_the_only_one(client):
    factories.PartnerFactory.create_batch(API_PAGE)
    answer = client.get(API).json()
    assert (answer["count"], len(answer["results"]), answer["next"]) == (API_PAGE, API_PAGE, None)
    assert client.get(API, {"page": 2}).status_code == 404


def test_one_thing_more_is_in_a_second_answer_of_the_api(client):
    factories.PartnerFactory.create_batch(API_PAGE + 1)
    first = client.get(API).json()
    second = client.get(first["next"]).json()
    assert (len(first["results"]), len(second["results"])) == (API_PAGE, 1)
    assert second["next"] is None
    assert len({row["code"] for row in first["results"] + second["results"]}) == API_PAGE + 1


def test_the_api_answers_two_hundred_things_at_once_at_most(client):
    factories.PartnerFactory.create_batch(API_MOST + 1)
    assert len(client.get(API, {"par_page": API_MOST}).json()["results"]) == API_MOST
    assert len(client.get(API, {"par_page": API_MOST + 1}).json()["results"]) == API_MOST
