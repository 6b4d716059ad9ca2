"""What those who coordinate are told on Monday: once, and of their own structures only."""

from datetime import date
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from activity.digest import NAMED
from activity.models import Digest
from activity.notifications import send_digest
from activity.periods import Week
from activity.permissions import coordinators
from catalogue.models import Role
from tests import factories

pytestmark = pytest.mark.django_db

LAST = Week(2024, 15)
MONDAY = "2024-04-15T08:00:00+02:00"


@pytest.fixture(autouse=True)
def monday(today):
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def coordinator(member):
    return member(Role.NETWORK_ADMIN, at="region")


def round_of_the_job(at=MONDAY):
    with time_machine.travel(at, tick=False):
        call_command("send_digests")


def body_of(mailoutbox):
    (mail,) = mailoutbox
    return mail.body


# --- To whom


def test_those_who_remind_receive_it(member, coordinator, mailoutbox):
    national = member(Role.NETWORK_ADMIN, at="union")
    for role, at in [
        (Role.ADVISER, "structure"),
        (Role.STRUCTURE_HEAD, "structure"),
        (Role.DATA, "region"),
        (Role.COMMUNICATION, "union"),
    ]:
        member(role, at)
    round_of_the_job()
    assert {mail.to[0] for mail in mailoutbox} == {coordinator.email, national.email}
    assert set(coordinators()) == {coordinator, national}


def test_who_unticked_the_box_receives_nothing(coordinator, mailoutbox):
    coordinator.wants_digest = False
    coordinator.save()
    round_of_the_job()
    assert mailoutbox == []


def test_who_left_receives_nothing(coordinator, mailoutbox):
    coordinator.is_active = False
    coordinator.save()
    round_of_the_job()
    assert mailoutbox == []


def test_who_has_no_structure_receives_nothing(mailoutbox):
    network = factories.NetworkFactory()
    factories.MembershipFactory(role=Role.NETWORK_ADMIN, structure=None, network=network)
    round_of_the_job()
    assert mailoutbox == []


# --- When


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        ("2024-04-15T06:59:00+02:00", 0),
        ("2024-04-15T07:00:00+02:00", 1),
        ("2024-04-16T22:00:00+02:00", 1),  # no worker ran on Monday
        ("2024-04-17T08:00:00+02:00", 0),
        ("2024-04-14T12:00:00+02:00", 0),
    ],
)
def test_it_is_sent_on_monday_morning(moment, sent, coordinator, mailoutbox):
    round_of_the_job(moment)
    assert len(mailoutbox) == sent


def test_it_is_sent_once_a_week_however_often_the_job_comes_round(coordinator, mailoutbox):
    for hour in (7, 8, 9):
        round_of_the_job(f"2024-04-15T{hour:02}:00:00+02:00")
    assert len(mailoutbox) == 1
    round_of_the_job("2024-04-22T08:00:00+02:00")
    assert len(mailoutbox) == 2
    assert "semaine 16" in mailoutbox[1].body


def test_of_two_workers_one_sends_it(coordinator, mailoutbox):
    """The other one read the list of people before the first wrote."""
    Digest.objects.create(user=coordinator, starts_on=LAST.starts_on)
    round_of_the_job()
    assert mailoutbox == []
    send_digest.call(coordinator.pk, LAST.code)
    send_digest.call(coordinator.pk, LAST.code)
    assert len(mailoutbox) == 1


def test_one_that_cannot_leave_is_prepared_again(coordinator, monkeypatch, mailoutbox):
    def fail(backend, messages):
        raise SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", fail)
        round_of_the_job()
    assert mailoutbox == []
    assert not Digest.objects.exists()
    round_of_the_job("2024-04-15T09:00:00+02:00")
    assert len(mailoutbox) == 1


# --- What it says


def test_it_says_what_was_reported_and_who_is_late(coordinator, here, there, workshops, mailoutbox):
    done, late = here.structures
    for structure, value in ((done, 12), (there.structure, 100)):
        factories.ActivityRecordFactory(structure=structure, indicator=workshops, value=value)
        factories.ReportFactory(structure=structure, submitted=True)
    factories.ActivityRecordFactory(
        structure=done, indicator=workshops, value=9, starts_on=date(2024, 4, 1)
    )
    round_of_the_job()
    body = body_of(mailoutbox)
    assert mailoutbox[0].subject == "Activité, semaine 15 : 1 sur 2 ont envoyé leurs chiffres"
    assert "semaine 15, du 8\xa0avril 2024 au 14\xa0avril 2024" in body
    assert "envoyé leurs chiffres\xa0: 1 sur 2." in body
    assert "Ateliers\xa0: 12 (9 la semaine d’avant\xa0; 1 structure sur 2 a renseigné)" in body
    assert f"- {late.name}\xa0: 8 semaines, depuis la semaine 8" in body
    assert there.structure.name not in body
    assert there.structures[1].name not in body


def test_it_leads_to_the_list_and_to_the_way_out(coordinator, here, mailoutbox):
    round_of_the_job()
    body = body_of(mailoutbox)
    for address in ("activite/retards/", "activite/retards/?periode=2024-W15", "account/"):
        assert f"/gestion/{address}\n" in body


def test_it_says_when_everybody_is_up_to_date(coordinator, here, mailoutbox):
    for structure in here.structures:
        for number in range(8, 16):
            factories.ReportFactory(
                structure=structure, starts_on=Week(2024, number).starts_on, submitted=True
            )
    round_of_the_job()
    body = body_of(mailoutbox)
    assert "Personne n’est en retard" in body
    assert "Aucun chiffre n’est encore saisi" in body


def test_a_long_list_is_cut_and_counted(coordinator, here, mailoutbox):
    factories.StructureFactory.create_batch(NAMED, network=here.network)
    round_of_the_job()
    body = body_of(mailoutbox)
    assert body.count("8 semaines, depuis") == NAMED
    assert "- et 2 autres" in body


def test_names_are_written_as_they_are(coordinator, here, mailoutbox):
    here.structure.name = "L’Élan & Co"
    here.structure.save()
    round_of_the_job()
    assert "- L’Élan & Co\xa0:" in body_of(mailoutbox)


def test_the_country_costs_as_many_queries_as_a_region(
    coordinator, here, workshops, django_assert_max_num_queries
):
    def fill(count):
        for structure in factories.StructureFactory.create_batch(count, network=here.network):
            factories.ActivityRecordFactory(structure=structure, indicator=workshops)
            factories.ReportFactory(structure=structure)

    for count in (2, 30):
        fill(count)
        Digest.objects.all().delete()
        Digest.objects.create(user=coordinator, starts_on=LAST.starts_on)
        with django_assert_max_num_queries(20):
            send_digest.call(coordinator.pk, LAST.code)
