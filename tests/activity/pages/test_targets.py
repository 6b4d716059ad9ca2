"""The targets of a year: where structures are, and setting them."""

import csv
from io import StringIO

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.models import Target
from catalogue.models import Role
from tests import factories
from tests.catalogue.admin.tools import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("activity.targets")]

OVERVIEW = reverse("activity:targets")
OWN, REGION, ALL, NONE = "own", "region", "all", "none"
# role, where it is given, whose targets it reads, whose it sets
TABLE = [
    (Role.ADVISER, "structure", OWN, NONE),
    (Role.STRUCTURE_HEAD, "structure", OWN, OWN),
    (Role.DATA, "structure", OWN, NONE),
    (Role.DATA, "region", REGION, NONE),
    (Role.DATA, "union", ALL, NONE),
    (Role.NETWORK_ADMIN, "region", REGION, REGION),
    (Role.NETWORK_ADMIN, "union", ALL, ALL),
    (Role.COMMUNICATION, "region", NONE, NONE),
    (Role.COMMUNICATION, "union", NONE, NONE),
]


def reach(here, there, how_far):
    return {
        OWN: {here.structure},
        REGION: {*here.structures},
        ALL: {*here.structures, *there.structures},
        NONE: set(),
    }[how_far]


def url(structure, **query):
    return reverse("activity:target", args=[structure.pk], query=query)


@pytest.fixture
def sign_in(client, member):
    def sign_in(role=Role.STRUCTURE_HEAD, at="structure"):
        client.force_login(member(role, at))
        return client

    return sign_in


@pytest.fixture
def aimed(here, there, workshops):
    """A target of 100 workshops in each structure of both regions, of which ten are done."""
    for structure in (*here.structures, *there.structures):
        factories.TargetFactory(structure=structure, indicator=workshops, value=100)
        factories.ActivityRecordFactory(structure=structure, indicator=workshops, value=10)


# --- Who may


@pytest.mark.parametrize("file_format", ["json", "csv", "xlsx"])
@pytest.mark.parametrize(("role", "at", "reads", "sets"), TABLE)
def test_each_reads_where_their_role_does(
    role, at, reads, sets, file_format, sign_in, aimed, here, there
):
    response = sign_in(role, at).get(OVERVIEW, {"format": file_format})
    expected = reach(here, there, reads)
    assert response.status_code == (200 if expected else 403)
    if expected and file_format == "json":
        found = {row["structure"] for row in response.json()["results"]}
        assert found == {one.imilo_code for one in expected}
    elif expected and file_format == "csv":
        found = {row["structure"] for row in lines_of(response)}
        assert found == {one.imilo_code for one in expected}


@pytest.mark.parametrize(("role", "at", "reads", "sets"), TABLE)
def test_each_sets_where_their_role_does(role, at, reads, sets, sign_in, workshops, here, there):
    client = sign_in(role, at)
    everybody = reach(here, there, ALL)
    for structure in everybody:
        status = client.get(url(structure, format="json")).status_code
        readable = structure in reach(here, there, reads)
        assert status == (200 if readable else 403 if reads == NONE else 404)
        client.post(url(structure), {"value:ateliers": "50"})
    found = {target.structure for target in Target.objects.select_related("structure")}
    assert found == reach(here, there, sets)


def lines_of(response):
    content = b"".join(response) if response.streaming else response.content
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_who_isnt_signed_in_learns_nothing(client, aimed, structure):
    assert client.get(OVERVIEW).status_code == 302
    assert client.get(url(structure)).status_code == 302


def test_who_only_reads_has_no_form(sign_in, aimed, structure):
    page = sign_in(Role.ADVISER).get(url(structure))
    assert "Fixer les objectifs" not in text_of(page)


# --- One structure


def test_progress_is_told_in_words_beside_its_bar(sign_in, aimed, structure):
    page = sign_in().get(url(structure))
    text = text_of(page)
    assert "10 sur 100 (10 %)" in text
    assert "En dessous du rythme attendu" in text
    assert "Attendu à ce jour\xa0: 29 (29 % de l’année)" in text
    assert "Semaines envoyées\xa0: 0 sur 15." in text
    (bar,) = BeautifulSoup(page.content, "html.parser").find_all("progress")
    assert (bar["value"], bar["max"], bar["aria-label"]) == ("10", "100", "Ateliers")


def test_persons_say_that_they_are_an_average(sign_in, structure, young_people):
    factories.TargetFactory(structure=structure, indicator=young_people, value=40)
    factories.ActivityRecordFactory(structure=structure, indicator=young_people, value=41)
    text = text_of(sign_in().get(url(structure)))
    assert "41 sur 40" in text
    assert "des personnes ne s’additionnent pas" in text
    assert "Objectif atteint" in text


def test_nothing_set_says_what_to_do(sign_in, structure, workshops):
    assert "Fixez-en un ci-dessous" in text_of(sign_in().get(url(structure)))
    assert "peut en fixer" in text_of(sign_in(Role.ADVISER).get(url(structure)))


def test_years_lead_to_those_beside(sign_in, structure):
    page = sign_in().get(url(structure, periode=2023)).text
    assert "?periode=2022" in page
    assert "?periode=2024" in page
    assert "?periode=1981" not in sign_in().get(url(structure, periode=1982)).text


def test_whoever_has_one_structure_goes_straight_to_it(sign_in, structure):
    response = sign_in().get(OVERVIEW)
    assert response.status_code == 302
    assert response.url == url(structure, periode=2024)


# --- Setting


def test_targets_are_set_by_a_form(sign_in, structure, workshops, interviews):
    client = sign_in()
    response = client.post(
        url(structure, periode=2025),
        {"value:ateliers": "1 200", "value:entretiens": ""},
        follow=True,
    )
    assert "Objectifs enregistrés." in text_of(response)
    target = Target.objects.get()
    assert (target.indicator, target.year, target.value) == (workshops, 2025, 1200)
    assert "Objectif fixé le 19\xa0avril 2024 par" in text_of(response)


def test_an_emptied_target_is_taken_away(sign_in, aimed, structure):
    sign_in().post(url(structure), {"value:ateliers": "", "seen:ateliers": "100"})
    assert not structure.targets.exists()


def test_a_target_that_changes_says_who_changed_it_and_when(sign_in, aimed, structure):
    Target.objects.update(updated_by=factories.UserFactory(), is_demonstration=True)
    client = sign_in()
    with time_machine.travel("2024-04-22T09:00:00+02:00", tick=False):
        response = client.post(
            url(structure), {"value:ateliers": "90", "seen:ateliers": "100"}, follow=True
        )
    target = structure.targets.get()
    assert (target.value, target.is_demonstration) == (90, False)
    assert str(target.updated_by) == str(response.wsgi_request.user)
    assert "Objectif fixé le 22\xa0avril 2024 par" in text_of(response)


@pytest.mark.parametrize("seen", ["100", "80", ""])
def test_a_target_sent_again_keeps_who_set_it_and_when(sign_in, aimed, structure, seen):
    """Whatever one saw on the page: two people who agree have no conflict."""
    Target.objects.update(updated_by=factories.UserFactory(), is_demonstration=True)
    before = list(Target.objects.order_by("pk").values())
    client = sign_in()
    with time_machine.travel("2024-04-22T09:00:00+02:00", tick=False):
        response = client.post(
            url(structure), {"value:ateliers": "100", "seen:ateliers": seen}, follow=True
        )
    assert "Objectifs enregistrés." in text_of(response)
    assert list(Target.objects.order_by("pk").values()) == before


def test_the_same_request_twice_sets_a_target_once(sign_in, structure, workshops):
    """A program doesn't know whether its first request arrived."""
    client = sign_in()
    for day in ("19", "22"):
        with time_machine.travel(f"2024-04-{day}T15:00:00+02:00", tick=False):
            response = client.post(
                url(structure, format="json"),
                {"value:ateliers": 900},
                content_type="application/json",
            )
        assert response.status_code == 200
    target = Target.objects.get()
    assert (target.value, f"{target.updated_at:%Y-%m-%d}") == (900, "2024-04-19")


def test_an_emptied_target_sent_again_stays_away(sign_in, aimed, structure):
    client = sign_in()
    for _time in range(2):
        response = client.post(
            url(structure), {"value:ateliers": "", "seen:ateliers": "100"}, follow=True
        )
        assert "Objectifs enregistrés." in text_of(response)
    assert not structure.targets.exists()


def test_what_is_sent_again_keeps_no_other_target_from_being_set(
    sign_in, aimed, structure, interviews
):
    before = structure.targets.get()
    sign_in().post(
        url(structure), {"value:ateliers": "100", "seen:ateliers": "", "value:entretiens": "9"}
    )
    assert set(structure.targets.values_list("value", flat=True)) == {100, 9}
    assert structure.targets.get(pk=before.pk).updated_by is None


@pytest.mark.parametrize(
    ("value", "words"),
    [("0", "au moins 1"), ("-5", "va de 0"), ("beaucoup", "nombre entier"), ("9" * 30, "va de 0")],
)
def test_what_is_no_target_is_told_and_nothing_is_written(
    value, words, sign_in, structure, workshops, interviews
):
    response = sign_in().post(url(structure), {"value:ateliers": value, "value:entretiens": "9"})
    assert words in text_of(response)
    assert "Rien n’est enregistré" in text_of(response)
    assert not Target.objects.exists()


def test_two_people_dont_lose_each_other_s_targets(sign_in, aimed, structure):
    client = sign_in()
    asked = {"value:ateliers": "90", "seen:ateliers": "80"}
    response = client.post(url(structure), asked)
    assert "Quelqu’un vient de mettre 100." in text_of(response)
    form = BeautifulSoup(response.content, "html.parser")
    fields = {field["name"]: field["value"] for field in form.find_all("input", value=True)}
    assert (fields["value:ateliers"], fields["seen:ateliers"]) == ("90", "100")
    assert structure.targets.get().value == 100


def test_a_target_that_somebody_took_away_comes_back_only_if_one_insists(
    sign_in, structure, workshops
):
    client = sign_in()
    response = client.post(url(structure), {"value:ateliers": "90", "seen:ateliers": "100"})
    assert "Quelqu’un vient d’enlever cet objectif." in text_of(response)
    assert not Target.objects.exists()
    form = response.context["form"]
    client.post(url(structure), {name: form[name].value() or "" for name in form.fields})
    assert Target.objects.get().value == 90


def test_an_indicator_that_isnt_asked_any_more_keeps_its_target(sign_in, aimed, structure):
    structure.targets.get().indicator.__class__.objects.update(is_active=False)
    page = sign_in().get(url(structure))
    assert "value:ateliers" in page.text
    assert "value:entretiens" not in page.text


def test_a_program_sets_one_without_touching_the_others(sign_in, aimed, structure, interviews):
    response = sign_in().post(
        url(structure, format="json"), {"value:entretiens": 900}, content_type="application/json"
    )
    assert response.status_code == 200
    assert set(structure.targets.values_list("value", flat=True)) == {100, 900}


@pytest.mark.parametrize("sent", ["[]", "5", '"x"', '{"value:ateliers": [1]}', "{"])
def test_nonsense_is_refused(sent, sign_in, structure, workshops):
    response = sign_in().post(url(structure, format="json"), sent, content_type="application/json")
    assert response.status_code == 400
    assert not Target.objects.exists()


# --- Several structures


def test_a_network_sees_its_targets_together(sign_in, aimed, here, there):
    text = text_of(sign_in(Role.NETWORK_ADMIN, "region").get(OVERVIEW))
    assert "20 sur 200 (10 %)" in text
    assert "2 structures sur 2 ont un objectif" in text
    assert "En dessous du rythme\xa0: 2." in text
    assert here.structures[1].name in text
    assert there.structure.name not in text


def test_a_network_never_adds_up_persons(sign_in, here, young_people):
    for structure in here.structures:
        factories.TargetFactory(structure=structure, indicator=young_people, value=40)
        factories.ActivityRecordFactory(structure=structure, indicator=young_people, value=30)
    page = sign_in(Role.NETWORK_ADMIN, "region").get(OVERVIEW)
    assert "les structures ne s’additionnent pas" in text_of(page)
    assert "<progress" not in page.text


def test_a_year_without_targets_says_so(sign_in, here):
    page = text_of(sign_in(Role.NETWORK_ADMIN, "region").get(OVERVIEW))
    assert "Aucun objectif n’est fixé pour 2024" in page


def test_a_file_holds_every_target(sign_in, aimed, here, workshops):
    more = factories.StructureFactory.create_batch(40, network=here.network)
    for structure in more:
        factories.TargetFactory(structure=structure, indicator=workshops)
    client = sign_in(Role.NETWORK_ADMIN, "region")
    assert "Page 1 sur 2" in text_of(client.get(OVERVIEW))
    lines = lines_of(client.get(OVERVIEW, {"format": "csv"}))
    assert len(lines) == 42
    (line,) = [line for line in lines if line["structure"] == here.structure.imilo_code]
    assert (line["target"], line["figure"], line["expected"]) == ("100", "10", "29")
    assert (line["share"], line["pace"], line["weeks"]) == ("0,1", "behind", "15")


@pytest.mark.parametrize("value", ["x", "2024-W15", "1", "\0", "9" * 400])
def test_what_is_no_year_is_told(value, sign_in, here):
    client = sign_in(Role.NETWORK_ADMIN, "region")
    page = client.get(OVERVIEW, {"periode": value})
    assert page.status_code == 200
    assert "error-message" in page.text
    assert client.get(OVERVIEW, {"periode": value, "format": "json"}).status_code == 400


@pytest.mark.parametrize("value", ["\0", "9" * 400, "' OR 1=1 --", "é" * 5_000])
def test_any_parameter_is_answered(value, sign_in, here):
    client = sign_in(Role.NETWORK_ADMIN, "region")
    for name in ("q", "reseau", "structure", "page", "periode"):
        for address in (OVERVIEW, url(here.structure)):
            assert client.get(address, {name: value}).status_code == 200


def test_it_costs_as_many_queries_for_many_structures(sign_in, here, indicators):
    client = sign_in(Role.NETWORK_ADMIN, "region")

    def cost(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def fill(count):
        for structure in factories.StructureFactory.create_batch(count, network=here.network):
            for indicator in indicators:
                factories.TargetFactory(structure=structure, indicator=indicator)
                factories.ActivityRecordFactory(structure=structure, indicator=indicator)

    addresses = [OVERVIEW, url(here.structure)]
    fill(2)
    small = [cost(address) for address in addresses]
    fill(28)
    assert [cost(address) for address in addresses] == small
    assert max(small) <= 30
