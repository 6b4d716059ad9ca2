"""The files of the dashboard: exactly what the page shows, to each of those who may read it."""

import pytest

from activity.models import ActivityRecord, Report
from catalogue.models import Role
from tests.activity.test_api import FORMATS, rows_of
from tests.activity.test_permissions import TABLE, reach
from tests.catalogue.admin.tools import text_of

pytestmark = pytest.mark.django_db

DASHBOARD = "/gestion/activite/"
WORKSHOPS = "/gestion/activite/indicateurs/ateliers/"
PAGES = [DASHBOARD, WORKSHOPS]
WEEK = {"periode": "2024-W15"}


@pytest.fixture
def get(client):
    def get(path, status=200, **parameters):
        response = client.get(path, WEEK | parameters)
        assert response.status_code == status, response
        return response

    return get


@pytest.mark.parametrize(("role", "at", "allowed"), TABLE)
def test_the_pages_show_the_structures_of_a_role(
    role, at, allowed, client, member, get, figures, here, there
):
    client.force_login(member(role, at))
    if "view" not in allowed:
        for path in PAGES:
            get(path, 302)
        return
    expected = reach(here, there)[allowed["view"]]
    for path in PAGES:
        page = text_of(get(path))
        for structure in ActivityRecord.objects.values_list("structure__name", flat=True):
            is_named = len(expected) > 1 and structure in {one.name for one in expected}
            assert (structure in page) == is_named
        count = len(expected)
        words = "1 structure sur 1 a" if count == 1 else f"{count} structures sur {count} ont"
        assert f"{words} renseigné" in page


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("role", "at", "allowed"), TABLE)
def test_the_files_hold_the_total_of_a_role(
    role, at, allowed, path, file_format, client, member, get, figures, here, there
):
    client.force_login(member(role, at))
    if "view" not in allowed:
        get(path, 403, format=file_format)
        return
    expected = reach(here, there)[allowed["view"]]
    rows = rows_of(get(path, format=file_format))
    (total,) = [row for row in rows if row["indicator"] == "ateliers" and not row["by"]]
    values = {structure.pk: 10 for structure in here.structures}
    assert int(total["value"]) == sum(values.get(structure.pk, 100) for structure in expected)
    compared = {row["group"] for row in rows if row["by"] == "structure"}
    is_compared = path == WORKSHOPS and len(expected) > 1
    assert compared == ({one.imilo_code for one in expected} if is_compared else set())


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("role", "at"), [(Role.ADVISER, "structure"), (Role.NETWORK_ADMIN, "region")]
)
def test_the_structures_and_networks_of_others_do_not_exist(
    role, at, path, client, member, get, figures, there
):
    client.force_login(member(role, at))
    for narrow in ({"structure": there.structure.imilo_code}, {"reseau": there.network.code}):
        assert get(path, **narrow).context["dashboard"] is None
        assert set(get(path, 400, format="json", **narrow).json()) == set(narrow)


@pytest.mark.parametrize("file_format", ["html", *FORMATS])
@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_signed_in_is_asked_to(path, file_format, get, figures):
    parameters = {} if file_format == "html" else {"format": file_format}
    assert "/login/" in get(path, 302, **parameters).url


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("path", PAGES)
def test_a_file_has_the_rows_of_the_page_in_their_order(
    path, file_format, client, member, get, figures
):
    client.force_login(member(Role.NETWORK_ADMIN, "union"))
    tables = get(path).context["dashboard"].tables
    shown = [
        (by or "", row["group"] or "", row["indicator"], row["value"])
        for by, rows in tables.items()
        for row in rows
    ]
    found = [
        (row["by"] or "", row["group"] or "", row["indicator"], number(row["value"]))
        for row in rows_of(get(path, format=file_format))
    ]
    assert found == shown
    for by in tables:
        if by and tables[by]:
            rows = rows_of(get(path, format=file_format, par=by))
            assert {row["by"] for row in rows} == {by}
            assert len(rows) == len(tables[by])


def number(value):
    return None if value in {None, ""} else int(value)


@pytest.mark.parametrize("file_format", FORMATS)
def test_demonstration_figures_are_marked_in_files(file_format, client, member, get, figures):
    client.force_login(member(Role.NETWORK_ADMIN, "union"))
    Report.objects.update(is_demonstration=True)
    rows = rows_of(get(WORKSHOPS, format=file_format))
    assert {str(row["is_demonstration"]) for row in rows} <= {"True", "oui"}


def test_a_breakdown_that_the_page_does_not_show_is_empty(client, member, get, figures):
    client.force_login(member(Role.NETWORK_ADMIN, "union"))
    assert rows_of(get(DASHBOARD, format="json", par="lieu")) == []


def test_a_file_is_narrowed_as_the_page_is(client, member, get, figures, here):
    client.force_login(member(Role.NETWORK_ADMIN, "union"))
    narrow = {"structure": here.structure.imilo_code}
    assert "10 Définitif" in text_of(get(WORKSHOPS, **narrow))
    (total,) = [row for row in get(WORKSHOPS, format="json", **narrow).json()["results"]
                if not row["by"]]  # fmt: skip
    assert total["value"] == 10


def test_the_facts_for_programs_say_what_they_are_of(client, member, get, figures, here):
    client.force_login(member(Role.NETWORK_ADMIN, "region"))
    answer = get(DASHBOARD, format="json").json()
    assert (answer["period"], answer["is_demonstration"]) == ("2024-W15", False)
    assert set(answer["structures"]) == {one.imilo_code for one in here.structures}
