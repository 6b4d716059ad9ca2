"""What each choice of the filters says it would show, against a recount of the list itself."""

from itertools import product

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from catalogue.facets import Facets
from catalogue.filters import OfferFilterSet
from catalogue.models import Offer, Theme
from catalogue.search.synonyms import meanings
from tests.datasets import rows_for_the_module
from tests.factories import (
    CommuneFactory,
    CoverageFactory,
    OfferFactory,
    StructureFactory,
    ThemeFactory,
)

KM = 1 / 111.2
KINDS = ["job", "workshop", "health"]
LINES = ["emploi", "sante"]
PLACE = "lieu=94016"


@pytest.fixture(scope="module", autouse=True)
def offers(django_db_setup, django_db_blocker):
    """Some offer for nearly every combination of values, near and far."""
    with rows_for_the_module(django_db_blocker):
        cachan = CommuneFactory(insee_code="94016", latitude=48.79, longitude=2.33)
        here, elsewhere = StructureFactory(), StructureFactory()
        CoverageFactory(structure=here, commune=cachan)
        themes = [ThemeFactory(code=line) for line in LINES]
        combinations = product(KINDS, Offer.Modality, ["free", "charged"], [1, 10, 20, 90])
        for number, (kind, modality, fee, km) in enumerate(combinations):
            OfferFactory(
                kind=kind,
                modality=modality,
                fee=fee,
                latitude=48.79 + km * KM if number % 7 else None,
                longitude=2.33 if number % 7 else None,
                commune=None,
                structure=[here, elsewhere, None][number % 3],
                themes=[theme for bit, theme in enumerate(themes) if number >> bit & 1],
                wheelchair=[True, False, None][number % 5 % 3],
                age_min=[None, 16, 18][number % 4 % 3],
            )
        yield


pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("facets"), pytest.mark.dialect]


def filterset(query):
    return OfferFilterSet(QueryDict(query), queryset=Offer.objects.public())


def recount(query):
    return filterset(query).qs.count()


def asked(data, *, without=""):
    """The same question without one of its filters."""
    return "&".join(part for part in data.split("&") if part.split("=")[0] != without)


QUESTIONS = st.builds(
    lambda *parts: "&".join(part for group in parts for part in group if part),
    st.lists(st.sampled_from([PLACE]), max_size=1),
    st.lists(st.sampled_from([f"theme={line}" for line in Theme.Line.values]), unique=True),
    st.lists(st.sampled_from([f"type={kind}" for kind in Offer.Kind.values]), unique=True),
    st.lists(st.sampled_from([f"modalite={mode}" for mode in Offer.Modality.values]), unique=True),
    st.lists(st.sampled_from([f"prix={fee}" for fee in Offer.Fee.values]), unique=True),
    st.lists(st.sampled_from(["km=5", "km=15", "km=30", "km=0"]), max_size=1),
    st.lists(st.sampled_from(["fauteuil=true", "fauteuil=false"]), max_size=1),
    st.lists(st.sampled_from(["age=17", "q=CV", "q=CV&age=20"]), max_size=1),
)


@given(QUESTIONS)
def test_a_choice_counts_what_the_list_would_show_with_it_alone_in_its_facet(query):
    facets = Facets(filterset(query))
    for facet in facets:
        others = asked(query, without=facet.name)
        for choice in facet.choices:
            assert choice.count == recount(f"{others}&{facet.name}={choice.value}"), choice
    assert facets.wheelchair == recount(asked(query, without="fauteuil") + "&fauteuil=true")


@given(QUESTIONS)
def test_the_total_is_that_of_the_list(query):
    assert Facets(filterset(query)).total == recount(query)


def test_a_choice_that_was_made_is_marked():
    facets = {facet.name: facet for facet in Facets(filterset("type=job&type=health"))}
    assert {choice.value for choice in facets["type"].choices if choice.is_chosen} == {
        "job",
        "health",
    }


def test_kinds_that_nobody_offers_are_left_out_unless_they_were_chosen():
    (kinds,) = [facet for facet in Facets(filterset("")) if facet.name == "type"]
    assert sorted(choice.value for choice in kinds.choices) == sorted(KINDS)
    (kinds,) = [facet for facet in Facets(filterset("type=housing")) if facet.name == "type"]
    assert "housing" in {choice.value for choice in kinds.choices}


def test_distances_are_offered_from_somewhere_only():
    assert "km" not in {facet.name for facet in Facets(filterset(""))}
    assert "km" in {facet.name for facet in Facets(filterset(PLACE))}


def test_two_queries_count_everything():
    question = filterset(f"{PLACE}&km=15&theme=emploi&type=job&q=CV")
    assert question.place  # understood beforehand
    meanings()  # remembered for a minute
    with CaptureQueriesContext(
        connection,
    ) as queries:
        facets = Facets(question)
        assert list(facets)
        assert facets.total >= facets.count(km="5")
    assert len(queries) == 2
