"""Whatever is put in an address, the site answers: with a page, or with what is wrong."""

from urllib.parse import quote

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from catalogue import filters
from catalogue.geography.forms import PlaceForm
from catalogue.place import COOKIE
from cms import filters as page_filters
from cms.forms import SearchForm
from tests import factories
from tests.addresses import ADMIN, ANY_PAGE, address, make_samples, page_routes, routes
from tests.datasets import rows_for_the_module

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

# Files, forms' targets and Wagtail's own routes: they read no parameter of ours.
WITHOUT_PARAMETERS = ("healthz", "documents/", "_util/", "styleguide/", ADMIN, ANY_PAGE)
ANSWERS = {200, 301, 302, 400, 404, 405} | {401, 403}  # some of the API asks who one is


def names_of_parameters():
    """Every name that a public form or FilterSet of the project reads, and what pages add."""
    declared = [
        name
        for found in [*vars(filters).values(), *vars(page_filters).values()]
        if isinstance(found, type) and issubclass(found, filters.filters.FilterSet)
        for name in found.base_filters
    ]
    forms = [*PlaceForm.base_fields, *SearchForm.base_fields]
    return sorted({*declared, *forms, "page", "page_size", "format", "fields", "order", "limit"})


def awkward_texts():
    """What no form expects: too long, of the wrong type, beyond every bound, not even text."""
    return st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=50),
        st.integers().map(str),
        st.floats().map(str),
        st.dates().map(str),
        st.sampled_from(
            [
                "\0",
                "94016\0",
                "é" * 10_000,
                "9" * 400,
                "-1",
                "0",
                "1e400",
                "2026-13-45",
                "0001-01-01",
                "9999-12-31",
                "' OR 1=1 --",
                "../../etc/passwd",
                "%",
                "\u202e\ufeff",
                "[]",
                "villejuif-94076",
            ]
        ),
    )


def parameters():
    return st.dictionaries(
        st.sampled_from(names_of_parameters()),
        st.one_of(awkward_texts(), st.lists(awkward_texts(), max_size=3)),
        min_size=1,
        max_size=4,
    )


@pytest.fixture(scope="module", autouse=True)
def samples(django_db_setup, django_db_blocker):
    """The arguments of each address: numbers and codes, which no test can change."""
    with rows_for_the_module(django_db_blocker):
        yield make_samples(factories.StructureFactory(network=factories.NetworkFactory()))


@pytest.fixture
def paths(samples):
    """Every public page, list, document and feed, with objects to show."""
    known = {route for route in routes() if not route.startswith(WITHOUT_PARAMETERS)}
    return sorted(address(route, samples) for route in known | {*page_routes()})


def get(client, path, *args, **options):
    if path.startswith("/api/"):
        cache.clear()  # or it would ask for some patience
    response = client.get(path, *args, **options)
    assert response.status_code in ANSWERS, path
    return response


@given(data=st.data())
def test_any_parameter_of_any_page_is_answered(data, client, paths):
    path = data.draw(st.sampled_from(paths))
    get(client, path, data.draw(parameters()))


@pytest.mark.parametrize("value", ["x" * 10_000, "\0", "9" * 30])
def test_every_parameter_of_the_lists_is_answered(value, client, samples):
    for path in ("/", "/missions-locales/", "/offres/", "/agenda/", "/recherche/"):
        for name in names_of_parameters():
            get(client, path, {name: value})


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "lieu=%00", "page=%F0%9F%98", "q=%", "&&=&=a&q", "%00=1"]
)
def test_bytes_that_are_no_text_are_answered(query, client, paths):
    for path in paths:
        get(client, f"{path}?{query}")


@given(data=st.data())
def test_any_address_is_answered(data, client, samples):
    """Numbers beyond the database's, names that no slug could be."""
    start = data.draw(st.sampled_from([start for start in samples if not start.startswith(ADMIN)]))
    number = data.draw(st.integers(min_value=0))
    text = data.draw(awkward_texts())
    for end in (f"{number}/", f"{number}.ics", f"{number}-a/", f"{text}/", text):
        get(client, "/" + start.replace("^", "") + quote(end))


@given(value=awkward_texts())
def test_any_remembered_town_is_answered(value, client, samples):
    client.cookies[COOKIE] = value.encode().decode("latin-1")  # as headers carry it
    for path in ("/", "/offres/", "/agenda/"):
        get(client, path)


@given(data=parameters())
def test_any_town_to_remember_is_answered(data, client):
    cache.clear()
    response = client.post("/ma-ville/", data, headers={"Origin": "http://testserver"})
    assert response.status_code in {302, 400}
