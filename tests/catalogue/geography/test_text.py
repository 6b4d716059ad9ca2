"""How a text is read, before any commune is looked up."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.geography.text import normalise, read, split_list


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("L'HAY LES ROSES", "l hay les roses"),
        ("St Ouen", "saint ouen"),
        ("STE-GENEVIÈVE-DES-BOIS", "sainte genevieve des bois"),
        ("Stes Maries de la Mer", "saintes maries de la mer"),
        ("Ivry s/Seine", "ivry sur seine"),
        ("Saint-André-lez-Lille", "saint andre les lille"),
        ("Œuilly", "oeuilly"),
        ("  Viry \r\n Châtillon\t", "viry chatillon"),
        ("Paris - 1er Arrondissement", "paris 1"),
        ("PARIS 19EME ARRDT", "paris 19"),
        ("Paris 19ème", "paris 19"),
        ("94 800 Villejuif", "94800 villejuif"),
        ("\x00 …", ""),
    ],
)
def test_a_text_becomes_plain_words(text, normal):
    assert normalise(text) == normal


@given(st.text())
@example("s/s/ st e 1 er")
@example("93 arr 200")
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    assert all(reading.keys for reading in read(text))


@pytest.mark.parametrize("text", ["", "   ", "…", "\x00\x1f", "()", "😀"[:0]])
def test_a_text_without_a_word_has_no_reading(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Arcueil, Cachan", ["Arcueil", "Cachan"]),
        ("Ivry-sur-Seine et Vitry-sur-Seine", ["Ivry-sur-Seine", "Vitry-sur-Seine"]),
        ("Orly - Choisy", ["Orly", "Choisy"]),
        ("Orly\nChoisy;  Thiais", ["Orly", "Choisy", "Thiais"]),
        ("Paris - 1er Arrondissement", ["Paris - 1er Arrondissement"]),
        ("", []),
    ],
)
def test_a_list_is_cut_between_names(text, names):
    assert split_list(text) == names
