"""The late list, and the reminders that leave from it."""

import csv
import json
from io import BytesIO, StringIO
from itertools import product

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from activity.models import Reminder
from activity.periods import Week
from catalogue.models import Role
from tests import factories
from tests.activity.conftest import WEEK
from tests.activity.test_permissions import TABLE, reach
from tests.catalogue.admin.tools import text_of

pytestmark = pytest.mark.django_db

LATE, REMIND = reverse("activity:late"), reverse("activity:remind")
ONE_WEEK = {"periode": WEEK.code}


@pytest.fixture
def sign_in(client, member):
    def sign_in(role=Role.NETWORK_ADMIN, at="region"):
        client.force_login(member(role, at))
        return client

    return sign_in


def boxes(response):
    """{structure's name: its checkbox} of the page that asks for a confirmation."""
    page = BeautifulSoup(response.content, "html.parser")
    return {
        page.find("label", attrs={"for": box["id"]}).text: box
        for box in page.find_all("input", {"name": "structures"})
    }


def confirm(client, parameters=ONE_WEEK):
    """Opens the page, and presses its button."""
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    page = client.get(f"{REMIND}?{query}")
    ticked = [box["value"] for box in boxes(page).values() if box.has_attr("checked")]
    return client.post(f"{REMIND}?{query}", {"structures": ticked}, follow=True)


def codes(response):
    return {row["structure"] for row in response.json()["results"]}


# --- Who may


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", [LATE, REMIND])
@pytest.mark.parametrize(("role", "at", "allowed"), TABLE)
def test_each_role_comes_in_or_not(role, at, allowed, address, method, sign_in, here, there):
    client = sign_in(role, at)
    response = getattr(client, method)(address, {}, headers={"accept": "application/json"})
    if "remind" not in allowed:
        assert response.status_code in {403, 405}
    elif address == LATE and method == "post":
        assert response.status_code == 405
    else:
        assert response.status_code == 200


@pytest.mark.parametrize("file_format", ["json", "csv", "xlsx"])
@pytest.mark.parametrize(("role", "at", "allowed"), TABLE)
def test_each_sees_where_they_remind(role, at, allowed, file_format, sign_in, here, there):
    response = sign_in(role, at).get(LATE, {"format": file_format})
    if "remind" not in allowed:
        assert response.status_code == 403
        return
    expected = {one.imilo_code for one in reach(here, there)[allowed["remind"]]}
    assert {row["structure"] for row in rows_of(response)} == expected


def rows_of(response):
    kind = response["Content-Type"].split(";")[0]
    if kind == "application/json":
        return response.json()["results"]
    content = b"".join(response) if response.streaming else response.content
    if kind == "text/csv":
        return list(csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    headers, *lines = load_workbook(BytesIO(content)).active.values
    return [dict(zip(headers, line, strict=True)) for line in lines]


def test_naming_another_region_opens_nothing(sign_in, here, there):
    client = sign_in()
    for narrow in ({"structure": there.structure.imilo_code}, {"reseau": there.network.code}):
        assert codes(client.get(LATE, narrow | {"format": "json"})) == set()
    factories.MembershipFactory(role=Role.ADVISER, structure=there.structure)
    client.post(REMIND, {"structures": [f"{there.structure.pk}:"]})
    assert not Reminder.objects.exists()


def test_who_isnt_signed_in_learns_nothing(client, here):
    assert client.get(LATE).status_code == 302
    assert client.get(LATE, {"format": "csv"}).status_code == 302


def test_the_menu_shows_it_to_those_who_remind(sign_in):
    assert LATE in sign_in().get(reverse("wagtailadmin_home")).text
    assert (
        LATE not in sign_in(Role.STRUCTURE_HEAD, "structure").get(reverse("wagtailadmin_home")).text
    )


# --- The list


def test_it_says_since_when_and_how_far_they_are(sign_in, here):
    begun, nothing = here.structures
    factories.ReportFactory(structure=begun, starts_on=WEEK.starts_on)
    factories.ReportFactory(structure=begun, starts_on=Week(2024, 14).starts_on, submitted=True)
    page = text_of(sign_in().get(LATE, {"periode": "2024-W14..2024-W15"}))
    assert "2 structures n’ont pas tout envoyé." in page
    assert "Votre réseau en compte 2." in page
    assert "Semaine 15, du 8\xa0avril 2024 au 14\xa0avril 2024 semaine 15 commencée" in page
    assert "2 semaines, depuis la semaine 14" in page
    assert "aucun encore" in page
    assert page.index(begun.name) < page.index(nothing.name)


def test_it_leads_to_the_grids(sign_in, structure):
    page = sign_in().get(LATE, ONE_WEEK)
    assert reverse("activity:grid", args=[structure.pk, WEEK.code]) in page.text


def test_everybody_has_reported(sign_in, here):
    for structure in here.structures:
        factories.ReportFactory(structure=structure, submitted=True)
    page = text_of(sign_in().get(LATE, ONE_WEEK))
    assert "Tout le monde a renseigné\xa0: semaine 15, du 8\xa0avril 2024" in page
    assert "n’ont pas tout envoyé" not in page


def test_a_week_that_isnt_over_is_not_expected(sign_in, here):
    page = text_of(sign_in().get(LATE, {"periode": "2024-W16"}))
    assert "Rien n’est encore attendu" in page


def test_a_network_without_structures_is_told_so(client):
    network = factories.NetworkFactory()
    member = factories.MembershipFactory(role=Role.NETWORK_ADMIN, structure=None, network=network)
    client.force_login(member.user)
    assert "Aucune structure n’est confiée" in text_of(client.get(LATE))


def test_months_have_their_own_list(sign_in, here):
    for structure in here.structures:
        factories.ReportFactory(structure=structure, submitted=True)
    page = text_of(sign_in().get(LATE, {"frequence": "month", "periode": "2024-03"}))
    assert "Mars 2024" in page
    assert here.structure.name in page


@pytest.mark.parametrize(("etat", "found"), [("rien", {0, 2}), ("commencee", {1}), ("", {0, 1, 2})])
def test_it_is_narrowed_by_what_was_done(etat, found, sign_in, here):
    structures = [*here.structures, factories.StructureFactory(network=here.network)]
    factories.ReportFactory(structure=structures[1])
    asked = sign_in().get(LATE, ONE_WEEK | {"etat": etat, "format": "json"})
    assert codes(asked) == {structures[rank].imilo_code for rank in found}


def test_it_is_searched_by_name(sign_in, here):
    wanted = factories.StructureFactory(network=here.network, name="Mission Locale du Pont")
    asked = sign_in().get(LATE, {"q": "du pont", "format": "json"})
    assert codes(asked) == {wanted.imilo_code}
    assert "ne correspond à votre recherche" in text_of(sign_in().get(LATE, {"q": "zzz"}))


def test_the_country_is_narrowed_to_a_region(sign_in, here, there):
    client = sign_in(at="union")
    assert there.network.name in text_of(client.get(LATE))
    asked = client.get(LATE, {"reseau": there.network.code, "format": "json"})
    assert codes(asked) == {one.imilo_code for one in there.structures}


def test_long_lists_have_pages_and_files_have_all(sign_in, here):
    factories.StructureFactory.create_batch(40, network=here.network)
    client = sign_in()
    page = client.get(LATE, {"page": 2})
    assert "Page 2 sur 2" in text_of(page)
    assert len(codes(client.get(LATE, {"page": 2, "format": "json"}))) == 12
    assert len(rows_of(client.get(LATE, {"format": "csv"}))) == 42


def test_a_file_says_what_the_page_says(sign_in, here, adviser):
    reminder = factories.ReminderFactory(structure=here.structure)
    factories.ReportFactory(structure=here.structure)
    row = next(
        row
        for row in rows_of(sign_in().get(LATE, {"periode": "2024-W14..2024-W15", "format": "csv"}))
        if row["structure"] == here.structure.imilo_code
    )
    assert (row["late"], row["missing"], row["open"]) == ("2", "2024-W14", "2024-W15")
    assert row["reminded_by"] == str(reminder.made_by)
    assert row["reminded_people"] == "2"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"periode": "hier"}, "Écrivez une semaine"),
        ({"periode": "1982-W01..2024-W15"}, "un an au plus"),
    ],
)
def test_what_is_wrong_is_said(parameters, words, sign_in, here):
    client = sign_in()
    assert words in text_of(client.get(LATE, parameters))
    for file_format in ("json", "csv", "xlsx"):
        response = client.get(LATE, parameters | {"format": file_format})
        assert response.status_code == 400
        assert words in json.loads(response.content)["periode"][0]


@pytest.mark.parametrize(
    "name", ["periode", "frequence", "etat", "q", "reseau", "structure", "page"]
)
def test_any_parameter_is_answered(name, sign_in, here):
    client = sign_in()
    values = ["\0", "9" * 400, "' OR 1=1 --", "-1", "é" * 5_000]
    for address, value in product((LATE, REMIND), values):
        assert client.get(address, {name: value}).status_code in {200, 302}
        response = client.get(address, {name: value, "format": "json"})
        assert response.status_code in {200, 400}


# --- Reminding


def test_one_click_then_a_confirmation_send_a_reminder(sign_in, structure, adviser, mailoutbox):
    client = sign_in()
    page = client.get(LATE, ONE_WEEK)
    link = f"{REMIND}?periode={WEEK.code}&amp;structure={structure.imilo_code}"
    assert link in page.text
    asked = client.get(REMIND, ONE_WEEK | {"structure": structure.imilo_code})
    assert "Relancer cette structure\xa0?" in text_of(asked)
    assert str(adviser) in text_of(asked)
    assert "Chiffres d’activité, semaine 15" in text_of(asked)
    assert mailoutbox == []
    response = confirm(client, ONE_WEEK | {"structure": structure.imilo_code})
    assert "Rappel envoyé à 1 structure (1 personne)." in text_of(response)
    assert len(mailoutbox) == 1
    assert response.request["PATH_INFO"] == LATE
    assert "Rappel envoyé aujourd’hui par" in text_of(response)


def test_all_those_late_are_reminded_at_once(sign_in, here, mailoutbox):
    done, *late = [*here.structures, factories.StructureFactory(network=here.network)]
    for structure in (done, *late):
        factories.MembershipFactory(role=Role.STRUCTURE_HEAD, structure=structure)
    factories.ReportFactory(structure=done, submitted=True)
    response = confirm(sign_in())
    assert "Rappel envoyé à 2 structures (2 personnes)." in text_of(response)
    assert {reminder.structure for reminder in Reminder.objects.all()} == set(late)
    assert len(mailoutbox) == 2


def test_who_was_reminded_yesterday_is_not_ticked_and_it_is_said(sign_in, here, adviser):
    reminder = factories.ReminderFactory(structure=here.structure)
    Reminder.objects.filter(pk=reminder.pk).update(made_at="2024-04-18T10:00:00+02:00")
    page = sign_in().get(REMIND, ONE_WEEK)
    assert not boxes(page)[here.structure.name].has_attr("checked")
    assert f"Rappel envoyé hier par {reminder.made_by} à 2 personnes" in text_of(page)
    assert "cochez pour recommencer" in text_of(page)


def test_who_was_reminded_since_the_page_was_made_is_left_alone(
    sign_in, structure, adviser, mailoutbox
):
    client = sign_in()
    box = boxes(client.get(REMIND, ONE_WEEK))[structure.name]["value"]
    for _click in range(2):
        response = client.post(REMIND, {"structures": [box]}, follow=True)
    assert f"laissées tranquilles\xa0: {structure.name}." in text_of(response)
    assert len(mailoutbox) == 1


def test_nobody_to_write_to_is_said(sign_in, structure):
    client = sign_in()
    assert "Personne à qui écrire" in text_of(client.get(LATE, ONE_WEEK))
    page = client.get(REMIND, ONE_WEEK | {"structure": structure.imilo_code})
    assert "Il n’y a personne à qui écrire" in text_of(page)
    assert boxes(page) == {}
    response = client.post(REMIND, {"structures": [f"{structure.pk}:"]}, follow=True)
    assert f"Personne à qui écrire\xa0: {structure.name}." in text_of(response)


def test_one_without_anybody_doesnt_keep_the_others_from_being_reminded(
    sign_in, here, adviser, mailoutbox
):
    client = sign_in()
    page = client.get(REMIND, ONE_WEEK)
    assert list(boxes(page)) == [here.structure.name]
    assert f"1 autre structure, où il n’y a personne à qui écrire {here.structures[1].name}" in (
        text_of(page)
    )
    assert "Rappel envoyé à 1 structure" in text_of(confirm(client))


def test_nothing_late_leaves_nothing_to_confirm(sign_in, here):
    for structure in here.structures:
        factories.ReportFactory(structure=structure, submitted=True)
    response = sign_in().get(REMIND, ONE_WEEK, follow=True)
    assert "Tout le monde a renseigné" in text_of(response)


def test_a_page_that_ticks_nothing_sends_nothing(sign_in, here, adviser, mailoutbox):
    response = sign_in().post(REMIND, {}, follow=True)
    assert "Aucun rappel envoyé" in text_of(response)
    assert mailoutbox == []


def test_a_program_reminds_too(sign_in, structure, adviser, mailoutbox):
    client = sign_in()
    found = client.get(REMIND, ONE_WEEK | {"format": "json"}).json()["results"]
    key = next(row["key"] for row in found if row["structure"] == structure.imilo_code)
    response = client.post(
        f"{REMIND}?format=json&periode={WEEK.code}",
        {"structures": [key]},
        content_type="application/json",
    )
    assert response.json()["reminded"] == [structure.imilo_code]
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    "sent", [[], {}, "x", {"structures": 5}, {"structures": ["x"]}, {"structures": [{}]},
             {"structures": ["9999999999:"]}, {"structures": [None]}]
)  # fmt: skip
def test_nonsense_is_refused(sent, sign_in, here):
    response = sign_in().post(f"{REMIND}?format=json", sent, content_type="application/json")
    assert response.status_code == 400


def test_it_costs_as_many_queries_for_many_structures(sign_in, here):
    client = sign_in()

    def cost(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, ONE_WEEK).status_code == 200
        return len(captured)

    def fill(count):
        for structure in factories.StructureFactory.create_batch(count, network=here.network):
            factories.ReportFactory(structure=structure)
            factories.ReminderFactory(structure=structure)
            factories.MembershipFactory(structure=structure)

    fill(2)
    small = [cost(address) for address in (LATE, REMIND)]
    fill(28)
    assert [cost(address) for address in (LATE, REMIND)] == small
    assert max(small) <= 25
