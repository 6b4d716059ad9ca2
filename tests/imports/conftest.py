"""A feed that reaches a whole network, and somebody who may use it."""

import pytest

from catalogue.models import Role
from tests import factories


@pytest.fixture
def network(db):
    return factories.NetworkFactory(kind="national")


@pytest.fixture
def person(network):
    return factories.MembershipFactory(role=Role.DATA, structure=None, network=network).user


@pytest.fixture
def feed_of(network):
    """A feed of the network, by the code of its target."""

    def feed_of(target, **arguments):
        arguments = {"partner": None, "policy": "valid-rows"} | arguments
        return factories.FeedFactory(target=target, structure=None, network=network, **arguments)

    return feed_of
