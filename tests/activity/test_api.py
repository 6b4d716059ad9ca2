"""The API of activity: every endpoint, for every role, with two regions."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from catalogue.models import Role
from tests import factories
from tests.activity.test_permissions import TABLE, reach

pytestmark = pytest.mark.django_db

ENDPOINTS = ["records", "summary", "coverage"]
FORMATS = ["json", "csv", "xlsx"]


@pytest.fixture
def get(client):
    def get(endpoint, status=200, **parameters):
        parameters = {"periode": "2024-W15", "indicateur": "ateliers"} | parameters
        if endpoint == "coverage":
            parameters.pop("indicateur")
        response = client.get(f"/api/v1/activity/{endpoint}/", parameters)
        assert response.status_code == status, response.content
        return response

    return get


@pytest.fixture
def signed_in(client, member):
    def sign_in(role=Role.NETWORK_ADMIN, at="union"):
        client.force_login(member(role, at))

    return sign_in


def content(response):
    return b"".join(response) if response.streaming else response.content


def rows_of(response):
    """The rows of an answer, whatever its format, each with text values."""
    kind = response["Content-Type"].split(";")[0]
    if kind == "application/json":
        return response.json()["results"]
    if kind == "text/csv":
        return list(csv.DictReader(StringIO(content(response).decode("utf-8-sig")), delimiter=";"))
    headers, *lines = load_workbook(BytesIO(content(response))).active.values
    return [dict(zip(headers, line, strict=True)) for line in lines]


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(("role", "at", "allowed"), TABLE)
def test_each_reads_the_structures_of_their_role(
    role, at, allowed, endpoint, file_format, get, signed_in, figures, here, there
):
    signed_in(role, at)
    if "view" not in allowed:
        get(endpoint, 403, format=file_format)
        return
    parameters = {"par": "structure"} if endpoint == "summary" else {}
    rows = rows_of(get(endpoint, format=file_format, **parameters))
    column = "group" if endpoint == "summary" else "structure"
    expected = {structure.imilo_code for structure in reach(here, there)[allowed["view"]]}
    assert {row[column] for row in rows} == expected


@pytest.mark.parametrize(
    ("role", "at", "total"),
    [(Role.ADVISER, "structure", 10), (Role.NETWORK_ADMIN, "region", 20),
     (Role.NETWORK_ADMIN, "union", 220)],
)  # fmt: skip
def test_a_total_is_of_what_one_may_read(role, at, total, get, signed_in, figures):
    signed_in(role, at)
    (row,) = rows_of(get("summary"))
    assert row["value"] == total


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    ("role", "at"), [(Role.ADVISER, "structure"), (Role.NETWORK_ADMIN, "region")]
)
def test_naming_another_region_opens_nothing(role, at, endpoint, get, signed_in, figures, there):
    signed_in(role, at)
    for narrow in ({"structure": there.structure.imilo_code}, {"reseau": there.network.code}):
        rows = rows_of(get(endpoint, **narrow))
        assert [row.get("value", row.get("expected")) for row in rows] in ([], [None])


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_who_isnt_signed_in_learns_nothing(endpoint, get, figures):
    assert "results" not in get(endpoint, 403).json()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_nothing_is_kept_by_a_cache(endpoint, get, signed_in, figures):
    signed_in()
    assert "no-store" in get(endpoint)["Cache-Control"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_it_is_only_read(endpoint, client, signed_in):
    signed_in()
    assert client.post(f"/api/v1/activity/{endpoint}/", {}).status_code == 405


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    "wrong",
    [{"periode": "2024-W60"}, {"periode": "\0"}, {"periode": "x" * 5000}, {"structure": "\0"},
     {"structure": "inconnue"}, {"reseau": "é" * 5000}, {"periode": "9999"}],
)  # fmt: skip
def test_what_is_wrong_is_told(endpoint, wrong, get, signed_in, figures):
    signed_in()
    assert set(get(endpoint, 400, **wrong).json()) == set(wrong)


def test_a_file_that_cant_be_made_says_why(get, signed_in, figures):
    signed_in()
    assert "periode" in get("summary", 400, format="csv", periode="demain").content.decode()


def test_records_say_whether_they_are_final(get, signed_in, figures, here, interviews):
    factories.ActivityRecordFactory(structure=here.structure, indicator=interviews, value=3)
    draft = factories.ActivityRecordFactory(
        structure=here.structure, indicator=interviews, starts_on="2024-04-01"
    )
    signed_in()
    april = {"periode": "2024-04", "indicateur": "entretiens"}
    assert len(rows_of(get("records", **april))) == 2
    (row,) = rows_of(get("records", **april, definitif="false"))
    assert (row["period"], row["value"], row["is_final"]) == ("2024-W14", draft.value, False)


def test_records_come_in_pages_and_files_whole(get, signed_in, figures):
    signed_in()
    page = get("records", par_page=3).json()
    assert (page["count"], len(page["results"])) == (4, 3)
    assert len(rows_of(get("records", par_page=3, format="csv"))) == 4


def test_a_name_that_looks_like_a_formula_is_inert(get, signed_in, figures, here):
    here.structure.name = "=1+1"
    here.structure.save()
    signed_in()
    names = {row["structure_name"] for row in rows_of(get("records", format="csv"))}
    assert "'=1+1" in names


def test_a_summary_compares_and_tells_its_coverage(get, signed_in, figures, here, workshops):
    factories.ActivityRecordFactory(
        structure=here.structure, indicator=workshops, starts_on="2024-04-01", value=110
    )
    signed_in()
    (row,) = rows_of(get("summary"))
    assert (row["value"], row["previous"], row["year_before"]) == (220, 110, None)
    assert (row["change"], row["change_on_year"]) == (1.0, None)
    assert (row["structures"], row["reporting"]) == (4, 4)
    assert (row["is_provisional"], row["remote_share"]) == (False, 0.0)


@pytest.mark.parametrize(
    ("by", "groups"),
    [("semaine", ["2024-W15"]), ("mois", ["2024-04"]), ("trimestre", ["2024-T2"]),
     ("annee", ["2024"]), ("modalite", ["on-site"]), ("thematique", []), ("dispositif", []),
     ("lieu", [])],
)  # fmt: skip
def test_a_summary_is_detailed(by, groups, get, signed_in, figures):
    signed_in()
    rows = rows_of(get("summary", par=by, periode="2024"))
    said = {row["group"]: row["value"] for row in rows if row["value"] is not None}
    assert said == dict.fromkeys(groups, 220)


def test_a_week_and_a_structure_of_which_nothing_is_known_are_told(
    get, signed_in, figures, here, there
):
    signed_in()
    silent = factories.StructureFactory(network=here.network)
    weeks = {row["group"]: row for row in rows_of(get("summary", par="semaine", periode="2024-04"))}
    assert {code: row["value"] for code, row in weeks.items()} == {
        "2024-W14": None, "2024-W15": 220, "2024-W16": None
    }  # fmt: skip
    assert [(row["submitted"], row["expected"]) for row in weeks.values()] == [
        (0, 5), (4, 5), (0, 5)
    ]  # fmt: skip
    rows = {row["group"]: row for row in rows_of(get("summary", par="structure"))}
    assert (rows[silent.imilo_code]["value"], rows[silent.imilo_code]["reporting"]) == (None, 0)
    rows = {row["group"]: row for row in rows_of(get("summary", par="reseau"))}
    assert (rows[here.network.code]["reporting"], rows[here.network.code]["structures"]) == (2, 3)


def test_a_summary_by_network(get, signed_in, figures, here, there):
    signed_in()
    rows = rows_of(get("summary", par="reseau"))
    assert {row["by"] for row in rows} == {"reseau"}
    found = {row["group"]: row["value"] for row in rows}
    assert found == {here.network.code: 20, there.network.code: 200}


def test_a_summary_is_narrowed(get, signed_in, figures, here, workshops):
    theme = factories.ThemeFactory()
    factories.ActivityRecordFactory(
        structure=here.structure, indicator=workshops, theme=theme, value=3
    )
    signed_in()
    (row,) = rows_of(get("summary", thematique=theme.code))
    assert row["value"] == 3


def test_coverage_tells_who_is_late(get, signed_in, figures, here, there):
    silent = factories.StructureFactory(network=here.network)
    factories.ReportFactory(structure=silent, starts_on="2024-04-01")
    signed_in()
    rows = {row["structure"]: row for row in rows_of(get("coverage", periode="2024-04"))}
    late, there_ = rows[silent.imilo_code], rows[there.structure.imilo_code]
    assert (late["expected"], late["submitted"], late["open"], late["missing"]) == (3, 0, 1, 2)
    assert (there_["submitted"], there_["last_submitted"]) == (1, "2024-04-08")


@pytest.mark.parametrize(
    ("endpoint", "queries"), [("records", 9), ("summary", 16), ("coverage", 8)]
)
def test_an_answer_takes_as_many_queries_for_more_rows(
    endpoint, queries, get, signed_in, figures, here, django_assert_max_num_queries
):
    signed_in()
    for _time in range(2):
        with django_assert_max_num_queries(queries):
            get(endpoint)
        for structure in factories.StructureFactory.create_batch(5, network=here.network):
            factories.ActivityRecordFactory(structure=structure)
