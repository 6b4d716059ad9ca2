"""Two networks that know nothing of each other, each with a structure and all that hangs on it."""

from contextlib import contextmanager
from types import SimpleNamespace

from tests import factories
from tests.datasets import rows_for_the_module

HERE, THERE = "d’Ici", "d’Ailleurs"


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


@contextmanager
def worlds_for_the_module(django_db_blocker, *names):
    """{name: world}, for the fixture `shared` of a module.

    That fixture is an autouse one, so that which rows exist does not depend on the order of the
    tests. A world takes a tenth of a second, so each worker of xdist may make its own: the modules
    have no `xdist_group`.
    """
    with rows_for_the_module(django_db_blocker):
        yield {name: world(name) for name in names}
