"""The two worlds of `worlds.py`, and the people who sign in there."""

from copy import deepcopy

import pytest

from catalogue.models import Role
from tests import factories

from .worlds import HERE, THERE, world


@pytest.fixture(scope="module")
def shared():
    """The worlds that the tests of a module share, by name. One with many tests makes them once,
    by a fixture of this name (`worlds_for_the_module`); in the others, each test makes its own."""
    return {}


@pytest.fixture
def here(db, shared):
    return objects_of(HERE, shared)


@pytest.fixture
def there(db, shared):
    return objects_of(THERE, shared)


def objects_of(name, shared):
    """The world of this name, with objects of the test's own.

    What an earlier test did to shared rows was rolled back; what it did to attributes was not.
    """
    return deepcopy(shared[name]) if name in shared else world(name)


@pytest.fixture
def member(here):
    """Makes somebody with a role here, at the level where the role is usually given."""

    def make(role, in_network=None):
        in_network = Role(role).is_for_network if in_network is None else in_network
        place = (
            {"structure": None, "network": here.network}
            if in_network
            else {"structure": here.structure}
        )
        return factories.MembershipFactory(role=role, **place).user

    return make


@pytest.fixture
def sign_in(client, member):
    def sign_in_as(role, **kwargs):
        client.force_login(member(role, **kwargs))
        return client

    return sign_in_as


@pytest.fixture
def superuser(db):
    return factories.UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def admin(client, superuser):
    client.force_login(superuser)
    return client
