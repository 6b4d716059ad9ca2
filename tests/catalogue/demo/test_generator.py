import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from modelsearch.backends import get_search_backend

from catalogue import finder
from catalogue.demo.generator import Size, generate
from catalogue.models import (
    Commune,
    Coverage,
    Offer,
    OfferSession,
    Partner,
    ReceptionSite,
    Structure,
)
from tests.factories import CommuneFactory

SIZE = Size(structures=3, sites=9, offers=40)
MODELS = [Structure, ReceptionSite, Partner, Offer, OfferSession]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.dialect("catalogue.statistics", "catalogue.indexing"),
]


@pytest.fixture(autouse=True)
def communes():
    CommuneFactory.create_batch(6)


def generated(seed):
    """What a seed gives, without the keys and the moments that the database chose."""
    point = transaction.savepoint()
    generate(SIZE, seed)
    rows = [
        [
            {
                name: value
                for name, value in row.items()
                if name not in {"id", "created_at", "updated_at"} and not name.endswith("_id")
            }
            for row in model.objects.order_by("pk").values()
        ]
        for model in MODELS
    ]
    transaction.savepoint_rollback(point)
    return rows


def test_the_same_seed_gives_the_same_network():
    assert generated(seed=1) == generated(seed=1)


def test_another_seed_gives_another_one():
    assert generated(seed=1) != generated(seed=2)


def test_it_is_as_large_as_asked():
    generate(SIZE)

    assert Structure.objects.count() == 3
    assert ReceptionSite.objects.count() == 9
    assert Offer.objects.count() == 40
    assert OfferSession.objects.exists()


def test_every_commune_is_covered_by_one_structure():
    generate(SIZE)

    assert Coverage.objects.count() == 6
    for commune in Commune.objects.all():
        found = finder.structures_for(commune)
        assert found.confirmed
        assert len(found.structures) == 1


@pytest.mark.parametrize("model", [Structure, ReceptionSite, Partner, Offer])
def test_everything_is_valid_and_flagged(model):
    generate(SIZE)

    for item in model.objects.all():
        item.full_clean()
        assert item.is_demonstration


def test_the_search_finds_what_was_generated():
    generate(SIZE)

    assert len(get_search_backend().search("fictif", ReceptionSite)) == 9


def test_the_command_takes_the_sizes():
    call_command("generate_load", structures=2, sites=5, offers=10, verbosity=0)

    assert (Structure.objects.count(), Offer.objects.count()) == (2, 10)


@pytest.mark.parametrize(
    ("structures", "sites"), [(0, 5), (7, 8), (3, 2)], ids=["none", "no commune left", "no site"]
)
def test_the_command_refuses_sizes_that_make_no_network(structures, sites):
    with pytest.raises(CommandError):
        call_command("generate_load", structures=structures, sites=sites, offers=1, verbosity=0)


def test_the_command_refuses_a_second_network():
    call_command("generate_load", structures=2, sites=5, offers=10, verbosity=0)

    with pytest.raises(CommandError, match="déjà"):
        call_command("generate_load", structures=2, sites=5, offers=10, verbosity=0)
