"""Real communes, from the official list: a few hundred of them, or all.

They are loaded once for a module, whose tests only read. A test that writes makes the few
communes it needs with `CommuneFactory`.
"""

import re
from contextlib import contextmanager

import pytest
from django.db import transaction

from catalogue.geography.loading import load, official_communes

# The territory of CONTENT's six Missions Locales, and whatever has a name like theirs or makes
# a case of its own: cities with arrondissements, homonyms, Corsica, islands without a point.
SAMPLE = re.compile(
    r"""
    (Ablon|Aix|Choisy|Fresnes|Morangis|Orly|Saint-Denis|Saint-Ouen|Vitry|Villeneuve)\b.*
    | (Paris|Lyon|Marseille)(\ \d+er?\ Arrondissement)?
    | L'Abergement-Clémenciat | Ajaccio | Alleins | Château-Chinon.* | La\ Courneuve | Lille
    | Nanterre | Roubaix | Saint-André-lez-Lille | Saint-Martin | Saint-Barthélemy | Y
    """,
    re.VERBOSE,
)
GRAND_ORLY_SEINE_BIEVRE = "200058014"


@pytest.fixture(scope="session")
def official_list():
    return official_communes()


@pytest.fixture(scope="session")
def sample(official_list):
    return [
        commune
        for commune in official_list
        if commune.epci_code == GRAND_ORLY_SEINE_BIEVRE or SAMPLE.fullmatch(commune.name)
    ]


@contextmanager
def loaded(communes, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load(communes)
        yield communes
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def communes(sample, django_db_setup, django_db_blocker):
    with loaded(sample, django_db_blocker) as communes:
        yield communes


@pytest.fixture(scope="module")
def every_commune(official_list, django_db_setup, django_db_blocker):
    with loaded(official_list, django_db_blocker) as communes:
        yield communes
