"""Full-text search: the same answers on SQLite and on PostgreSQL."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.search.backends import get_search_backend

from catalogue.models import Offer
from catalogue.search import matching, ranked
from catalogue.search.french import MAX_WORDS, variants, words
from tests.factories import OfferFactory, PartnerFactory, ThemeFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.dialect(
        "catalogue.search",
        "catalogue.search.database",
        "catalogue.search.postgresql",
        "catalogue.search.sqlite",
        "catalogue.indexing",
    ),
]


def found(text, search=matching):
    return [offer.title for offer in search(Offer.objects.public(), text)]


@pytest.mark.parametrize(
    "text",
    [
        "électricité",
        "electricite",
        "ÉLECTRICITÉ",
        "Electricité",
        "l’électricité",
        "d'électricité",
        "électricité !",
        "  électricité  ",
        "« électricité »",
    ],
)
def test_neither_accents_nor_capitals_nor_punctuation_matter(text):
    OfferFactory(title="CAP électricité")
    OfferFactory(title="CAP cuisine")
    assert found(text) == ["CAP électricité"]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Formation courte", "formations"),
        ("Des formations courtes", "formation"),
        ("Un métier", "metiers"),
        ("Les métiers du bois", "métier"),
        ("Un jeu", "jeux"),
        ("Des jeux", "jeu"),
        ("Un local", "locaux"),
        ("Des locaux", "local"),
    ],
)
def test_singular_and_plural_are_one_word(written, asked):
    OfferFactory(title=written)
    assert found(asked) == [written]


def test_a_longer_word_is_another_word():
    OfferFactory(title="Permanence du mardi")
    assert found("permis") == []


def test_every_word_is_there_in_any_order_wherever_it_is_written():
    OfferFactory(title="Vendeur de vélos", description="Un contrat de deux ans à Gentilly.")
    OfferFactory(title="Vendeur de fruits")
    assert found("contrat vélo vendeur") == ["Vendeur de vélos"]


def test_small_words_are_not_looked_for():
    OfferFactory(title="Aide permis", summary="", description="")
    assert found("une aide pour le permis") == ["Aide permis"]


@pytest.mark.parametrize("text", ["", "   ", "de la", "???", '"', "'", "%", "_", "\\"])
def test_a_text_without_a_word_finds_nothing(text):
    OfferFactory()
    assert found(text) == []


def test_an_offer_is_found_by_its_theme_its_partner_and_its_kind():
    offer = OfferFactory(
        title="Deux roues",
        kind=Offer.Kind.DRIVING_LICENCE,
        partner=PartnerFactory(name="Auto-école du Moulin"),
        themes=[ThemeFactory(code="mobilite", name="Mobilité")],
    )
    # Modelcluster writes the themes after the signal that indexes, which tests obey at once.
    offer.save()
    for text in ("mobilite", "moulin", "permis"):
        assert found(text) == ["Deux roues"], text


def test_only_what_the_queryset_holds_is_found():
    OfferFactory(title="Atelier caché", live=False)
    OfferFactory(title="Atelier retiré", status=Offer.Status.WITHDRAWN)
    OfferFactory(title="Atelier visible")
    assert found("atelier") == found("atelier", ranked) == ["Atelier visible"]


def test_what_bears_the_word_in_its_title_comes_first():
    OfferFactory(title="Boulangerie du Pont", description="")
    OfferFactory(title="Un stage", description="En boulangerie.")
    assert found("boulangerie", ranked) == ["Boulangerie du Pont", "Un stage"]


def test_what_changed_is_found_by_its_new_words_only():
    offer = OfferFactory(title="Plomberie")
    offer.title = "Menuiserie"
    offer.save()
    assert found("plomberie") == []
    assert found("menuiserie") == ["Menuiserie"]


def test_words_being_typed_complete_without_accents_either():
    """Wagtail's admin lists and choosers ask this way."""
    OfferFactory(title="Électricité générale")
    results = get_search_backend().autocomplete("elec", Offer)
    assert [offer.title for offer in results] == ["Électricité générale"]


@example('a" OR title:"b')
@example("NEAR(a b) * ^ - + {title}")
@example("it's & | ! <-> ('")
@example("%s %d %(x)s")
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_searched_without_a_fault(text):
    assert matching(Offer.objects.all(), text).count() >= 0
    assert len(ranked(Offer.objects.all(), text)[:5]) >= 0
    assert len(get_search_backend().autocomplete(text, Offer)) >= 0


@given(st.text())
def test_words_are_few_and_made_of_letters_and_figures(text):
    result = words(text)
    assert len(result) <= MAX_WORDS
    assert all(word and "_" not in word and '"' not in word for word in result)


@given(st.from_regex(r"[a-zéèàœ]{1,15}", fullmatch=True))
def test_a_word_is_one_of_its_own_variants(word):
    assert variants(word)[0] == word
