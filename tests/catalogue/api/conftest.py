import pytest
from rest_framework.test import APIClient


@pytest.fixture
def api(db):
    """`api("structures", lieu="94016")` answers the parsed JSON of a good request."""
    client = APIClient()

    def get(path, *, status=200, **parameters):
        response = client.get(f"/api/v1/{path}/", parameters)
        assert response.status_code == status, response.content
        return response.json()

    return get


@pytest.fixture
def codes(api):
    """The codes of a list's results, in their order."""

    def get(path, key="code", **parameters):
        return [row[key] for row in api(path, **parameters)["results"]]

    return get
