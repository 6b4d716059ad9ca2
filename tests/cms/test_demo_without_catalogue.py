"""The demonstration's pages, where there is no scheme, no theme and no structure to speak of."""

import pytest

from cms.demo import load
from cms.models import HomePage, NewsPage

pytestmark = pytest.mark.django_db


def test_they_are_made_once_and_put_forward_nothing_that_is_not_there(client):
    assert load() > 0
    assert NewsPage.objects.published().count() == 3
    assert not HomePage.objects.first().featured_schemes()
    assert client.get("/").status_code == 200
    assert 'href="/mentions-legales/">Mentions légales' in client.get("/recherche/?q=mentions").text
    assert load() == 0
