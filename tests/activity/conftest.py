"""Two regions below one national union, each with two structures."""

from types import SimpleNamespace

import pytest
import time_machine

from activity.models import Indicator
from activity.periods import Week
from catalogue.models import Network, Role
from tests import factories

WEEK = Week(2024, 15)


@pytest.fixture(autouse=True)
def today():
    """Friday of the week after the one that tests fill in."""
    with time_machine.travel("2024-04-19T15:00:00+02:00", tick=False):
        yield


@pytest.fixture
def union(db):
    return factories.NetworkFactory(name="Union nationale", kind=Network.Kind.NATIONAL)


def region(name, union):
    network = factories.NetworkFactory(name=f"Région {name}", parent=union)
    structures = factories.StructureFactory.create_batch(2, network=network)
    return SimpleNamespace(network=network, structures=structures, structure=structures[0])


@pytest.fixture
def here(union):
    return region("d’ici", union)


@pytest.fixture
def there(union):
    return region("d’ailleurs", union)


@pytest.fixture
def structure(here):
    return here.structure


@pytest.fixture
def member(here, union):
    """Somebody with a role here: `member(Role.ADVISER)`; `at="region"` or `"union"`."""

    def make(role, at="structure"):
        place = {"region": here.network, "union": union}.get(at)
        return factories.MembershipFactory(
            role=role, network=place, structure=None if place else here.structure
        ).user

    return make


@pytest.fixture
def adviser(member):
    return member(Role.ADVISER)


def shipped(code, **values):
    """An indicator as the migration makes it; made again where a test emptied the tables."""
    kinds = {
        "entretiens": {"has_modality": True, "has_theme": True, "has_scheme": True,
                       "has_site": True},
        "ateliers": {"has_modality": True, "has_theme": True, "has_scheme": True,
                     "has_site": True},
        "jeunes-accompagnes": {"unit": "persons"},
        "entrees-cej": {"frequency": "month", "has_modality": False},
    }  # fmt: skip
    return factories.IndicatorFactory(code=code, **kinds[code], **values)


@pytest.fixture
def interviews(db):
    return shipped("entretiens")


@pytest.fixture
def workshops(db):
    return shipped("ateliers")


@pytest.fixture
def young_people(db):
    return shipped("jeunes-accompagnes")


@pytest.fixture
def entries(db):
    return shipped("entrees-cej")


@pytest.fixture
def indicators(interviews, workshops, young_people, entries):
    return list(Indicator.objects.filter(code__in=[
        "entretiens", "ateliers", "jeunes-accompagnes", "entrees-cej"
    ]))  # fmt: skip


@pytest.fixture
def figures(here, there, workshops):
    """Ten workshops here, a hundred elsewhere, in the same week."""
    for region, value in ((here, 10), (there, 100)):
        for structure in region.structures:
            factories.ActivityRecordFactory(structure=structure, indicator=workshops, value=value)
            factories.ReportFactory(structure=structure, submitted=True)
