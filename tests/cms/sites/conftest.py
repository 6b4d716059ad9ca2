"""One installation, three hosts: the country's, a region's, and that of a structure of this region;
and another region, which only the country's should show.

They are made once for a module, which is a group of xdist (`tests/datasets.py`). Each test reads
them again.
"""

from types import SimpleNamespace

import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from catalogue.models import Network
from cms.hosts import LOGO
from cms.models import NewsIndexPage, NewsPage, SiteTerritory
from cms.opening import open_site
from tests import factories
from tests.blocks import make_renditions
from tests.datasets import read_again, rows_for_the_module

NATIONAL, REGION, STRUCTURE = "testserver", "region.test", "structure.test"
HOSTS = [NATIONAL, REGION, STRUCTURE]


def visitor(host):
    return Client(headers={"host": host})


def region(name, union, code):
    """What a region has of each kind of thing, with its name on all of it."""
    network = factories.NetworkFactory(name=f"Région {name}", parent=union, region_code=code)
    place = {"region_code": code, "department_code": code, "department": f"Pays {code}"}
    commune = factories.CommuneFactory(name=f"Bourg {name}", region=f"Région {name}", **place)
    structure = factories.StructureFactory(
        name=f"Mission Locale {name}", network=network, seat_commune=commune
    )
    factories.CoverageFactory(structure=structure, commune=commune)
    site = factories.ReceptionSiteFactory(
        structure=structure, commune=commune, name=f"Porte {name}"
    )
    partner = factories.PartnerFactory(name=f"Partenaire {name}", code=f"partenaire-{name}")
    offer = factories.OfferFactory(
        title=f"Atelier {name}", structure=structure, site=site, commune=commune, partner=partner
    )
    # Held by no structure, in a commune of the region.
    unheld = factories.OfferFactory(
        title=f"Visite {name}", structure=None, commune=commune, partner=partner
    )
    agreement = factories.AgreementFactory(
        title=f"Convention {name}", structure=structure, is_public=True, partners=[partner]
    )
    return SimpleNamespace(
        network=network,
        commune=commune,
        structure=structure,
        site=site,
        partner=partner,
        offer=offer,
        unheld=unheld,
        session=factories.OfferSessionFactory(offer=offer),
        agreement=agreement,
        document=factories.AgreementDocumentFactory(agreement=agreement, is_public=True),
        alert=factories.AlertFactory(message=f"Annonce {name}", structures=[structure]),
    )


@pytest.fixture
def image(db):
    """An image whose rendition as a logo is made."""
    image = get_image_model().objects.create(title="logo.png", file=get_test_image_file())
    make_renditions(image, LOGO)
    return image


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker):
    """With the name of the national site, to which the others lead."""
    with rows_for_the_module(django_db_blocker):
        national = Site.objects.get()
        national.hostname = NATIONAL
        national.save()
        union = factories.NetworkFactory(name="Union", kind=Network.Kind.NATIONAL)
        yield SimpleNamespace(
            union=union,
            here=region("Soleilbourg", union, "11"),
            there=region("Lunebourg", union, "53"),
        )


@pytest.fixture(scope="module")
def opened(country, django_db_blocker):
    """{host: its site}, the national one left out."""
    ties = {
        REGION: SiteTerritory(network=country.here.network, palette="lagune"),
        STRUCTURE: SiteTerritory(structure=country.here.structure, palette="corail"),
    }
    with rows_for_the_module(django_db_blocker):
        yield {host: open_site(tie, host, f"Nom {host}").site for host, tie in ties.items()}


@pytest.fixture
def union(country, db):
    return read_again(country.union)


@pytest.fixture
def here(country, db):
    return rows_of(country.here)


@pytest.fixture
def there(country, db):
    return rows_of(country.there)


def rows_of(region):
    return SimpleNamespace(**{name: read_again(row) for name, row in vars(region).items()})


@pytest.fixture
def sites(opened, db):
    return {host: read_again(site) for host, site in opened.items()}


@pytest.fixture
def publish(sites):
    return write_news


def write_news(host, title, **values):
    """A news item on one of the hosts."""
    root = Site.objects.get(hostname=host).root_page
    index = NewsIndexPage.objects.child_of(root).get()
    slug = title.lower().replace(" ", "-")
    return index.add_child(instance=NewsPage(title=title, slug=slug, **values))
