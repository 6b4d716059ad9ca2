"""What is counted, how many young people there are, and the box of one's own account."""

import pytest
from django.urls import reverse

from activity.models import Indicator, YoungPopulation
from catalogue.models import Role
from tests import factories
from tests.catalogue.admin.tools import admin_url, submit, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client, member):
    def sign_in(role=Role.NETWORK_ADMIN, at="union"):
        user = member(role, at)
        client.force_login(user)
        return client, user

    return sign_in


OTHERS = [
    (Role.NETWORK_ADMIN, "region"),
    (Role.STRUCTURE_HEAD, "structure"),
    (Role.ADVISER, "structure"),
    (Role.DATA, "union"),
    (Role.COMMUNICATION, "union"),
]


# --- Indicators


def test_the_national_union_changes_a_definition(sign_in, workshops):
    client, _user = sign_in()
    submit(client, admin_url(workshops, "edit"), definition="Ce qui se fait à plusieurs.")
    workshops.refresh_from_db()
    assert workshops.definition == "Ce qui se fait à plusieurs."


def test_it_adds_an_indicator_and_the_grid_asks_for_it(sign_in, structure, adviser):
    client, _user = sign_in()
    submit(
        client,
        admin_url(Indicator, "add"),
        code="mobilites",
        name="Mobilités",
        definition="Permis et aides.",
        source="Le réseau.",
        unit="acts",
        group="acts",
        frequency="week",
        is_active="on",
    )
    client.force_login(adviser)
    page = client.get(reverse("activity:grid", args=[structure.pk, "2024-W15"]))
    assert "Mobilités" in text_of(page)


def test_persons_that_would_add_up_are_refused(sign_in, young_people):
    client, _user = sign_in()
    response = submit(client, admin_url(young_people, "edit"), is_additive="on")
    assert "ne s’additionnent pas" in text_of(response)
    young_people.refresh_from_db()
    assert not young_people.is_additive


def test_what_was_recorded_keeps_its_meaning(sign_in, workshops):
    factories.ActivityRecordFactory(indicator=workshops)
    client, _user = sign_in()
    response = submit(client, admin_url(workshops, "edit"), frequency="month")
    assert "créez un autre indicateur" in text_of(response)


@pytest.mark.parametrize(("role", "at"), OTHERS)
def test_others_read_definitions_and_change_none(role, at, sign_in, workshops):
    client, _user = sign_in(role, at)
    assert workshops.name in text_of(client.get(admin_url(Indicator, "list")))
    assert client.get(admin_url(workshops, "edit")).status_code == 302
    assert client.post(admin_url(workshops, "edit"), {"name": "x"}).status_code == 302
    assert client.post(admin_url(workshops, "delete")).status_code == 302
    workshops.refresh_from_db()
    assert workshops.name == "Ateliers"


# --- Populations


def test_a_network_says_how_many_young_people_there_are(sign_in, structure):
    client, _user = sign_in()
    submit(
        client,
        admin_url(YoungPopulation, "add"),
        structure=structure.pk,
        people="4200",
        year="2022",
        source="INSEE",
    )
    assert YoungPopulation.objects.get().people == 4200


def test_a_region_doesnt_reach_another_s(sign_in, here, there):
    own = factories.YoungPopulationFactory(structure=here.structure)
    other = factories.YoungPopulationFactory(structure=there.structure)
    client, _user = sign_in(at="region")
    page = text_of(client.get(admin_url(YoungPopulation, "list")))
    assert here.structure.name in page
    assert there.structure.name not in page
    assert client.get(admin_url(own, "edit")).status_code == 200
    assert client.get(admin_url(other, "edit")).status_code == 404


@pytest.mark.parametrize(("role", "at"), OTHERS[1:4])
def test_others_read_populations_and_change_none(role, at, sign_in, structure):
    population = factories.YoungPopulationFactory(structure=structure)
    client, _user = sign_in(role, at)
    assert structure.name in text_of(client.get(admin_url(YoungPopulation, "list")))
    assert client.get(admin_url(population, "edit")).status_code == 302
    assert client.post(admin_url(population, "delete")).status_code == 302
    assert YoungPopulation.objects.exists()


@pytest.mark.parametrize("model", [Indicator, YoungPopulation])
def test_lists_are_exported(model, sign_in, structure):
    factories.YoungPopulationFactory(structure=structure)
    client, _user = sign_in()
    response = client.get(admin_url(model, "list"), {"export": "csv"})
    lines = b"".join(response).decode("utf-8-sig").splitlines()
    assert len(lines) == model.objects.count() + 1


# --- One's own account


def test_who_coordinates_chooses_whether_to_be_told_on_monday(sign_in):
    client, user = sign_in(at="region")
    page = client.get(reverse("wagtailadmin_account"))
    assert "recevoir chaque lundi" in text_of(page).lower()
    form = {
        field.html_name: field.value() or ""
        for panels in page.context["panels_by_tab"].values()
        for panel in panels
        for field in panel.get_form()
    }
    form.pop("activity-digest-wants_digest")
    form = {name: value for name, value in form.items() if value is not False}
    client.post(reverse("wagtailadmin_account"), form)
    user.refresh_from_db()
    assert not user.wants_digest


def test_others_have_no_such_box(sign_in):
    client, _user = sign_in(Role.ADVISER, "structure")
    page = text_of(client.get(reverse("wagtailadmin_account")))
    assert "recevoir chaque lundi" not in page.lower()
