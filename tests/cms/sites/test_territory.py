"""What changes on the site of a territory: its finder, its home, its figures, its announcements."""

from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from activity import published
from cms.hosts import Visit
from cms.models import Alert, StandardPage
from tests import factories

from .conftest import HOSTS, NATIONAL, REGION, STRUCTURE, region, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("territories")]


class TestFinder:
    @pytest.mark.parametrize(
        "path", ["/?lieu={}", "/missions-locales/?lieu={}", "/recherche/?q={}"]
    )
    @pytest.mark.parametrize("host", [REGION, STRUCTURE])
    def test_a_town_of_another_territory_leads_to_the_national_site(self, path, host, sites, there):
        asked = there.commune.insee_code if "q=" in path else there.commune.slug
        page = visitor(host).get(path.format(asked)).text
        assert "n’est pas sur le territoire de ce site" in page
        assert f'href="http://{NATIONAL}/?lieu={there.commune.slug}"' in page
        assert "Mission Locale Lunebourg" not in page

    def test_the_national_site_is_on_the_port_of_the_visit(self, sites, there):
        page = visitor(f"{REGION}:8001").get(f"/?lieu={there.commune.slug}", SERVER_PORT="443").text
        assert f'href="http://{NATIONAL}:8001/?lieu=' in page

    @pytest.mark.parametrize("host", HOSTS)
    def test_a_town_of_the_territory_finds_its_door(self, host, sites, here):
        page = visitor(host).get(f"/?lieu={here.commune.slug}").text
        assert "C’est la Mission Locale" in page
        assert "n’est pas sur le territoire" not in page

    def test_a_town_that_nobody_is_known_to_cover_is_to_be_confirmed(self, sites):
        around = factories.CommuneFactory(name="Prairies", region_code="11", department_code="11")
        far = factories.CommuneFactory(name="Marais", region_code="53", department_code="53")
        for host in (REGION, STRUCTURE):
            client = visitor(host)
            assert "Ta porte est à confirmer" in client.get(f"/?lieu={around.slug}").text
            assert "Ce n’est pas ici" in client.get(f"/?lieu={far.slug}").text

    def test_a_town_of_the_other_structure_of_a_region_is_elsewhere_for_one_only(self, sites, here):
        town = factories.CommuneFactory(name="Vallon", region_code="11")
        other = factories.StructureFactory(name="Mission Locale Vallon", network=here.network)
        factories.CoverageFactory(structure=other, commune=town)
        assert "Vallon" in visitor(REGION).get(f"/?lieu={town.slug}").text
        assert "Ce n’est pas ici" not in visitor(REGION).get(f"/?lieu={town.slug}").text
        assert "Ce n’est pas ici" in visitor(STRUCTURE).get(f"/?lieu={town.slug}").text


class TestHome:
    def test_a_structure_s_own_door_is_the_only_one_to_push(self, sites, here):
        page = visitor(STRUCTURE).get("/").text
        assert "Soleilbourg" in page.split("<h1")[1].split("</h1>")[0]
        assert "Porte Soleilbourg" in page
        assert 'rel="canonical" href="http://structure.test/"' in page

    def test_what_editors_write_on_it_is_shown(self, sites):
        for host, site in sites.items():
            home = site.root_page.specific
            home.body.append(("button", {"text": "Nous rejoindre", "url": "https://exemple.test/"}))
            home.save()
            assert "Nous rejoindre" in visitor(host).get("/").text

    def test_a_structure_that_is_withdrawn_leaves_a_page_that_answers(self, sites, here):
        here.structure.unpublish()
        assert visitor(STRUCTURE).get("/").status_code == 200

    def test_the_menu_names_no_list_of_one(self, sites):
        names = {host: visitor(host).get("/").text.split("</header>")[0] for host in sites}
        assert "Missions Locales" in names[REGION]
        assert "Missions Locales" not in names[STRUCTURE]

    def test_a_region_s_list_begins_with_its_departments(self, sites):
        assert "Pays 11" in visitor(REGION).get("/missions-locales/").text
        assert "Toutes les régions" not in visitor(REGION).get("/missions-locales/").text


class TestAnnouncements:
    def alert(self, **values):
        return factories.AlertFactory(message="Une annonce", **values)

    def shown_on(self, path="/"):
        return {host for host in HOSTS if "Une annonce" in visitor(host).get(path).text}

    def test_for_everybody(self, sites):
        self.alert()
        assert self.shown_on() == set(HOSTS)

    def test_for_a_section_it_is_on_its_own_site(self, sites):
        home = sites[REGION].root_page
        self.alert(scope=Alert.Scope.SECTION, section=home)
        assert self.shown_on() == self.shown_on("/offres/") == {REGION}
        assert self.shown_on("/api/v1/alerts/") == {REGION}

    def test_about_a_structure_it_is_on_every_page_of_its_site(self, sites, here):
        self.alert(structures=[here.structure])
        assert self.shown_on("/offres/") == {STRUCTURE}
        assert self.shown_on(here.structure.get_absolute_url()) == set(HOSTS)

    def test_its_link_leads_to_the_site_that_has_the_page(self, sites):
        page = sites[REGION].root_page.add_child(instance=StandardPage(title="Ici", slug="ici"))
        self.alert(link_page=page, link_text="Lire")
        assert 'href="/ici/">Lire' in visitor(REGION).get("/").text
        assert f'href="http://{REGION}/ici/">Lire' in visitor(NATIONAL).get("/").text


@pytest.mark.parametrize("port", ["80", "8001", "9000"])
@pytest.mark.parametrize("host", [*HOSTS, "autre.test"])
def test_a_visit_is_to_the_site_that_wagtail_finds(host, port, sites, rf, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Site.objects.create(hostname=REGION, port=8001, root_page=sites[STRUCTURE].root_page)
    asked = {"SERVER_PORT": port, "HTTP_HOST": f"{host}:{port}"}
    found = Site.find_for_request(rf.get("/", **asked))
    assert Visit(rf.get("/", **asked)).host.site == found


def test_a_link_in_a_text_stays_on_its_site(sites):
    home = sites[REGION].root_page
    target = home.add_child(instance=StandardPage(title="Cible", slug="cible"))
    text = f'<p><a linktype="page" id="{target.pk}">la cible</a></p>'
    for root in (home, home.get_siblings().first()):
        page = StandardPage(title="Texte", slug="texte", body=[("paragraph", text)])
        root.add_child(instance=page)
    assert '<a href="/cible/">la cible' in visitor(REGION).get("/texte/").text
    assert f'<a href="http://{REGION}/cible/">la cible' in visitor(NATIONAL).get("/texte/").text


def test_a_former_address_leads_to_the_new_one_of_the_same_site(sites, here):
    former = here.structure.get_absolute_url()
    here.structure.slug = "nouvelle-adresse"
    here.structure.save()
    for host in HOSTS:
        address = urljoin(f"http://{host}/", visitor(host).get(former).url)
        assert address == f"http://{host}/missions-locales/nouvelle-adresse/"


def test_a_figure_is_of_the_territory(sites, here, there):
    workshops = factories.IndicatorFactory(code="ateliers")
    for structure, value in ((here.structure, 40), (there.structure, 700)):
        factories.ReportFactory(structure=structure, submitted=True)
        factories.ActivityRecordFactory(structure=structure, indicator=workshops, value=value)
    chosen = {"indicator": "ateliers", "modality": "", "network": None, "structure": None}
    of_there = chosen | {"network": there.network.pk}
    period = {"period": "fixed", "fixed_period": "2024-W15"}
    roots = {host: site.root_page for host, site in sites.items()}
    roots[NATIONAL] = roots[REGION].get_siblings().first()
    for root in roots.values():
        page = StandardPage(title="Chiffres", slug="chiffres")
        figures = page.body.stream_block.child_blocks["figures"]
        page.body.append(("figures", figures.to_python([chosen | period, of_there | period])))
        root.add_child(instance=page)
        page.save_revision().publish()
    published.refresh()
    shown = {host: visitor(host).get("/chiffres/").text for host in HOSTS}
    assert "740" in shown[NATIONAL]
    assert "700" in shown[NATIONAL]
    for host in (REGION, STRUCTURE):
        assert ">40<" in "".join(shown[host].split())
        assert "740" not in shown[host]
        assert "700" not in shown[host]
        assert "Ce chiffre n’est pas du territoire de ce site." in shown[host]
        assert "toute la France" not in shown[host]


ADDRESSES = {
    12: [
        "/",
        "/?lieu={place}",
        "/?lieu={elsewhere}",
        "/missions-locales/",
        "/missions-locales/?lieu={place}",
        "{structure}",
        "/offres/",
        "/offres/?lieu={place}&q=atelier",
        "{offer}",
        "/agenda/",
        "/dispositifs/",
        "/actualites/",
        "/plan-du-site/",
        "/offres/flux.atom",
        "/agenda/flux.ics",
    ],
    6: [
        "/api/v1/structures/",
        "/api/v1/sites/",
        "/api/v1/offers/",
        "/api/v1/sessions/",
        "/api/v1/partners/",
        "/api/v1/agreements/",
        "/api/v1/coverage/",
        "/api/v1/alerts/",
        "/sitemap-offres.xml",
    ],
}


@pytest.mark.parametrize("host", [REGION, STRUCTURE])
def test_a_territory_costs_no_more_queries_than_the_country(
    host, sites, here, there, union, publish
):
    client = visitor(host)
    publish(STRUCTURE, "Une nouvelle")
    known = {
        "place": here.commune.slug,
        "elsewhere": there.commune.slug,
        "structure": here.structure.get_absolute_url(),
        "offer": here.offer.get_absolute_url(),
    }

    def costs():
        counts = {}
        for budget, paths in ADDRESSES.items():
            for path in paths:
                client.get(path.format(**known))
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(path.format(**known)).status_code == 200, path
                counts[path] = len(queries)
                assert len(queries) <= budget, path
        return counts

    few = costs()
    for number in range(3):
        factories.OfferFactory.create_batch(3, structure=here.structure, commune=here.commune)
        region(f"Autre {number}", union, f"9{number}")
    cache.clear()
    assert costs() == few
