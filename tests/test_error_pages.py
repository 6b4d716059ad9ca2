"""What people read when something went wrong."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.defaults import page_not_found, permission_denied, server_error


@pytest.mark.django_db
def test_an_unknown_address_offers_the_finder(client):
    response = client.get("/cette-page-n-existe-pas/")
    assert response.status_code == 404
    assert 'name="lieu"' in response.content.decode()


def test_a_breakdown_needs_no_database(rf):
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "La porte coince." in response.content.decode()


@pytest.mark.django_db
def test_a_refusal_says_whom_to_ask(rf):
    response = permission_denied(rf.get("/"), PermissionDenied())
    assert response.status_code == 403
    assert "réservée aux équipes" in response.content.decode()


@pytest.mark.django_db
def test_the_place_form_may_be_missing(rf):
    assert page_not_found(rf.get("/"), Http404()).status_code == 404
