"""A long page asks the database no more than a short one: thirty blocks, of every kind.

What a page asks, at most: 5 queries for itself and what frames it, then one for each model that its
blocks name (images come with their renditions), however many there are. Blocks that are looked up
when the page is shown ask for themselves, so `bodies.AT_MOST` bounds them.
"""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.blocks import HomeBlock, NewsBlock, TextBlock
from cms.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from tests.blocks import make_rows, thirty, values_of_blocks
from tests.datasets import rows_for_the_module

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("long pages")]


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    with rows_for_the_module(django_db_blocker):
        elsewhere = StandardPage(title="Ailleurs", slug="ailleurs")
        yield make_rows(HomePage.objects.get().add_child(instance=elsewhere))


@pytest.fixture
def values(rows):
    return values_of_blocks(rows)


def count(client, address):
    client.get(address)  # what is asked once in the life of a process
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in captured]


#: As any public page, where nothing is looked up.
BUDGET = 12
#: Structures, images, documents, pages, schemes, partners, communes, figures: one query each.
MODELS = 8
#: What each block that is looked up asks for itself.
LOOKED_UP = {"sessions": 1, "offers": 1, "open_near": 2, "schemes": 1}


def budget_of(body):
    """What the body adds to its page, however many blocks it has."""
    counts = body.meta.block_counts
    return MODELS + sum(
        share * counts.get(kind, {}).get("max_num", 0) for kind, share in LOOKED_UP.items()
    )


def without(values, kinds):
    return [block for block in values if block["type"] not in kinds]


def publish(parent, page):
    """What a page names is made ready when it is published."""
    parent.add_child(instance=page)
    page.save_revision().publish()


def test_what_editors_write_costs_no_more_than_any_page(client, home, values):
    body = without(thirty(TextBlock(), values), {*LOOKED_UP, "figures"})
    publish(home, StandardPage(title="Longue", slug="longue", body=body))
    assert len(count(client, "/longue/")) <= BUDGET


def test_a_page_of_text(client, home, values):
    body = thirty(TextBlock(), values)
    assert len(body) == 30
    publish(home, StandardPage(title="Vide", slug="vide"))
    publish(home, StandardPage(title="Longue", slug="longue", body=body))
    added = len(count(client, "/longue/")) - len(count(client, "/vide/"))
    assert added <= budget_of(TextBlock())


def test_a_news_item(client, values):
    news = NewsIndexPage.objects.get()
    publish(news, NewsPage(title="Vide", slug="vide"))
    body = thirty(NewsBlock(), values)
    publish(news, NewsPage(title="Longue", slug="longue", body=body))
    added = len(count(client, "/actualites/longue/")) - len(count(client, "/actualites/vide/"))
    assert added <= budget_of(NewsBlock())


def test_the_home_page(client, values):
    home = HomePage.objects.get()
    bare = len(count(client, "/"))
    home.body = thirty(HomeBlock(), values)
    home.save()
    # A page, a partner, an image.
    assert len(count(client, "/")) - bare <= 3


def test_twice_the_blocks_cost_the_same(client, home, values):
    body = without(thirty(TextBlock(), values), {*LOOKED_UP, "finder"})
    publish(home, StandardPage(title="Longue", slug="longue", body=body))
    publish(home, StandardPage(title="Double", slug="double", body=body * 2))
    assert len(count(client, "/longue/")) == len(count(client, "/double/"))
