"""One installation, three hosts: the country's, a region's, and that of a structure of this region;
and another region, which only the country's should show."""

import gc
import warnings
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
    """With its rendition: Wagtail leaves the file that it makes it from for Python to close."""
    image = get_image_model().objects.create(title="logo.png", file=get_test_image_file())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        image.get_rendition(LOGO)
        gc.collect()
    return image


@pytest.fixture
def union(db):
    """With the name of the national site, to which the others lead."""
    national = Site.objects.get()
    national.hostname = NATIONAL
    national.save()
    return factories.NetworkFactory(name="Union", kind=Network.Kind.NATIONAL)


@pytest.fixture
def here(union):
    return region("Soleilbourg", union, "11")


@pytest.fixture
def there(union):
    return region("Lunebourg", union, "53")


@pytest.fixture
def sites(here):
    """{host: its site}, the national one left out."""
    ties = {
        REGION: SiteTerritory(network=here.network, palette="lagune"),
        STRUCTURE: SiteTerritory(structure=here.structure, palette="corail"),
    }
    return {host: open_site(tie, host, f"Nom {host}").site for host, tie in ties.items()}


@pytest.fixture
def publish(sites):
    """A news item on one of the hosts."""

    def write(host, title, **values):
        root = sites[host].root_page if host in sites else None
        index = (
            NewsIndexPage.objects.child_of(root) if root else NewsIndexPage.objects.order_by("pk")
        )
        slug = title.lower().replace(" ", "-")
        return index.first().add_child(instance=NewsPage(title=title, slug=slug, **values))

    return write
