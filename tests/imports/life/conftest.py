"""Files of partners, through the services that people and programs call.

Tasks run as soon as they are queued (see the test settings), so a batch that was received is
already where nobody but a person can move it on.
"""

import pytest

from catalogue.models import Role
from tests import factories
from tests.imports.life.files import CODE, send


@pytest.fixture
def network(db):
    return factories.NetworkFactory()


@pytest.fixture
def feed(network):
    """The partners of a network, all of them in one file."""
    return factories.FeedFactory(
        target="partners", structure=None, network=network, partner=None, mode="full", code=CODE
    )


@pytest.fixture
def user(network):
    """Handles the network's data."""
    return factories.MembershipFactory(role=Role.DATA, structure=None, network=network).user


@pytest.fixture
def reviewed(feed, user):
    return send(feed, user=user)
