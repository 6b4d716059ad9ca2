"""A long page asks the database no more than a short one: thirty blocks, of every kind.

What a page asks, at most: 5 queries for itself and what frames it, then one for each model that its
blocks name (images come with their renditions), however many there are. Blocks that are looked up
when the page is shown ask for themselves, so `bodies.AT_MOST` bounds them; a figure of the activity
is worked out from what structures submitted at that moment, and nothing of it is kept.
"""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.blocks import HomeBlock, NewsBlock, TextBlock
from cms.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from tests import factories

pytestmark = pytest.mark.django_db


def items(*values):
    return [
        {"type": "item", "id": str(index), "value": value} for index, value in enumerate(values)
    ]


@pytest.fixture
def values(image, document, elsewhere):
    """A value for each kind of block, as it is stored; with rows to show for each."""
    theme = factories.ThemeFactory()
    commune = factories.CommuneFactory()
    scheme = factories.SchemeFactory(themes=[theme])
    partner = factories.PartnerFactory()
    structure = factories.StructureFactory()
    for _index in range(3):
        offer = factories.OfferFactory(
            themes=[theme], scheme=scheme, partner=partner, structure=structure
        )
        factories.OfferSessionFactory(offer=offer)
        factories.ReceptionSiteFactory(commune=commune)
    figure = {
        "image": {"image": image.pk, "alt_text": "Une porte", "decorative": False},
        "caption": "",
        "credit": "",
    }
    text = "<p>Tu pousses la porte.</p>"
    activity = {
        "indicator": factories.IndicatorFactory(code="ateliers").code,
        "network": None,
        "structure": structure.pk,
        "modality": "",
        "period": "fixed",
        "fixed_period": "2024-W15",
    }
    offers = {"title": "Offres", "themes": ["emploi"], "kinds": [], "fees": [], "modalities": []}
    return {
        "heading": "Un intertitre",
        "paragraph": text,
        "figures": items(activity),
        "callout": {"level": "attention", "text": text},
        "quote": {"text": "Bonjour", "author": "Camille", "source": ""},
        "testimonial": {"text": "Bonjour", "name": "Inès", "about": "", "agreed": True},
        "table": {
            "caption": "Durées",
            "columns": [{"type": "text", "heading": "Quoi"}],
            "rows": [{"values": ["Immersion"]}],
        },
        "image": figure,
        "gallery": items(figure, figure),
        "documents": {
            "title": "Documents",
            "documents": items({"document": document.pk, "title": ""}),
        },
        "video": {
            "title": "Vidéo",
            "url": "https://vimeo.com/1",
            "duration": "1:00",
            "image": image.pk,
            "transcript": "",
        },
        "button": {"text": "Suite", "page": elsewhere.pk, "url": "", "secondary": False},
        "contact": {"title": "Contact", "structure": structure.pk, "phone": "", "email": ""},
        "cards": {"title": "Ensuite", "cards": items({"page": elsewhere.pk, "text": ""})},
        "sessions": {"title": "Dates", "themes": ["emploi"], "structure": structure.pk},
        "offers": offers | {"structure": structure.pk, "scheme": scheme.pk, "partner": partner.pk},
        "steps": {"title": "Étapes", "steps": items(*[{"title": "Un", "text": text}] * 2)},
        "accordion": items({"question": "Oui ?", "answer": text}),
        "finder": {"title": "Où ?", "intro": ""},
        "open_near": {"title": "", "commune": commune.pk, "km": "15"},
        "schemes": {"title": "Avancer", "theme": "emploi"},
        "logos": {"title": "Avec", "partners": items({"partner": partner.pk, "image": image.pk})},
    }


def thirty(body, values):
    """Every kind that a body allows, as often as it may, then text blocks up to thirty."""
    counts = body.meta.block_counts
    kinds = list(body.child_blocks)
    data = [kind for kind in kinds for _n in range(counts.get(kind, {}).get("max_num", 1))]
    plain = [kind for kind in kinds if kind not in counts]
    while len(data) < (body.meta.max_num or 30):
        data.append(plain[len(data) % len(plain)])
    return [{"type": kind, "value": values[kind]} for kind in data]


def count(client, address):
    client.get(address)  # what is asked once in the life of a process
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in captured]


#: As any public page, where nothing is looked up.
BUDGET = 12
#: Structures, images, renditions, documents, pages, schemes, partners, communes: one query each.
MODELS = 8
#: What each block that is looked up asks for itself.
LOOKED_UP = {"figures": 6, "sessions": 1, "offers": 1, "open_near": 2, "schemes": 1}


def budget_of(body):
    """What the body adds to its page, however many blocks it has."""
    counts = body.meta.block_counts
    return MODELS + sum(
        share * counts.get(kind, {}).get("max_num", 0) for kind, share in LOOKED_UP.items()
    )


def without(values, kinds):
    return [block for block in values if block["type"] not in kinds]


def test_what_editors_write_costs_no_more_than_any_page(client, home, values):
    body = without(thirty(TextBlock(), values), LOOKED_UP)
    home.add_child(instance=StandardPage(title="Longue", slug="longue", body=body))
    assert len(count(client, "/longue/")) <= BUDGET


def test_a_page_of_text(client, home, values):
    body = thirty(TextBlock(), values)
    assert len(body) == 30
    home.add_child(instance=StandardPage(title="Vide", slug="vide"))
    home.add_child(instance=StandardPage(title="Longue", slug="longue", body=body))
    added = len(count(client, "/longue/")) - len(count(client, "/vide/"))
    assert added <= budget_of(TextBlock())


def test_a_news_item(client, values):
    news = NewsIndexPage.objects.get()
    news.add_child(instance=NewsPage(title="Vide", slug="vide"))
    body = thirty(NewsBlock(), values)
    news.add_child(instance=NewsPage(title="Longue", slug="longue", body=body))
    added = len(count(client, "/actualites/longue/")) - len(count(client, "/actualites/vide/"))
    assert added <= budget_of(NewsBlock())


def test_the_home_page(client, values):
    home = HomePage.objects.get()
    bare = len(count(client, "/"))
    home.body = thirty(HomeBlock(), values)
    home.save()
    # A page, a partner, an image and its renditions.
    assert len(count(client, "/")) - bare <= 4


def test_twice_the_blocks_cost_the_same(client, home, values):
    body = without(thirty(TextBlock(), values), {*LOOKED_UP, "finder"})
    home.add_child(instance=StandardPage(title="Longue", slug="longue", body=body))
    home.add_child(instance=StandardPage(title="Double", slug="double", body=body * 2))
    assert len(count(client, "/longue/")) == len(count(client, "/double/"))
