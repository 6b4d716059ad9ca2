"""Every spelling of the source leads to the right Mission Locale."""

import pytest

from catalogue.geography import resolve_list
from catalogue.geography.text import split_list
from catalogue.models import Coverage
from tests.catalogue.geography.conftest import (  # noqa: F401
    GRAND_ORLY_SEINE_BIEVRE,
    communes,
    official_list,
    sample,
)
from tests.factories import CoverageFactory, StructureFactory

pytestmark = pytest.mark.django_db

#: The six Missions Locales and their communes, as the source writes them.
TERRITORY = {
    "Innovam": "Arcueil, Cachan, Gentilly, Kremlin-Bicêtre, Villejuif",
    "Ivry – Vitry": "Ivry-sur-Seine et Vitry-sur-Seine",
    "Bièvre Val-de-Marne": "Chevilly-Larue, L'Hay-les-Roses, Fresnes, Rungis, Thiais",
    "OCVA": "Orly - Choisy - Villeneuve-le-Roi - Ablon",
    "VIVA": "Villeneuve-Saint-Georges - Valenton",
    "Nord-Essonne": (
        "Athis-Mons, Juvisy-sur-Orge, Morangis, Paray-Vieille-Poste, Savigny-sur-Orge, "
        "Viry-Chatillon"
    ),
}


@pytest.fixture
def territory(communes):  # noqa: F811
    structures = {}
    for name, text in TERRITORY.items():
        structures[name] = StructureFactory(name=f"Mission Locale {name}", seat_commune=None)
        for found in resolve_list(text):
            CoverageFactory(commune=found.commune, structure=structures[name])
    return structures


def answer(client, text):
    """The home page's; through the choice it offers where a name has several bearers."""
    response = client.get("/", {"lieu": text})
    if "finding" not in response.context:
        choices = response.context["form"].resolution.communes
        [commune] = [town for town in choices if town.epci_code == GRAND_ORLY_SEINE_BIEVRE]
        assert f'href="/?lieu={commune.slug}"' in response.text
        response = client.get("/", {"lieu": commune.slug})
    return response.context["finding"]


def test_by_the_home_page(client, territory):
    assert Coverage.objects.count() == 24
    for name, text in TERRITORY.items():
        for spelling in split_list(text):
            finding = answer(client, spelling)
            assert finding.confirmed, spelling
            assert finding.structures == [territory[name]], spelling
