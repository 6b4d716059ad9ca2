"""Every trap that a file can hold, and what must come of it (files: `fixtures/make.py`)."""

from datetime import date, datetime

import pytest

from imports.reading import Hints, ReadingError, inspect, normalise_header

from .files import FIXTURES, codes, read, table

NAMES = ("Nom", "Commune", "Adresse")
ROWS = [
    (2, "Accueil de Vitry", "Vitry-sur-Seine", "7, rue de l’Église"),
    (3, "Café des métiers", "Créteil", "12, allée Max-Ouvrard"),
    (4, "Point d’accès", "L’Haÿ-les-Roses", "3, place du Marché"),
]
STRAIGHT = [tuple(str(v).replace("’", "'") if v in row[1:] else v for v in row) for row in ROWS]


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "rows"),
    [
        ("plain.csv", "utf-8", ";", ROWS),
        ("bom.csv", "utf-8", ";", ROWS),
        ("cp1252.csv", "cp1252", ";", ROWS),
        ("cp850.csv", "cp850", ";", STRAIGHT),
        ("macintosh.csv", "mac_roman", ";", ROWS),
        ("utf16.csv", "utf-16", "\t", ROWS),
        ("utf16-without-bom.csv", "utf-16-le", "\t", ROWS),
    ],
)
def test_every_encoding_reads_as_the_same_table(name, encoding, delimiter, rows):
    inspection, lines = read(FIXTURES / name)
    assert (inspection.encoding, inspection.delimiter) == (encoding, delimiter)
    assert inspection.headers == NAMES
    assert table(lines) == rows


V, I = "Vitry", "Ivry"  # noqa: E741 the two towns of most fixtures


@pytest.mark.parametrize(
    ("name", "headers", "rows"),
    [
        ("excel-separator.csv", ("Nom", "Note"), [(3, V, "4,5")]),
        (
            "commas-inside.csv",
            ("Nom", "Prix", "Latitude"),
            [(2, "Atelier, niveau 1", "12,50", "48,79"), (3, "Atelier, niveau 2", "0,00", "48,80")],
        ),
        ("title-lines.csv", NAMES, [(number + 3, *cells) for number, *cells in ROWS]),
        ("unnamed-columns.csv", ("Nom", "Ville"), [(2, V, "94400"), (3, I, "94200")]),
        (
            "odd-headers.csv",
            ("NOM ", "Date\rde début", "N° d’appel", "Ville", "Ville (2)"),
            [(3, "a", "b", "c", "d", "e")],
        ),
        ("blank-lines.csv", ("Nom", "Ville"), [(3, V, "94400"), (6, I, "94200")]),
        (
            "line-breaks.csv",
            ("Nom", "Adresse"),
            [(2, V, "7 rue A\n94400 Vitry"), (4, I, "3 rue B")],
        ),
        (
            "formulas.csv",
            ("Nom", "Note"),
            [(2, '=HYPERLINK("http://x.test")', "+1"), (3, "-2", "@SUM(A1)")],
        ),
        (
            "dates.csv",
            ("Nom", "Du", "Au"),
            [(2, "A", "03/02/2025", "3/2/25"), (3, "B", "45691", "2025-02-03")],
        ),
        ("header-only.csv", ("Nom", "Ville", "Code"), []),
        (
            "values.xlsx",
            ("Nom", "SIRET", "Début", "Inscription", "Heure", "Note", "Ouvert", "Série"),
            [
                (2, V, 60487647500499, date(2025, 2, 3), datetime(2025, 2, 3, 9, 30), *[None] * 4),  # noqa: DTZ001
                (3, I, "01001", date(2025, 2, 3), None, "00:00", 4.5, True, 45691),
                (4, "Total", None, None, None, None, 4.5, None, None),
            ],
        ),
        (
            "values.ods",
            ("Nom", "Début", "SIRET"),
            [(2, V, date(2025, 2, 3), 60487647500499)],
        ),
        (
            "merged.xlsx",
            ("Accueil – Nom", "Code", "Contact – Nom", "Téléphone", "Ville"),
            [
                (4, V, "V1", "A", "01", "Vitry-sur-Seine"),
                (5, I, "I1", "B", "02", "Vitry-sur-Seine"),
            ],
        ),
        ("several-sheets.xlsx", ("Nom", "Ville"), [(2, V, "94400")]),
        ("formulas.xlsx", ("Nom", "Note"), [(2, V, 2)]),
        (
            "list.json",
            ("nom", "adresse.ville", "adresse.code", "themes", "places", "ouvert"),
            [
                (1, V, "Vitry-sur-Seine", "94400", None, None, None),
                (2, I, None, None, "emploi, logement", 12, True),
            ],
        ),
        ("object.json", ("nom", "plages"), [(1, V, '[{"jour": "lundi"}]')]),
        ("lines.jsonl", ("nom", "code"), [(1, V, None), (3, I, 94200)]),
    ],
)
def test_an_odd_file_reads_as_its_author_meant_it(name, headers, rows):
    inspection, lines = read(FIXTURES / name)
    assert inspection.headers == headers
    assert table(lines) == rows


@pytest.mark.parametrize(
    ("name", "number", "code"),
    [
        ("total-line.csv", 4, "total"),
        ("values.xlsx", 4, "total"),
        ("cut-in-a-line.csv", 3, "cut"),
        ("cut-in-quotes.csv", 3, "cut"),
        ("cut-in-a-letter.csv", 3, "cut"),
        ("too-many-values.csv", 3, "overflow"),
        ("zero-bytes.csv", 2, "control"),
    ],
)
def test_a_doubtful_line_is_flagged_and_no_other(name, number, code):
    _inspection, lines = read(FIXTURES / name)
    flagged = {line.number: codes(line.warnings)[0] for line in lines if line.warnings}
    assert flagged == {number: code}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("header-only.csv", "no-line"),
        ("unnamed-columns.csv", "nameless-columns"),
        ("odd-headers.csv", "duplicate-headers"),
    ],
)
def test_a_doubtful_file_is_read_with_a_warning(name, code):
    assert codes(inspect(FIXTURES / name).warnings) == [code]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.csv", "ne contient rien"),
        ("blank.csv", "ne contient rien"),
        ("empty.xlsx", "ne contient rien"),
        ("empty.json", "ne contient rien"),
        ("picture.csv", "pas un tableau"),
        ("document.csv", "pas un tableau"),
        ("page.csv", "pas un tableau"),
        ("letter.docx", "pas un tableau"),
        ("endless-quote.csv", "ligne 2 est trop longue"),
        ("cut.json", "incomplet à partir du numéro 2"),
        ("bad-line.jsonl", "incomplet à partir du numéro 2"),
        ("no-list.json", "pas de liste"),
        ("legacy.xls", "ancien format"),
        ("password.xlsx", "mot de passe"),
        ("cut.xlsx", "abîmé ou incomplet"),
        ("sparse.xlsx", "cellule XFD1048576"),
        ("disguised-sparse.xlsx", "trop de mémoire"),
        ("zip-bomb.xlsx", "démesuré"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(name, words):
    with pytest.raises(ReadingError, match=words) as caught:
        read(FIXTURES / name)
    assert caught.value.remedy.endswith(".")


def test_a_name_that_lies_about_the_format_changes_nothing(tmp_path):
    path = tmp_path / "offres.csv"
    path.write_bytes((FIXTURES / "values.xlsx").read_bytes())
    assert inspect(path).format == "xlsx"


def test_a_file_beyond_the_size_limit_is_not_opened(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(101 * 2**20)  # takes no place on the disk
    with pytest.raises(ReadingError, match="101 Mio, pour 100 au plus"):
        inspect(path)


def test_a_missing_file_is_an_error_for_people_too(tmp_path):
    with pytest.raises(ReadingError, match="ne peut pas être ouvert"):
        inspect(tmp_path / "nothing.csv")


def test_columns_show_a_few_different_values():
    assert inspect(FIXTURES / "plain.csv").samples["Commune"] == tuple(row[2] for row in ROWS)


@pytest.mark.parametrize(
    ("name", "hints", "headers"),
    [
        ("several-sheets.xlsx", Hints(sheet="Archives"), ("Nom", "Année")),
        ("plain.csv", Hints(delimiter="|"), ("Nom;Commune;Adresse",)),
        ("plain.csv", Hints(header_line=3), ROWS[1][1:]),
        (
            "values.xlsx",
            Hints(header_line=3),
            (I, "01001", "2025-02-03", "00:00", "4.5", "True", "45691"),
        ),
        ("cp850.csv", Hints(encoding="cp1252"), NAMES),
    ],
)
def test_a_hint_settles_what_would_be_guessed(name, hints, headers):
    assert inspect(FIXTURES / name, hints).headers == headers


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        ("several-sheets.xlsx", Hints(sheet="Absente")),
        ("plain.csv", Hints(header_line=12)),
        ("plain.csv", Hints(header_line=-1)),
        ("plain.csv", Hints(encoding="base64")),
        ("plain.csv", Hints(delimiter="ab")),
        ("object.json", Hints(sheet="absente")),
    ],
)
def test_a_wrong_hint_is_explained(name, hints):
    with pytest.raises(ReadingError):
        inspect(FIXTURES / name, hints)


@pytest.mark.parametrize(
    "spelling", ["Nom d’usage", " NOM D'USAGE ", "nom\rd usage", "Nôm  d‘usage :"]
)
def test_spellings_of_one_header_match(spelling):
    assert normalise_header(spelling) == "nom d usage"
