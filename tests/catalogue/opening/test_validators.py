import opening_hours
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from catalogue.opening import opening_state
from catalogue.opening.suggestions import suggest
from catalogue.opening.validators import validate_opening_hours, validate_time_zone

from .builders import at, site


def refusal(text):
    with pytest.raises(ValidationError) as refused:
        validate_opening_hours(text)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    "hours",
    [
        "",
        "24/7",
        "off",
        "Mo-Fr 09:00-12:30,13:30-17:30; Th 09:00-12:30; PH off",
        'Tu 09:30-12:00 "sur rendez-vous"',
        'Mo-Fr "sur rendez-vous"',
        "Mo[1,3] 10:00-12:00",
        "Jul 14-Aug 20 off; Mo-Fr 09:00-12:00",
        "Mo-Sa 18:00-26:00",
    ],
)
def test_good_hours_are_accepted(hours):
    validate_opening_hours(hours)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Lu-Ve 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr 9h-12h", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr 9h30-12h, 14h-17h", "Mo-Fr 09:30-12:00,14:00-17:00"),
        ("Mo-Fr 0900-1200", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr 09.00-12.00", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr 9-12", "Mo-Fr 09:00-12:00"),
        ("mo-fr 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ("Monday-Friday 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr 09:00-12:00;", "Mo-Fr 09:00-12:00"),
        ("Mo-Fr 09:00-12:00 / 14:00-17:00", "Mo-Fr 09:00-12:00,14:00-17:00"),
        ("Mo, We 09:00-12:00", "Mo,We 09:00-12:00"),
        ("Lu Ma Je 9h-12h", "Mo,Tu,Th 09:00-12:00"),
        ("lundi,mercredi 9h-minuit", "Mo,We 09:00-24:00"),
        (
            "lundi au vendredi de 9h à 12h et de 14h à 17h30",
            "Mo-Fr 09:00-12:00,14:00-17:30",
        ),
        ("du lundi au jeudi 9h-17h et le vendredi 9h-12h", "Mo-Th 09:00-17:00; Fr 09:00-12:00"),
        ("lundi 9h-12h\nmardi 14h – 17h", "Mo 09:00-12:00; Tu 14:00-17:00"),
        ("Mo-Fr 09:00-12:00; fériés fermé", "Mo-Fr 09:00-12:00; PH closed"),
        ("24h/24 7j/7", "24/7"),
        ('mardi 9h30-12h "sur rendez-vous"', 'Tu 09:30-12:00 "sur rendez-vous"'),
    ],
)
def test_what_people_type_is_corrected(typed, meant):
    assert f"Vouliez-vous écrire\u00a0: {meant}\u00a0?" in refusal(typed)


@pytest.mark.parametrize(
    ("typed", "explained"),
    [
        ("Mo-Fr 25:00-26:00", "25:00"),
        ("Mo-Fr 09:00-12:60", "12:60"),
        ("Mo-Fr 12:00-09:00", "finit avant de commencer"),
        ("Mo-Fr", "n’a pas d’heures"),
        ("Mo-Fr 09:00", "Il manque quelque chose"),
        ("Mo-Fr 09:00-12:00; bonjour", "bonjour"),
        ("SH off; Mo 09:00-12:00", "vacances scolaires"),
        ("sunrise-sunset", "soleil"),
    ],
)
def test_a_refusal_says_what_is_wrong(typed, explained):
    assert explained in refusal(typed)


def test_a_refusal_shows_an_example_that_is_accepted():
    example = refusal("bonjour").split("Exemple\u00a0: ")[1]
    validate_opening_hours(example)


WORDS = st.sampled_from(
    [
        "Mo",
        "Lu",
        "lundi",
        "-",
        " ",
        ",",
        ";",
        ":",
        "9h",
        "09:00",
        "12:00",
        "25:61",
        "PH",
        "off",
        '"',
    ]
)


@given(st.text(max_size=600) | st.lists(WORDS, max_size=20).map("".join))
def test_any_text_is_accepted_or_refused_with_a_message(text):
    try:
        validate_opening_hours(text)
    except ValidationError as refused:
        assert all(message and "%(" not in message for message in refused.messages)
    else:
        assert not text or opening_hours.validate(text)
        state = opening_state(site(text), at("2026-03-02T10:00", site()))
        assert (state.code == "unknown") <= (not text or "unknown" in text.lower())


@given(st.lists(WORDS, max_size=20).map("".join))
def test_a_suggestion_can_be_read(text):
    suggestion = suggest(text)
    assert suggestion is None or opening_hours.validate(suggestion)


def test_an_unknown_time_zone_is_refused():
    validate_time_zone("Indian/Reunion")
    with pytest.raises(ValidationError, match="Mars/Olympus"):
        validate_time_zone("Mars/Olympus")
