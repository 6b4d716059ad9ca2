import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.demo import files
from catalogue.demo.names import bare, of, readable_name, town
from catalogue.demo.organisations import register_names

WORDS = {bare(word): word for word in ("Étang", "Montluçonnais", "IDEIS", "Métropole")}


@pytest.mark.parametrize(
    ("usual", "official", "commune", "name"),
    [
        ("", "94-ML CACHAN", "Cachan", "Mission Locale de Cachan"),
        ("ml epernay", "51-ML EPERNAY", "Épernay", "Mission Locale d’Épernay"),
        ("ml st brieuc", "", "Saint-Brieuc", "Mission Locale de Saint-Brieuc"),
        ("72-ML LE MANS", "", "Le Mans", "Mission Locale du Mans"),
        ("MISSION LOCALE DES ULIS", "", "Les Ulis", "Mission Locale des Ulis"),
        ("Siège", "26-ML CREST", "Crest", "Mission Locale de Crest"),
        ("MLRS", "44-ML ST GILDAS", "Saint-Gildas", "Mission Locale de Saint-Gildas"),
        ("Antenne SEVRAN", "93-ML SEVRAN", "Sevran", "Mission Locale de Sevran"),
        ("BAGNEUX", "92-ML BAGNEUX", "Bagneux", "Mission Locale de Bagneux"),
        ("ml-bobigny", "", "Bobigny", "Mission Locale de Bobigny"),
        ("We Ker", "", "Rennes", "We Ker – Mission Locale de Rennes"),
        (
            "IDEIS - Mission Locale du Pays de Montbéliard",
            "",
            "Montbéliard",
            "IDEIS – Mission Locale du Pays de Montbéliard",
        ),
        (
            "AVENIR JEUNES MISSION LOCALE DU BASSIN MONTLUCONNAIS",
            "",
            "Montluçon",
            "Avenir Jeunes – Mission Locale du Bassin Montluçonnais",
        ),
        (
            "Mission Locale Est Etang de Berre",
            "",
            "Berre-l'Étang",
            "Mission Locale Est Étang de Berre",
        ),
        (
            "Itinéraire Emploi- Service Mission Locale",
            "",
            "Saint-Quentin",
            "Itinéraire Emploi – Mission Locale de Saint-Quentin",
        ),
        (
            "Mission Locale Pays de Saint-Malo",
            "",
            "Saint-Malo",
            "Mission Locale du Pays de Saint-Malo",
        ),
        ("", "13-ML MARSEILLE", "Marseille 1er Arrondissement", "Mission Locale de Marseille"),
    ],
)
def test_a_label_of_the_register_becomes_a_name(usual, official, commune, name):
    assert readable_name(usual, official, commune, "", WORDS) == name


def test_the_department_is_written_the_official_way():
    name = readable_name("MISSION LOCALE DU TARN & GARONNE", "", "Montauban", "Tarn-et-Garonne", {})

    assert name == "Mission Locale du Tarn-et-Garonne"


@pytest.mark.parametrize(
    ("commune", "phrase"),
    [
        ("Cachan", "de Cachan"),
        ("Orly", "d’Orly"),
        ("Le Teil", "du Teil"),
        ("Les Mureaux", "des Mureaux"),
        ("La Ciotat", "de La Ciotat"),
        ("Yssingeaux", "d’Yssingeaux"),
        ("L'Aigle", "de L’Aigle"),
        ("Lyon 2e Arrondissement", "de Lyon"),
    ],
)
def test_a_town_takes_the_right_preposition(commune, phrase):
    assert of(town(commune)) == phrase


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_label_gives_a_name_without_stray_spaces(usual, official):
    name = readable_name(usual, official, "Cachan", "Val-de-Marne", WORDS)

    assert "Mission Locale" in name
    assert name == name.strip()


@pytest.fixture(scope="module")
def names():
    """Of the national list, without the help of the seats' names: the hardest for the rules."""
    rows, _left_out = files.register_rows()
    return register_names(rows, seats={})


def test_rows_that_are_no_structure_are_left_out(names):
    assert len(names) == 447
    assert not names.keys() & {"99994S00", "99999S00", "65441S00"}


def test_no_name_keeps_the_abbreviations_of_the_register(names):
    jargon = re.compile(r"\b(?:ML|MLI?J?|SIEGE|Si[eè]ge|ST|STE|Antenne)\b|^\d|\"|  ")

    assert [name for name in names.values() if jargon.search(name)] == []


def test_no_name_shouts(names):
    assert [name for name in names.values() if re.search(r"\b[A-ZÀ-Ý]{6,}\b", name)] == []
