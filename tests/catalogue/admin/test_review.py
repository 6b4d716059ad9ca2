"""What is proposed is read, then published or sent back, by those who may publish it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from catalogue.models import Role
from tests import factories
from tests.catalogue.admin.tools import admin_url, submit, text_of

from .worlds import HERE, worlds_for_the_module


@pytest.fixture(scope="module", autouse=True)
def shared(django_db_setup, django_db_blocker):
    with worlds_for_the_module(django_db_blocker, HERE) as worlds:
        yield worlds


@pytest.fixture
def submitted(member, here):
    """An offer whose new title awaits a review."""
    client = Client()  # another browser than the reader's
    client.force_login(member(Role.ADVISER))
    submit(client, admin_url(here.offer, "edit"), action="submit", title="Nouveau titre")
    return here.offer


def review(client, offer, action, comment="Merci"):
    state = TaskState.objects.get()
    url = reverse(
        offer.snippet_viewset.get_url_name("workflow_action"), args=[offer.pk, action, state.pk]
    )
    client.post(url, {"comment": comment})
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


def head_of(place, **fields):
    return factories.MembershipFactory(role=Role.STRUCTURE_HEAD, **place, **fields).user


def propose(member, here, role=Role.ADVISER):
    client = Client()
    client.force_login(member(role))
    submit(client, admin_url(here.offer, "edit"), action="submit", title="Nouveau titre")


def recipients(mailoutbox):
    return sorted(address for message in mailoutbox for address in message.to)


class TestEmails:
    def test_those_who_may_publish_it_there_are_asked_in_french(
        self, member, here, there, superuser, mailoutbox
    ):
        head = head_of({"structure": here.structure})
        head_of({"structure": there.structure})
        member(Role.COMMUNICATION)
        propose(member, here)
        assert recipients(mailoutbox) == [head.email]
        assert mailoutbox[0].subject == "À relire\xa0: Nouveau titre"
        text = mailoutbox[0].body
        assert "Bonjour Camille," in text
        assert "vous demande de relire «\xa0Nouveau titre\xa0» (offre)" in text
        assert admin_url(here.offer, "edit") in text

    def test_where_nobody_may_the_networks_staff_are_asked(self, member, here, mailoutbox):
        communication = member(Role.COMMUNICATION)
        propose(member, here)
        assert recipients(mailoutbox) == [communication.email]

    def test_where_nobody_at_all_may_the_sites_owner_is_asked(
        self, member, here, superuser, mailoutbox
    ):
        propose(member, here)
        assert recipients(mailoutbox) == [superuser.email]

    def test_nobody_asks_themselves(self, member, here, mailoutbox):
        propose(member, here, role=Role.STRUCTURE_HEAD)
        assert recipients(mailoutbox) == []

    @pytest.mark.parametrize(
        ("action", "subject", "sentence"),
        [
            ("approve", "Approuvé", "a été approuvé\xa0: c’est en ligne."),
            ("reject", "À revoir", "vous demande des changements.\n\nPlus court, c’est mieux."),
        ],
    )
    def test_the_author_is_told_what_became_of_it(
        self, action, subject, sentence, submitted, sign_in, mailoutbox
    ):
        mailoutbox.clear()
        review(sign_in(Role.STRUCTURE_HEAD), submitted, action, "Plus court, c’est mieux.")
        [message] = mailoutbox
        assert message.subject == f"{subject}\xa0: Nouveau titre"
        assert sentence in message.body

    def test_the_author_is_told_that_it_will_be_published_at_its_time(
        self, member, here, sign_in, mailoutbox
    ):
        here.offer.go_live_at = timezone.now() + timedelta(days=1)
        here.offer.title = "Demain"
        author = member(Role.ADVISER)
        here.offer.save_revision(user=author)
        here.offer.get_workflow().start(here.offer, author)
        mailoutbox.clear()
        review(sign_in(Role.STRUCTURE_HEAD), here.offer, "approve")
        assert "ce sera en ligne à l’heure prévue" in mailoutbox[0].body


class TestCommunicatorOfAStructure:
    @pytest.mark.parametrize(
        ("kind", "changes"),
        [
            ("structure", {"presentation": "Ici, on t’écoute."}),
            ("site", {"opening_hours": "Mo-Fr 10:00-12:00"}),
            ("offer", {"title": "Atelier du soir"}),
        ],
    )
    def test_proposes_what_the_head_publishes(self, kind, changes, member, here, sign_in):
        instance = getattr(here, kind)
        [(name, value)] = changes.items()
        before = getattr(instance, name)
        client = sign_in(Role.COMMUNICATOR)
        submit(client, admin_url(instance, "edit"), action="publish", **changes)
        submit(client, admin_url(instance, "edit"), action="submit", **changes)
        instance.refresh_from_db()
        assert getattr(instance, name) == before
        reader = Client()
        reader.force_login(member(Role.STRUCTURE_HEAD))
        url = reverse(
            instance.snippet_viewset.get_url_name("workflow_action"),
            args=[instance.pk, "approve", TaskState.objects.get().pk],
        )
        reader.post(url)
        instance.refresh_from_db()
        assert getattr(instance, name) == value
