"""Whatever the bytes: an error for people at worst, and nothing lost at best."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports import reading
from imports.reading import ReadingError

from .files import FIXTURES, read, table

SEEDS = [
    path.read_bytes()
    for path in sorted(FIXTURES.iterdir())
    if path.suffix in {".csv", ".json", ".jsonl"} and 0 < path.stat().st_size < 5_000
]
WORKBOOKS = [(FIXTURES / name).read_bytes() for name in ("values.xlsx", "values.ods")]

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789àâçéèêëîïôùûüÉÈÀ ',;|\t\"\n\r().-=+@"
#: What a cell holds that isn't blank, and that no encoding of a French file refuses.
CELL = st.text(LETTERS, min_size=1, max_size=20).filter(lambda text: not text.isspace())


def changed(seeds):
    """A real file with some bytes replaced, and perhaps its end cut off."""
    return st.builds(
        altered,
        st.sampled_from(seeds),
        st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
        st.floats(0.5, 1),
    )


def altered(seed, changes, kept):
    content = bytearray(seed)
    for place, byte in changes:
        content[int(place * len(content))] = byte
    return bytes(content[: int(kept * len(content)) + 1])


def never_crashes(path, content):
    path.write_bytes(content)
    try:
        _inspection, lines = read(path)
    except ReadingError:
        return
    # What was read can be stored: no zero byte, no half of a character.
    json.dumps(table(lines), default=str, ensure_ascii=False).encode()
    assert not any("\0" in str(value) for line in lines for value in line.values.values())


@given(st.one_of(st.binary(max_size=500), changed(SEEDS)))
def test_any_bytes_are_read_or_explained(tmp_path, content):
    never_crashes(tmp_path / "any", content)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_is_read_or_explained(tmp_path, value):
    never_crashes(tmp_path / "any", json.dumps([{"nom": value}, value]).encode())
    never_crashes(tmp_path / "any", json.dumps({"liste": [{"nom": value}]}).encode())
    never_crashes(tmp_path / "any", (json.dumps({"nom": value}) + "\n{}").encode())


@given(changed(WORKBOOKS))
@settings(max_examples=25)  # each one starts a process
def test_any_damaged_workbook_is_read_or_explained(tmp_path, content):
    never_crashes(tmp_path / "any", content)


@st.composite
def tables(draw):
    width = draw(st.integers(2, 6))
    headers = draw(st.lists(CELL, min_size=width, max_size=width, unique=True))
    cell = st.none() | CELL
    row = st.tuples(CELL, *[cell] * (width - 1))
    return headers, draw(st.lists(row, min_size=1, max_size=8))


def as_csv(headers, lines, delimiter):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([headers, *lines])
    return stream.getvalue()


@given(
    tables(),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_table_written_as_text_is_read_back_the_same(tmp_path, written, delimiter, encoding):
    headers, lines = written
    path = tmp_path / "table.csv"
    path.write_bytes(as_csv(headers, lines, delimiter).encode(encoding))
    inspection, read_back = read(path)
    assert inspection.delimiter == delimiter
    assert inspection.headers == tuple(headers)
    assert [tuple(line.values.values()) for line in read_back] == lines


#: A partner's file has at least this many accented words. With five, any guess is a guess.
WORDS = """
    Créteil Orléans Nîmes Besançon Forêt Où Bénévolat Métiers Numérique Découverte Journée
    Santé Mobilité Citoyenneté Théâtre École Église Hôtel Français Françoise Noël
    Haÿ-les-Roses Évry Île-de-France Rhône Isère Lozère Corrèze Ardèche Drôme Vendée Hérault
    Finistère Nièvre Sèvre Déjà Près Après Collège Lycée Élève Diplôme Emploi-début Réunion
    Prévention Activité Été
""".split()  # noqa: SIM905 a list of fifty would fill the page


@given(st.permutations(WORDS), st.sampled_from(["cp1252", "cp850", "mac_roman"]))
def test_french_words_in_a_legacy_encoding_are_read_back_the_same(tmp_path, words, encoding):
    path = tmp_path / "table.csv"
    path.write_bytes(as_csv(["Numéro", "Mot"], enumerate(words), ";").encode(encoding))
    inspection, lines = read(path)
    assert inspection.encoding == encoding
    assert [line.values["Mot"] for line in lines] == words


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_two_accents_among_numbers_are_enough(tmp_path, encoding):
    """Headings only: what tells encodings apart by their letters has next to nothing to go by."""
    path = tmp_path / "chiffres.csv"
    headings = "Code;Semaine;Jeunes accompagnés;Ateliers (à distance)\n"
    path.write_bytes((headings + "94016S00;S12 2020;;7\n" * 500).encode(encoding))
    assert reading.inspect(path).headers[2:] == ("Jeunes accompagnés", "Ateliers (à distance)")
