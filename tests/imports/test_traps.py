"""Every trap that a partner's file can hold, from the file to the catalogue.

A file goes through the services that the page, the push and the command line call. Each ends as
the table says: nothing in a traceback, half applied, or changed in silence. How each file is *read*
is told in `reading/test_traps.py`.
"""

from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from catalogue.models import Offer, Partner
from imports import services
from imports.models import BatchState
from tests import factories
from tests.imports import fixtures
from tests.imports.fixtures import offers

pytestmark = pytest.mark.dialect("imports.staging", "imports.constraints")

READ, OFFERS = (Path(module.__file__).parent for module in (fixtures, offers))
COMMUNES = {
    "94081": "Vitry-sur-Seine",
    "94028": "Créteil",
    "91687": "Viry-Châtillon",
    "94038": "L'Haÿ-les-Roses",
    "94043": "Le Kremlin-Bicêtre",
    "93070": "Saint-Ouen-sur-Seine",
    "01004": "Ambérieu-en-Bugey",
    "75119": "Paris 19e Arrondissement",
}


@pytest.fixture
def send(person, feed_of):
    """Sends a file to a feed; the batch as it is when a person has to come."""
    for code, name in COMMUNES.items():
        factories.CommuneFactory(insee_code=code, name=name)
    feeds = {
        "offers": feed_of("offers", partner=factories.PartnerFactory(code="fournisseur")),
        "partners": feed_of("partners"),
    }

    def send(path, target="offers", **changes):
        feed = feeds[target]
        for name, value in changes.items():
            setattr(feed, name, value)
        feed.save()
        content = BytesIO(path.read_bytes())
        batch, _created = services.receive(feed, content, path.name, origin="upload", user=person)
        services.run(batch)
        return batch

    return send


def confirm(batch, **arguments):
    services.confirm(batch, batch.created_by, {}, **arguments)
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (BatchState.APPLIED, "")


def counts(batch):
    """What there is of each kind, without what there is none of."""
    told = ("new", "changed", "unchanged", "duplicate", "vanished", "invalid", "warnings")
    return {kind: batch.counts[kind] for kind in told if batch.counts[kind]}


def faults(batch):
    """(line, field, code) of all that is wrong or strange."""
    rows = batch.rows.order_by("line", "pk")
    return [(row.line, fault["field"], fault["code"]) for row in rows for fault in row.faults]


def told(batch, field):
    """The sentence and the remedy of the first fault of a field."""
    for row in batch.rows.order_by("line"):
        for fault in row.faults:
            if fault["field"] == field:
                return f"{fault['message']} {fault['remedy']}".strip()
    return None


# --- Files that are right, however they are written


@pytest.mark.parametrize(
    "name",
    [
        *("plain.csv", "cp1252.csv", "bom.csv", "utf16.csv", "titles.csv", "unnamed.csv"),
        *("headers.csv", "dated.xlsx"),
    ],
)
def test_two_offers_are_the_same_two_however_the_file_is_written(send, name):
    """And what any of these files brought, the plain one finds unchanged."""
    batch = send(OFFERS / name)
    assert (batch.state, counts(batch), faults(batch)) == (BatchState.REVIEW, {"new": 2}, [])
    confirm(batch)
    found = Offer.objects.order_by("external_id").values_list(
        "external_id", "title", "capacity", "starts_on", "commune"
    )
    assert list(found) == [
        ("A1", "Atelier CV", 12, date(2027, 2, 3), "94081"),
        ("A2", "L’été à Créteil", 8, date(2027, 2, 4), "94028"),
    ]
    for again in {name, "plain.csv"}:
        assert counts(send(OFFERS / again)) == {"unchanged": 2}


def test_a_header_with_a_straight_apostrophe_is_the_same_header(send):
    batch = send(OFFERS / "apostrophe.csv")
    assert batch.state == BatchState.MAPPING, "two headers for one column: a person chooses"
    assert batch.mapping["Précision sur le prix"] == "fee_details"


def test_columns_without_a_name_are_told_where_they_hold_something(send):
    [[code, message]] = send(OFFERS / "unnamed.csv").notices
    assert code == "nameless-columns"
    assert message == "Colonnes sans nom, qui ne sont pas lues\xa0: H."


def test_the_decimal_comma_is_understood(send):
    confirm(send(OFFERS / "decimals.csv"))
    assert Offer.objects.values_list("latitude", "longitude").get() == (48.79, 2.36)


def test_one_day_written_in_five_ways_is_one_day(send):
    confirm(send(OFFERS / "dates.csv"))
    assert Counter(Offer.objects.values_list("starts_on", flat=True)) == {date(2027, 2, 3): 5}


def test_communes_as_people_write_them(send):
    batch = send(OFFERS / "communes.csv")
    assert faults(batch) == []
    confirm(batch)
    found = Offer.objects.order_by("external_id").values_list("commune", flat=True)
    assert list(found) == ["91687", "94038", "94043", "93070", "75119", "01004"]


def test_a_siret_that_became_a_number_is_a_siret_again(send):
    batch = send(OFFERS / "sirets.xlsx", "partners")
    confirm(batch)
    assert Partner.objects.get(code="a").siret == "60487647500499"
    assert counts(send(OFFERS / "sirets.xlsx", "partners")) == {"unchanged": 1}


def test_a_siret_that_a_spreadsheet_rounded_is_refused(send):
    batch = send(OFFERS / "sirets.csv", "partners")
    assert counts(batch) == {"new": 1, "invalid": 1}
    assert faults(batch) == [(3, "siret", "siret")]
    assert told(batch, "siret") == (
        "Le tableur a arrondi ce SIRET\xa0: «\xa06,04876E+13\xa0». "
        "Mettez la colonne au format texte, puis recopiez les SIRET."
    )


# --- Lines that are wrong: refused one by one, and told


@pytest.mark.parametrize(
    ("name", "found", "expected"),
    [
        ("duplicates.csv", {"new": 2, "duplicate": 1}, []),
        (
            "contradiction.csv",
            {"new": 1, "invalid": 2},
            [(2, "external_id", "contradiction"), (4, "external_id", "contradiction")],
        ),
        (
            "bad-integer.csv",
            {"new": 1, "invalid": 1},
            [
                (2, "kind", "not-in-list"),
                (2, "commune", "unknown"),
                (2, "capacity", "not-a-number"),
                (2, "starts_on", "not-a-date"),
            ],
        ),
        ("too-long.csv", {"new": 1, "invalid": 1}, [(2, "title", "too-long")]),
        ("total.csv", {"new": 2, "invalid": 1}, None),
        (
            "unknown.csv",
            {"invalid": 2},
            [(2, "commune", "unknown"), (3, "structure", "unknown")],
        ),
        ("cut.csv", {"new": 2, "invalid": 1}, None),
        ("cut-in-quotes.csv", {"new": 2, "invalid": 1}, None),
    ],
)
def test_a_wrong_line_is_told_and_the_others_go_in(send, name, found, expected):
    batch = send(OFFERS / name)
    assert (batch.state, counts(batch)) == (BatchState.REVIEW, found)
    if expected is not None:
        assert faults(batch) == expected
    confirm(batch)
    assert Offer.objects.count() == found.get("new", 0)


@pytest.mark.parametrize("name", ["contradiction.csv", "bad-integer.csv", "total.csv", "cut.csv"])
def test_where_the_feed_says_all_or_nothing_it_is_nothing(send, name):
    batch = send(OFFERS / name, policy="all-or-nothing")
    with pytest.raises(services.Refusal, match="en entier ou pas du tout"):
        services.confirm(batch, batch.created_by, {})
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("name", "field", "sentence"),
    [
        (
            "unknown.csv",
            "commune",
            "Commune inconnue : « Krmlin Biçaitre ». Vouliez-vous dire Le Kremlin-Bicêtre (94043)",
        ),
        (
            "contradiction.csv",
            "external_id",
            "Plusieurs lignes du fichier ont cet identifiant et ne disent pas la même chose.",
        ),
        (
            "bad-integer.csv",
            "capacity",
            "Ce n’est pas un nombre. Écrivez seulement des chiffres, sans unité.",
        ),
        (
            "too-long.csv",
            "title",
            "Ce texte a 209 caractères\xa0; il en faut 200 au plus.",
        ),
        ("total.csv", "", "Cette ligne est un total, et non une ligne du tableau."),
        (
            "cut.csv",
            "",
            "Le fichier s’arrête au milieu de cette ligne\xa0: il est sans doute incomplet.",
        ),
    ],
)
def test_a_wrong_line_is_told_in_words(send, name, field, sentence):
    assert told(send(OFFERS / name), field).startswith(sentence)


def test_formulas_go_in_as_the_text_that_they_are(send):
    """How they come out, inert: admin/test_exports, pages/test_corrected, targets/test_template."""
    confirm(send(OFFERS / "formulas.csv"))
    found = Offer.objects.order_by("external_id").values_list("external_id", "title", "summary")
    assert list(found) == [
        ("-1", "@SUM(A1)", "=1+1"),
        ("=1+1", '=HYPERLINK("http://x.test")', "+33"),
    ]
    assert counts(send(OFFERS / "formulas.csv")) == {"unchanged": 2}


# --- Files that can't be read: the batch fails with a sentence and a remedy


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.csv", "Ce fichier ne contient rien."),
        ("blank.csv", "Ce fichier ne contient rien."),
        ("empty.xlsx", "Ce fichier ne contient rien."),
        ("empty.json", "Ce fichier ne contient rien."),
        ("cut.json", "incomplet à partir du numéro 2"),
        ("cut.xlsx", "abîmé ou incomplet"),
        ("endless-quote.csv", "un guillemet ouvert"),
        ("zip-bomb.xlsx", "démesuré"),
        ("sparse.xlsx", "cellule XFD1048576"),
        ("disguised-sparse.xlsx", "trop de mémoire"),
        ("picture.csv", "pas un tableau"),
        ("page.csv", "pas un tableau"),
        ("password.xlsx", "mot de passe"),
    ],
)
def test_a_file_that_cannot_be_read_fails_with_a_sentence(send, name, words):
    batch = send(READ / name)
    assert batch.state == BatchState.FAILED
    assert words in batch.failure
    assert not batch.rows.exists()
    with pytest.raises(services.Refusal, match="« échec »"):
        services.confirm(batch, batch.created_by, {})


@pytest.mark.parametrize(
    "name",
    sorted(path.name for path in READ.iterdir() if path.is_file() and path.suffix != ".py"),
)
def test_whatever_the_file_it_waits_for_a_person_or_says_why_not(send, name):
    """All the traps of the reading, most of which aren't about offers at all."""
    batch = send(READ / name)
    assert batch.state in {BatchState.MAPPING, BatchState.REVIEW, BatchState.FAILED}
    assert bool(batch.failure) == (batch.state == BatchState.FAILED)
    assert "imprévue" not in batch.failure


# --- A full list that lost its lines


@pytest.mark.parametrize("name", ["header-only.csv", "cut.csv"])
def test_a_list_that_lost_its_lines_withdraws_nothing_unasked(send, name):
    """A file cut too early names fewer objects, as one from which they were taken would."""
    confirm(send(OFFERS / "dates.csv", mode="full"))
    before = set(Offer.objects.values_list("external_id", "status"))
    batch = send(OFFERS / name)
    assert batch.counts["vanished"] >= 2
    with pytest.raises(services.TooManyWithdrawals):
        services.confirm(batch, batch.created_by, {})
    assert set(Offer.objects.values_list("external_id", "status")) == before


def test_a_header_without_lines_says_so(send):
    batch = send(OFFERS / "header-only.csv")
    assert (batch.state, counts(batch)) == (BatchState.REVIEW, {})
    assert batch.notices == [["no-line", "Ce fichier a des titres de colonnes, mais aucune ligne."]]
