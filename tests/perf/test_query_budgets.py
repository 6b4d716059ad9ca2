"""Public pages and endpoints ask the database few questions, and no more of them when there is
more data: the same number at the size of one territory and at that of the country."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, get_page_models

from activity import published
from activity.models import Indicator
from activity.periods import Week
from catalogue.demo.generator import Size, generate
from catalogue.geography import loading as communes
from catalogue.models import Commune, Offer, Partner, Scheme, Structure
from catalogue.views.offers import alike
from cms.hosts import hosts
from cms.models import HomePage, StandardPage
from tests import factories
from tests.blocks import Rows, make_document, make_image
from tests.datasets import rows_for_the_module
from tests.perf.pages import BUDGETS, PAGES, make_pages

#: One worker of xdist fills the database for all of them.
pytestmark = pytest.mark.xdist_group("budgets")

TERRITORY = Size(structures=7, sites=30, offers=100)
COUNTRY = Size(structures=450, sites=6_800, offers=20_000)
#: Enough communes for 450 structures, and quick to load.
SMALLEST_TOWN = 4_000
WEEK = Week(2024, 15)

LISTING = DETAIL = FEED = 12
HOME = BUDGETS[HomePage]
API = 6


@dataclass(frozen=True)
class Address:
    path: str
    budget: int


def named_in_addresses():
    """What the paths name, of the data there is: looked for once at each size."""
    structure = Structure.objects.public().earliest("imilo_code")
    # At a site and with others like it, so that pages have as much to say at both sizes.
    offers = Offer.objects.public().exclude(site=None).order_by("external_id")
    offers = offers.exclude(partner=with_agreements())
    offer = first_with_others_alike(offers.filter(sessions=None))
    dated = first_with_others_alike(offers.filter(sessions__isnull=False).distinct())
    return {
        "structure": structure.get_absolute_url(),
        "imilo_code": structure.imilo_code,
        "scheme": Scheme.objects.get(code="cej").get_absolute_url(),
        "ended_scheme": Scheme.objects.get(code="garantie-jeunes").get_absolute_url(),
        "offer": offer.get_absolute_url(),
        "dated_offer": dated.get_absolute_url(),
        "offer_pk": offer.pk,
        "session": dated.sessions.earliest("pk").calendar_url,
    }


def first_with_others_alike(offers):
    return next(offer for offer in offers.iterator(chunk_size=20) if alike(offer))


ADDRESSES = [
    *(Address(path, BUDGETS[model]) for model, paths in PAGES.items() for path in paths),
    Address("/?lieu=villejuif", HOME),
    Address("/missions-locales/?region=11", LISTING),
    Address("/missions-locales/?lieu=villejuif", LISTING),
    Address("/missions-locales/?lat=48.79&lon=2.36", LISTING),
    Address("{structure}", DETAIL),
    Address("{scheme}", DETAIL),
    Address("{ended_scheme}", DETAIL),
    Address("/offres/?lieu=villejuif&km=15&tri=distance", LISTING),
    Address("/offres/?q=fictive&theme=emploi&prix=free&age=18&modalite=on-site", LISTING),
    Address("/offres/?q=introuvable", LISTING),
    Address("/offres/?page=3", LISTING),
    Address("{offer}", DETAIL),
    Address("{dated_offer}", DETAIL),
    Address("/offres/flux.atom", FEED),
    Address("/agenda/?lieu=villejuif&km=30", LISTING),
    Address("/agenda/flux.ics", FEED),
    Address("{session}", FEED),
    # And once a minute, synonyms and what is put first.
    Address("/recherche/?q=boulangerie", LISTING + 2),
    Address("/actualites/flux.atom", FEED),
    Address("/presse/?annee=2026", LISTING),
    Address("/presse/flux.atom", FEED),
    Address("/plan-du-site/", DETAIL),
    Address("/chiffres/", DETAIL),
    Address("/api/v1/communes/?q=vil", API),
    Address("/api/v1/structures/", API),
    Address("/api/v1/structures/?lieu=villejuif", API),
    Address("/api/v1/structures/{imilo_code}/", API),
    Address("/api/v1/sites/", API),
    Address("/api/v1/schemes/", API),
    Address("/api/v1/themes/", API),
    Address("/api/v1/partners/", API),
    Address("/api/v1/agreements/", API),
    Address("/api/v1/offers/", API),
    Address("/api/v1/offers/{offer_pk}/", API),
    Address("/api/v1/sessions/", API),
    Address("/api/v1/coverage/", API),
    Address("/api/v1/alerts/", API),
]


def queries(address, names):
    """The SQL behind an answer, with nothing in the cache but which sites there are."""
    url = address.path.format(**names)
    cache.clear()
    hosts()
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(url)
        b"".join(response)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return [query["sql"] for query in captured]


def report(sql):
    """What to read when a budget is exceeded: the queries, the repeated ones first."""
    lines = Counter(text[:600] for text in sql).most_common()
    return f"{len(sql)} queries\n" + "\n".join(f"{count} × {text}" for text, count in lines)


@pytest.fixture(scope="module")
def at_one_territory(django_db_setup, django_db_blocker):
    """The number of queries of each address, at the small size."""
    with rows_for_the_module(django_db_blocker):
        fill(TERRITORY)
        names, counts = named_in_addresses(), {}
        for address in ADDRESSES:
            # A page that fails does so again in its own test.
            with suppress(Exception, pytest.fail.Exception):
                counts[address] = len(queries(address, names))
        return counts


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker, at_one_territory):
    with rows_for_the_module(django_db_blocker):
        fill(COUNTRY)
        yield named_in_addresses()


def fill(size):
    towns = [
        commune
        for commune in communes.official_communes()
        if (commune.population or 0) >= SMALLEST_TOWN and not commune.parent_id
    ]
    communes.load(towns)
    # Django keeps content types for as long as a process lives.
    ContentType.objects.get_for_models(*apps.get_models())
    generate(size)
    publish_figures()
    make_pages(chosen_rows(), number=size.sites // 200 + 5)
    Client().get("/")  # what a process reads once, like the languages


def chosen_rows():
    """Of the data there is: what the blocks of pages choose."""
    return Rows(
        image=make_image(),
        document=make_document(),
        page=Page.objects.get(slug="mentions-legales"),
        structure=Structure.objects.public().earliest("imilo_code"),
        scheme=Scheme.objects.get(code="cej"),
        partner=with_agreements(),
        commune=Commune.objects.get(insee_code="94076"),
        indicator=Indicator.objects.get(code="ateliers"),
    )


def with_agreements():
    return Partner.objects.public().earliest("code")


def publish_figures():
    """A page of figures that every structure submitted, and that the worker has seen."""
    workshops = factories.IndicatorFactory(code="ateliers")
    week = {"starts_on": WEEK.starts_on}
    for structure in Structure.objects.filter(reports=None):
        factories.ReportFactory(structure=structure, submitted=True, **week)
        factories.ActivityRecordFactory(structure=structure, indicator=workshops, value=40, **week)
    if not StandardPage.objects.filter(slug="chiffres").exists():
        chosen = {"indicator": workshops.code, "modality": "", "network": None, "structure": None}
        periods = [{"period": "fixed", "fixed_period": WEEK.code}, {"period": "last-week"}]
        page = StandardPage(title="Chiffres", slug="chiffres")
        figures = page.body.stream_block.child_blocks["figures"]
        page.body.append(("figures", figures.to_python([chosen | one for one in periods])))
        Page.objects.get(depth=2).add_child(instance=page)
        page.save_revision().publish()
    published.refresh()


def test_every_type_of_page_has_a_budget():
    assert set(get_page_models()) - {Page} == set(PAGES)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.path)
def test_an_answer_costs_as_few_queries_for_the_country_as_for_a_territory(
    address, at_one_territory, country
):
    sql = queries(address, country)

    assert len(sql) <= address.budget, report(sql)
    assert len(sql) == at_one_territory.get(address), report(sql)
