"""What a hostile partner, or a hostile colleague, may try: nothing breaks, nothing runs."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from catalogue.models import Offer, Role
from imports import services
from imports.models import BatchState, ImportBatch
from tests import factories
from tests.imports.reading.files import FIXTURES

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}


def url(name, thing):
    return reverse(f"imports:{name}", args=[thing.pk])


@pytest.fixture
def client(sign_in):
    return sign_in(Role.STRUCTURE_HEAD)


@pytest.fixture
def send(client, feed):
    """Drops a file, whatever its bytes, on the feed's page."""

    def send(content, name="offres.csv"):
        content = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile(name, content)
        client.post(url("upload", feed), {"file": file})
        return ImportBatch.objects.latest("pk")

    return send


# --- Text that would like to be a program


SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
PAGES = ["batch", "mapping"]


def check_pages(client, batch, *pages):
    for address in (reverse("imports:feeds"), url("feed", batch.feed), *pages):
        page = client.get(address, follow=True).content.decode()
        assert SCRIPT not in page, address
        assert "<img src=x" not in page, address


def test_headers_names_and_cells_stay_text_on_every_page(client, send):
    """The page that asks about columns, the review, its causes, the result."""
    header = f"Identifiant;Titre;Type;{SCRIPT}"
    cell = IMAGE.replace('"', '""')
    batch = send(
        f'{header}\nA1;{SCRIPT};Atelier;"{cell}"\nA2;Bon;"{cell}";x\n"{cell}";Bon;atelier;x\n',
        name=f"{SCRIPT.replace('/', '')}<img src=x onerror=alert(1)>.csv",
    )
    assert batch.state == BatchState.MAPPING
    check_pages(client, batch, url("batch", batch), url("mapping", batch))
    services.choose_mapping(batch, batch.created_by, batch.mapping | {SCRIPT: "summary"})
    batch.refresh_from_db()
    assert batch.state == BatchState.REVIEW
    check_pages(client, batch, url("batch", batch), url("mapping", batch))
    client.post(url("confirm", batch), {"kinds": ["new"]})
    assert Offer.objects.filter(title=SCRIPT).exists()
    check_pages(client, batch, url("batch", batch))


def test_the_original_is_a_download_and_never_a_page(client, send):
    batch = send(f"Identifiant;Titre;Type\nA1;{SCRIPT};Atelier\n", name="page.html")
    response = client.get(url("original", batch))
    response.close()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


class TestTheFileHandedBack:
    """Somebody opens it in a spreadsheet program."""

    def corrected(self, client, batch):
        response = client.get(url("corrected", batch))
        assert response.status_code == 200
        return load_workbook(BytesIO(b"".join(response)))

    def check(self, book):
        for sheet in book:
            for row in sheet.iter_rows():
                assert [cell.coordinate for cell in row if cell.data_type == "f"] == []
        return book

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
    def test_a_header_and_a_cell_are_no_formulas(self, client, send, start):
        formula = f'{start}HYPERLINK("http://x.test")'
        quoted = formula.replace('"', '""')
        batch = send(f'Identifiant;Titre;Type;"{quoted}"\nA1;"{quoted}";"{quoted}";x\n')
        services.choose_mapping(batch, batch.created_by, batch.mapping | {formula: ""})
        book = self.check(self.corrected(client, batch))
        assert book.worksheets[0]["D1"].value.endswith('HYPERLINK("http://x.test")')
        assert book.worksheets[0]["D1"].quotePrefix or start == "\t="

    @pytest.mark.parametrize("odd", ["\x01", "\x0b", "\x1f", "\ufffe", "\uffff", "_x0041_"])
    def test_characters_that_no_workbook_holds(self, client, send, odd):
        """A text file with one of these is no table; JSON can say them all."""
        row = {"Identifiant": f"A{odd}", "Titre": odd, "Type": f"Stagee{odd}", f"No{odd}te": odd}
        batch = send(json.dumps([row]), name="offres.json")
        services.choose_mapping(batch, batch.created_by, batch.mapping | {f"No{odd}te": ""})
        self.check(self.corrected(client, batch))

    @pytest.mark.parametrize(
        "key", ["offres/2026", "[1]", "a:b", "x" * 40, "\x01", "'", "À corriger"]
    )
    def test_any_name_of_a_list_makes_a_sheet(self, client, send, key):
        rows = {key: [{"Identifiant": "A1", "Titre": "Bon", "Type": "Licorne"}]}
        batch = send(json.dumps(rows), name="offres.json")
        assert batch.state == BatchState.REVIEW, batch.failure
        self.check(self.corrected(client, batch))


# --- Files that would like to take the site down


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("zip-bomb.xlsx", "démesuré"),
        ("sparse.xlsx", "cellule XFD1048576"),
        ("disguised-sparse.xlsx", "trop de mémoire"),
    ],
)
def test_a_bomb_is_refused_on_the_page(client, send, name, words):
    batch = send((FIXTURES / name).read_bytes(), name=name)
    assert batch.state == BatchState.FAILED
    assert words in client.get(url("batch", batch)).content.decode()


@pytest.mark.parametrize(
    "content",
    [
        '[{"a\\u0000b": 1, "Identifiant": "A\\u0000"}]',
        '[{"\\ud800": "\\udfff", "Identifiant": "A"}]',
        '[{"Identifiant": "A", "Places": 1e999, "Titre": NaN}]',
        '[{"Identifiant": "A", "Places": 1%s}]' % ("0" * 400),
        '[{"Identifiant": "A", "Latitude": 1%s}]' % ("0" * 4000),
        '[{"Identifiant": "A", "Places": 1%s}]' % ("0" * 9000),
        '{"Identifiant": "A", "Places": 1%s}\n{"Identifiant": "B"}' % ("0" * 400),
        '{"Identifiant": "A", "Places": Infinity}\n{"Identifiant": "B"}',
        '[{"": {"": {"": 1}}}]',
        '[{"Identifiant": {"a": 1}, "Identifiant.a": 2}]',
        "Identifiant;Titre;Type;Places;Début;Latitude\nA;B;Atelier;1e999;1e999;9e307\n",
        "Identifiant;Titre;Type;Places\nA;B;Atelier;٣\nB;C;Atelier;²\n",
        "Identifiant;Titre;Type\n'=A;''=B;Atelier\n'';B;Atelier\n",
        'Identifiant|Titre|Type\n"|"|"|"|Atelier\n',
    ],
    ids=range(14),
)
def test_odd_values_end_in_a_sentence(client, send, content):
    batch = send(content, name="offres.json" if content[0] in "[{" else "offres.csv")
    if batch.state == BatchState.MAPPING and "external_id" in batch.mapping.values():
        services.choose_mapping(batch, batch.created_by, batch.mapping)
        batch.refresh_from_db()
    assert batch.state in {BatchState.MAPPING, BatchState.REVIEW, BatchState.FAILED}
    assert "imprévue" not in batch.failure
    for page in PAGES:
        assert client.get(url(page, batch), follow=True).status_code == 200
    if batch.state == BatchState.REVIEW and batch.counts["new"]:
        client.post(url("confirm", batch), {"kinds": ["new"]})
        batch.refresh_from_db()
        assert (batch.state, batch.failure) == (BatchState.APPLIED, "")


# --- Requests that nobody's browser makes


ACTIONS = ["upload", "token", "pull", "mapping", "exclude", "confirm", "cancel", "undo"]
BODIES = [
    b"",
    b"[",
    b"[]",
    b"3",
    b"null",
    b'"mapping"',
    b'["mapping"]',
    b'{"mapping": null}',
    b'{"mapping": "Titre"}',
    b'{"mapping": ["Titre"]}',
    b'{"mapping": {"Titre": ["title"]}}',
    b'{"mapping": {"Titre": {"title": 1}}}',
    b'{"mapping": {"Titre": null}}',
    b'{"kinds": {"new": 1}}',
    b'{"kinds": [["new"]]}',
    b'{"kinds": "new", "accepts_withdrawals": []}',
    b'{"rows": [{"a": 1}], "excluded": 3}',
    b'{"rows": ["99999999999999999999999"]}',
    b'{"rows": "x", "action": ["revoke"]}',
    b'{"action": {"a": 1}, "file": "x"}',
]


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_makes_no_sense_is_refused(client, feed, body):
    """On a batch of each kind, as HTML and as JSON: never a crash, never a change."""
    fresh = {"inspection": {}, "mapping": {}, "staged_at": None}
    batches = [
        factories.ImportBatchFactory(feed=feed, counts={"new": 1}),
        factories.ImportBatchFactory(feed=feed, state=BatchState.RECEIVED, **fresh),
        factories.ImportBatchFactory(feed=feed, state=BatchState.FAILED, **fresh),
        factories.ImportBatchFactory(feed=feed, state=BatchState.MAPPING, staged_at=None),
    ]
    for headers in (JSON, {}):
        for action in ACTIONS[:3]:
            answer = client.post(
                url(action, feed), body, content_type="application/json", headers=headers
            )
            assert answer.status_code < 500, action
        for batch in batches:
            for action in ACTIONS[3:5] if batch.state != BatchState.RECEIVED else ACTIONS[3:6]:
                before = ImportBatch.objects.values().get(pk=batch.pk)
                answer = client.post(
                    url(action, batch), body, content_type="application/json", headers=headers
                )
                assert answer.status_code < 500, (action, batch.state)
                assert ImportBatch.objects.values().get(pk=batch.pk) == before


def test_columns_may_be_asked_for_at_any_moment(client, feed):
    fresh = {"inspection": {}, "mapping": {}, "staged_at": None}
    for state in BatchState:
        batch = factories.ImportBatchFactory(feed=feed, state=state, **fresh)
        if state in {BatchState.MAPPING, BatchState.REVIEW}:
            continue
        for data in ({}, {"column_0": "title"}, {"mapping": "x"}):
            assert client.post(url("mapping", batch), data).status_code == 302, state
        batch.delete()


@pytest.mark.parametrize(
    "query",
    [
        {"page": "99999999999999999999999"},
        {"page": "-1"},
        {"page": "\x00"},
        {"q": "\x00"},
        {"q": "%' OR 1=1 --"},
        {"cause": "a'b:c"},
        {"cause": "\x00:x"},
        {"line": "99999999999"},
        {"kind": "' OR 1=1"},
        {"kinds": "drop", "preview": "1"},
        {"excluded": "[]"},
        {"format": "exe"},
    ],
    ids=str,
)
def test_parameters_that_make_no_sense(client, send, query):
    batch = send("Identifiant;Titre;Type\nA1;Bon;Licorne\n")
    for address in (url("batch", batch), url("feed", batch.feed), reverse("imports:feeds")):
        assert client.get(address, query).status_code in {200, 404}
        assert client.get(address, {"format": "json", **query}).status_code in {200, 404}


# --- Somebody else's


def test_a_row_of_another_structure_stays_as_it_is(client, send):
    """Their identifiers, their structure, their site, in a file of ours."""
    theirs = factories.OfferFactory(
        partner=factories.PartnerFactory(code="le-leur"), external_id="A1", title="À eux"
    )
    site = factories.ReceptionSiteFactory(structure=theirs.structure)
    code = theirs.structure.imilo_code
    batch = send(
        "Identifiant;Titre;Type;Partenaire;Structure;Lieu d’accueil\n"
        "A1;Volée;Atelier;le-leur;;\n"
        f"A2;Chez eux;Atelier;;{code};\n"
        f"A3;Dans leurs murs;Atelier;;;{site.code}\n"
    )
    faults = [fault["code"] for row in batch.rows.order_by("line") for fault in row.faults]
    assert faults == ["out-of-reach"] * 3
    client.post(url("confirm", batch), {"kinds": ["new", "changed"]})
    assert Offer.objects.get() == theirs
    theirs.refresh_from_db()
    assert theirs.title == "À eux"


def test_whoever_was_removed_sees_and_does_nothing_more(client, send):
    batch = send("Identifiant;Titre;Type\nA1;Bon;Atelier\n")
    batch.created_by.memberships.all().delete()
    for page in ("batch", "mapping", "original", "corrected"):
        assert client.get(url(page, batch)).status_code in {302, 404}
    for action in ACTIONS[3:]:
        assert client.post(url(action, batch)).status_code in {302, 404}
    batch.refresh_from_db()
    assert batch.state == BatchState.REVIEW
