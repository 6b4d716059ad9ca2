"""An address made by hand, with a number that is none, leads nowhere: a 404, never an error."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from catalogue import models
from catalogue.models import Role
from tests.catalogue.admin.tools import admin_url

from .worlds import HERE, worlds_for_the_module

IMPOSSIBLE_KEYS = ["abc", "0", "-1", "1.5", "9" * 30, "²", "a\0b"]
CHOSEN = [models.Offer, models.ReceptionSite, models.Membership, models.Theme]


@pytest.fixture(scope="module", autouse=True)
def shared(django_db_setup, django_db_blocker):
    with worlds_for_the_module(django_db_blocker, HERE) as worlds:
        yield worlds


@pytest.fixture
def staff(sign_in):
    return sign_in(Role.NETWORK_ADMIN)


def chooser_url(model, view, *args):
    return reverse(model.snippet_viewset.chooser_viewset.get_url_name(view), args=args)


@pytest.mark.parametrize("key", IMPOSSIBLE_KEYS)
@pytest.mark.parametrize("model", CHOSEN)
def test_a_chooser_knows_nothing_of_an_impossible_key(model, key, staff):
    assert staff.get(chooser_url(model, "chosen", key)).status_code == 404
    several = f"{chooser_url(model, 'chosen_multiple')}?id={quote(key)}"
    assert staff.get(several).status_code == 404


@pytest.mark.parametrize("key", IMPOSSIBLE_KEYS)
def test_no_commune_has_an_impossible_key(key, staff):
    assert staff.get(reverse("commune_chooser:chosen", args=[key])).status_code == 404
    several = f"{reverse('commune_chooser:chosen_multiple')}?id={quote(key)}"
    assert staff.get(several).status_code == 404


def test_several_objects_are_chosen_at_once(staff, here):
    url = f"{chooser_url(models.Offer, 'chosen_multiple')}?id={here.offer.pk}"
    [chosen] = staff.get(url).json()["result"]
    assert chosen["string"] == here.offer.title


@pytest.mark.parametrize("key", IMPOSSIBLE_KEYS)
def test_what_has_an_impossible_key_has_no_versions_to_compare(key, staff):
    url = f"{admin_url(models.Offer, 'list')}history/{quote(key)}/revisions/compare/live...latest/"
    assert staff.get(url).status_code == 404


@pytest.mark.parametrize("number", ["999999999", "9" * 30])
@pytest.mark.parametrize("view", ["view", "revert", "unschedule", "compare"])
def test_an_unknown_version_is_not_found(view, number, staff, here):
    about = f"{admin_url(models.Offer, 'list')}history/{here.offer.pk}/revisions/"
    url = f"compare/{number}...latest/" if view == "compare" else f"{number}/{view}/"
    assert staff.get(about + url).status_code == 404


def ping(client, key, model="offer", **data):
    return client.post(f"/gestion/editing-sessions/ping/catalogue/{model}/{quote(key)}/1/", data)


@pytest.mark.parametrize("key", IMPOSSIBLE_KEYS)
def test_nobody_edits_what_has_an_impossible_key(key, staff):
    assert ping(staff, key).status_code == 404


@pytest.mark.parametrize("revision", IMPOSSIBLE_KEYS)
def test_nobody_edits_an_impossible_version(revision, staff, here):
    assert ping(staff, str(here.offer.pk), revision_id=revision).status_code == 404


def test_one_still_hears_who_else_edits_an_object(staff, here):
    revision = here.offer.save_revision()
    answer = ping(staff, str(here.offer.pk), revision_id=revision.pk)
    assert answer.json()["other_sessions"] == []


def test_whoever_did_not_sign_in_hears_nothing_of_it(client, here):
    answer = ping(client, str(here.offer.pk))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("wagtailadmin_login"))
