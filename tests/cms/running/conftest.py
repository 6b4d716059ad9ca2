"""A national union, two regions below it, each with a structure; and people who work there."""

from types import SimpleNamespace

import pytest

from catalogue.models import Network, Role
from tests import factories


def region(name, union):
    network = factories.NetworkFactory(name=f"Région {name}", parent=union)
    structure = factories.StructureFactory(name=f"Mission Locale {name}", network=network)
    return SimpleNamespace(network=network, structure=structure)


@pytest.fixture
def union(db):
    return factories.NetworkFactory(name="Union nationale", kind=Network.Kind.NATIONAL)


@pytest.fixture
def here(union):
    return region("d’Ici", union)


@pytest.fixture
def there(union):
    return region("d’Ailleurs", union)


@pytest.fixture
def person(here, union):
    """Somebody with a role, where it is usually given; `national=True` for the whole country."""

    def make(role, *, national=False):
        role = Role(role)
        in_structure = (role.is_for_structure or role == Role.DATA) and not national
        return factories.MembershipFactory(
            role=role,
            structure=here.structure if in_structure else None,
            network=None if in_structure else union if national else here.network,
        ).user

    return make


@pytest.fixture
def sign_in(client, person):
    def sign_in_as(role, **options):
        client.force_login(person(role, **options))
        return client

    return sign_in_as


@pytest.fixture
def admin(client, db):
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
    return client
