"""What holds for every address under /api/v1/."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.throttling import AnonRateThrottle

from tests.factories import CommuneFactory, OfferFactory, StructureFactory, UserFactory

from .test_lists import LISTS

PARAMETERS = [
    "lieu",
    "lat",
    "lon",
    "km",
    "page",
    "par_page",
    "structure",
    "departement",
    "region",
    "type",
    "theme",
    "age",
    "fauteuil",
    "en_vigueur",
    "commune",
    "q",
    "tri",
    "du",
    "au",
    "prix",
    "modalite",
    "dispositif",
    "partenaire",
    "format",
]
VALUES = (
    st.text(max_size=30)
    | st.integers().map(str)
    | st.floats().map(str)
    | st.sampled_from(["", "\x00", "9" * 400, "é" * 10_000, "-1", "0", "1e400", "94016", "' OR 1"])
)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, path, method):
    assert getattr(client, method)(f"/api/v1/{path}/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_any_website_may_read(client, path):
    response = client.get(f"/api/v1/{path}/", headers={"Origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "Set-Cookie" not in response.headers


@pytest.mark.django_db
def test_an_answer_is_the_same_for_whoever_asks(client, django_assert_max_num_queries):
    anonymous = client.get("/api/v1/structures/").content
    client.force_login(UserFactory(is_superuser=True))
    StructureFactory(live=False)
    with django_assert_max_num_queries(6):
        assert client.get("/api/v1/structures/").content == anonymous


@pytest.mark.django_db
class TestCaching:
    def test_caches_may_keep_an_answer_for_a_minute(self, client):
        response = client.get("/api/v1/structures/")
        assert response["Cache-Control"] == "public, max-age=60"

    def test_what_has_not_changed_is_not_sent_again(self, client):
        StructureFactory()
        first = client.get("/api/v1/structures/")
        again = client.get("/api/v1/structures/", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        StructureFactory()
        changed = client.get("/api/v1/structures/", headers={"If-None-Match": first["ETag"]})
        assert changed.status_code == 200

    def test_refusals_are_not_kept(self, client):
        assert "Cache-Control" not in client.get("/api/v1/sites/?lat=x").headers


@pytest.mark.django_db
def test_who_asks_too_much_is_told_to_wait(client, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/min"})
    statuses = [client.get("/api/v1/themes/").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


class TestRefusals:
    @pytest.mark.parametrize(
        ("path", "parameters", "field"),
        [
            ("sites", {"lat": "nord", "lon": "2"}, "lat"),
            ("sites", {"lat": "91", "lon": "2"}, "lat"),
            ("sites", {"km": "7"}, "km"),
            ("sites", {"fauteuil": "oui"}, "fauteuil"),
            ("structures", {"type": "mairie"}, "type"),
            ("schemes", {"age": "douze"}, "age"),
            ("schemes", {"theme": "cuisine"}, "theme"),
            ("sites", {"lieu": "x" * 10_000}, "lieu"),
            ("sites", {"lieu": "\x00"}, "lieu"),
        ],
    )
    def test_a_bad_value_is_explained(self, api, path, parameters, field):
        assert api(path, status=400, **parameters)[field][0].strip()

    def test_half_a_point_is_explained(self, api):
        assert api("sites", status=400, lat="48.8")

    def test_an_ambiguous_town_names_the_candidates(self, api):
        CommuneFactory(insee_code="93066", name="Saint-Denis", department_code="93")
        CommuneFactory(insee_code="97411", name="Saint-Denis", department_code="974")
        (message,) = api("structures", status=400, lieu="Saint-Denis")["lieu"]
        assert "Saint-Denis (93) 93066" in message
        assert "Saint-Denis (974) 97411" in message

    def test_an_unknown_town_names_the_nearest_spelling(self, api):
        CommuneFactory(insee_code="94016", name="Cachan")
        (message,) = api("structures", status=400, lieu="Kachan")["lieu"]
        assert "Cachan (94) 94016" in message

    def test_a_page_that_does_not_exist_is_not_found(self, api):
        assert api("offers", status=404, page=10**30)["detail"]
        assert api("offers", status=404, page="dernière")["detail"]

    @pytest.mark.parametrize("path", ["offers/999999999999999999999", "sites/inconnu", "offers/x"])
    def test_an_object_that_does_not_exist_is_not_found(self, api, path):
        api(path, status=404)


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_any_parameters_are_answered(path):
    OfferFactory()
    client = Client()

    @given(st.dictionaries(st.sampled_from(PARAMETERS), VALUES, max_size=4))
    def check(parameters):
        response = client.get(f"/api/v1/{path}/", parameters)
        assert response.status_code in {200, 400, 404}
        assert isinstance(response.json(), dict)

    check()
