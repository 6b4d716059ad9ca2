"""A superuser opens a site in the admin: one form makes its host name, its pages and its looks."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page, Site

from catalogue.models import Role
from cms.initial_pages import SECTIONS
from cms.models import HomePage, SiteTerritory
from cms.opening import open_site
from tests import factories

from .conftest import NATIONAL, REGION, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("openings")]

ADD = reverse("site_territories:add")


@pytest.fixture
def admin(client):
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
    return client


def answers(holder, **others):
    """What the form sends."""
    keys = {"network": "", "structure": ""} | {holder._meta.model_name: holder.pk}
    return {"name": "Ma région", "hostname": REGION, "palette": "lilas", "logo": ""} | keys | others


class TestOpening:
    def test_one_form_makes_a_site_that_answers(self, admin, here):
        assert admin.get(ADD).status_code == 200
        assert admin.post(ADD, answers(here.network)).status_code == 302
        page = visitor(REGION).get("/").text
        assert 'data-palette="lilas"' in page
        assert "Ma région" in page

    def test_its_pages_are_those_that_a_new_installation_has(self, admin, here):
        admin.post(ADD, answers(here.network))
        home = Site.objects.get(hostname=REGION).root_page
        sections = {section["slug"] for section in SECTIONS}
        assert {page.slug for page in home.get_children().live()} == sections
        assert "À compléter" in visitor(REGION).get("/mentions-legales/").text

    def test_it_does_not_repeat_the_figures_of_the_country(self, admin, here):
        admin.post(ADD, answers(here.network))
        assert "1982" in visitor(NATIONAL).get("/").text
        assert "1982" not in visitor(REGION).get("/").text

    def test_its_name_and_colours_change_in_the_same_form(self, admin, here):
        admin.post(ADD, answers(here.network))
        tie = SiteTerritory.objects.get()
        changed = answers(here.network, name="Chez nous", hostname="autre.test", palette="soleil")
        edit = reverse("site_territories:edit", args=[tie.pk])
        assert 'value="Ma région"' in admin.get(edit).text
        assert admin.post(edit, changed).status_code == 302
        page = visitor("autre.test").get("/").text
        assert 'data-palette="soleil"' in page
        assert "Chez nous" in page
        assert Site.objects.count() == 2

    def test_its_logo_takes_the_place_of_the_door(self, admin, here, image):
        admin.post(ADD, answers(here.network, logo=image.pk))
        assert "<img" in visitor(REGION).get("/").text.split("</header>")[0]
        assert "<img" not in visitor(NATIONAL).get("/").text.split("</header>")[0]

    @pytest.mark.parametrize("steps", [("move", "close"), ("close", "move")])
    def test_a_logo_in_a_private_collection_leaves_its_place_to_the_door(
        self, steps, admin, here, image
    ):
        collection = Collection.get_first_root_node().add_child(name="Réservée")
        below = collection.add_child(name="Dedans")
        admin.post(ADD, answers(here.network, logo=image.pk))
        for step in steps:
            assert "<img" in visitor(REGION).get("/").text.split("</header>")[0]
            if step == "move":
                image.collection = below
                image.save()
            else:
                restriction = CollectionViewRestriction(restriction_type="login")
                collection.view_restrictions.add(restriction, bulk=False)
        assert "<img" not in visitor(REGION).get("/").text

    def test_so_does_one_whose_collection_goes_into_a_private_one(self, admin, here, image):
        private = Collection.get_first_root_node().add_child(name="Réservée")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        image.collection = Collection.get_first_root_node().add_child(name="Logos")
        image.save()
        admin.post(ADD, answers(here.network, logo=image.pk))
        assert "<img" in visitor(REGION).get("/").text.split("</header>")[0]
        edit = reverse("wagtailadmin_collections:edit", args=[image.collection.pk])
        admin.post(edit, {"name": "Logos", "parent": private.pk})
        assert "<img" not in visitor(REGION).get("/").text

    def test_closing_it_gives_its_host_back_to_the_national_site(self, admin, here, there):
        admin.post(ADD, answers(here.network))
        tie = SiteTerritory.objects.get()
        admin.post(reverse("site_territories:delete", args=[tie.pk]))
        assert Site.objects.count() == 1
        assert "Lunebourg" in visitor(REGION).get("/missions-locales/").text

    def test_the_pages_of_a_closed_site_are_nowhere(self, admin, here):
        admin.post(ADD, answers(here.network))
        home = Site.objects.get(hostname=REGION).root_page
        SiteTerritory.objects.get().delete()
        assert Page.objects.filter(pk=home.pk).exists()
        assert "Ma région" not in visitor(NATIONAL).get("/recherche/?q=région").text

    def test_its_pages_can_be_opened_again(self, here):
        for _time in range(2):
            open_site(SiteTerritory(network=here.network), REGION, "Ma région").delete()
        assert HomePage.objects.count() == 3


class TestRefusals:
    @pytest.mark.parametrize("hostname", [NATIONAL, "https://region.test", "région", "a/b", ""])
    def test_a_host_name_that_is_none_or_is_taken(self, hostname, admin, here):
        page = admin.post(ADD, answers(here.network, hostname=hostname))
        assert page.status_code == 200
        assert not SiteTerritory.objects.exists()

    def test_a_host_that_the_server_does_not_answer_for(self, admin, here, settings):
        settings.ALLOWED_HOSTS = ["testserver"]
        assert "ALLOWED_HOSTS" in admin.post(ADD, answers(here.network)).text

    def test_before_the_national_site_has_a_name_to_lead_to(self, admin, here):
        Site.objects.update(hostname="localhost")
        page = admin.post(ADD, answers(here.network, hostname="region.exemple.fr"))
        assert "s’appelle encore « localhost »" in page.text

    def test_both_a_network_and_a_structure_or_none(self, admin, here):
        both = answers(here.network, structure=here.structure.pk)
        for asked in (both, both | {"network": "", "structure": ""}):
            assert "Choisissez une structure ou un réseau" in admin.post(ADD, asked).text

    def test_a_palette_of_one_s_own(self, here):
        with pytest.raises(ValidationError):
            SiteTerritory(
                site=Site.objects.get(), network=here.network, palette="rose"
            ).full_clean()

    @pytest.mark.parametrize("role", Role)
    def test_for_whoever_is_no_superuser(self, role, client, here, union):
        is_local = role in {Role.ADVISER, Role.STRUCTURE_HEAD}
        place = {"structure": here.structure} if is_local else {"structure": None, "network": union}
        client.force_login(factories.MembershipFactory(role=role, **place).user)
        assert client.post(ADD, answers(here.network)).status_code in {302, 403}
        assert not SiteTerritory.objects.exists()
