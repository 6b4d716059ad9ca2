"""An adviser's draft is read, then published or sent back, by those who may publish it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from catalogue.models import Role
from tests import factories
from tests.catalogue.admin.tools import admin_url, submit, text_of


@pytest.fixture
def submitted(member, here):
    """An offer whose new title awaits a review."""
    client = Client()  # another browser than the reader's
    client.force_login(member(Role.ADVISER))
    submit(client, admin_url(here.offer, "edit"), action="submit", title="Nouveau titre")
    return here.offer


def review(client, offer, action):
    state = TaskState.objects.get()
    url = reverse(
        offer.snippet_viewset.get_url_name("workflow_action"), args=[offer.pk, action, state.pk]
    )
    client.post(url, {"comment": "Merci"})
    offer.refresh_from_db()
    return offer.title


def awaits(client):
    return "Nouveau titre" in text_of(client.get(reverse("wagtailadmin_home")))


def test_a_draft_submitted_waits_unpublished(submitted):
    assert submitted.current_workflow_state.status == "in_progress"
    submitted.refresh_from_db()
    assert submitted.title == "Atelier d’Ici"


@pytest.mark.parametrize("role", [Role.STRUCTURE_HEAD, Role.COMMUNICATION, Role.DATA])
def test_whoever_may_publish_finds_it_at_home_and_approves_it(role, submitted, sign_in):
    client = sign_in(role)
    assert awaits(client)
    assert review(client, submitted, "approve") == "Nouveau titre"


def test_it_can_be_sent_back(submitted, sign_in):
    assert review(sign_in(Role.STRUCTURE_HEAD), submitted, "reject") == "Atelier d’Ici"
    assert submitted.current_workflow_state.status == "needs_changes"


def test_an_adviser_cant_approve(submitted, sign_in):
    client = sign_in(Role.ADVISER)
    assert not awaits(client)
    assert review(client, submitted, "approve") == "Atelier d’Ici"


@pytest.mark.parametrize("role", [Role.STRUCTURE_HEAD, Role.COMMUNICATION])
def test_a_head_elsewhere_neither_sees_nor_approves_it(role, submitted, client, there):
    place = {"structure": there.structure}
    if role == Role.COMMUNICATION:
        place = {"structure": None, "network": there.network}
    client.force_login(factories.MembershipFactory(role=role, **place).user)
    assert not awaits(client)
    assert review(client, submitted, "approve") == "Atelier d’Ici"
    assert client.get(admin_url(submitted, "edit")).status_code == 404
