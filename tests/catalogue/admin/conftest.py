"""Two networks that know nothing of each other, each with a structure and all that hangs on it."""

from types import SimpleNamespace

import pytest

from catalogue.models import Role
from tests import factories


def world(name):
    network = factories.NetworkFactory(name=f"Réseau {name}")
    structure = factories.StructureFactory(name=f"Mission Locale {name}", network=network)
    site = factories.ReceptionSiteFactory(structure=structure, name=f"Antenne {name}")
    offer = factories.OfferFactory(structure=structure, title=f"Atelier {name}")
    return SimpleNamespace(
        name=name,
        network=network,
        structure=structure,
        site=site,
        offer=offer,
        session=factories.OfferSessionFactory(offer=offer),
        coverage=factories.CoverageFactory(structure=structure),
        agreement=factories.AgreementFactory(structure=structure, title=f"Convention {name}"),
        membership=factories.MembershipFactory(
            structure=structure, user__first_name="Collègue", user__last_name=name
        ),
        # What belongs to somebody: nobody else may even see it.
        owned=["structure", "site", "offer", "coverage", "agreement", "membership"],
    )


@pytest.fixture
def here(db):
    return world("d’Ici")


@pytest.fixture
def there(db):
    return world("d’Ailleurs")


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
