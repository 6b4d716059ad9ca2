"""Who holds an agreement is told once what it asks for, by e-mail."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command

from catalogue import reminders
from catalogue.models import Agreement, AgreementReminder, Role
from tests.factories import (
    AgreementFactory,
    AgreementMeetingFactory,
    MembershipFactory,
    NetworkFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20T12:00:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def ending():
    return AgreementFactory(title="L’Atelier & Cie", ends_on=date(2026, 12, 31))


@pytest.fixture
def head(ending):
    return MembershipFactory(role=Role.STRUCTURE_HEAD, structure=ending.structure).user


def remind():
    call_command("remind_agreements", verbosity=0)


def test_the_end_of_an_agreement_is_announced(ending, head, mailoutbox):
    remind()
    (mail,) = mailoutbox
    assert mail.to == [head.email]
    assert mail.subject == "Convention à renouveler\u00a0: L’Atelier & Cie"
    assert "se termine le 31\u00a0décembre 2026" in mail.body
    assert f"/gestion/catalogue/agreement/edit/{ending.pk}/" in mail.body
    assert "&amp;" not in mail.body


def test_a_year_without_a_committee_is_announced(head, ending, mailoutbox):
    Agreement.objects.update(starts_on=date(2020, 1, 1), ends_on=None)
    AgreementMeetingFactory(agreement=ending, planned_on=date(2025, 3, 1))
    remind()
    (mail,) = mailoutbox
    assert mail.subject == "Comité à réunir\u00a0: L’Atelier & Cie"
    assert "s’est tenu le 1er\u00a0mars 2025" in mail.body
    assert "Aucun n’est prévu" in mail.body


def test_who_has_never_met_is_told_so_and_when_they_will(head, ending, mailoutbox):
    Agreement.objects.update(starts_on=date(2025, 1, 1), ends_on=None)
    AgreementMeetingFactory(agreement=ending, planned_on=date(2026, 12, 9), held_on=None)
    remind()
    (mail,) = mailoutbox
    assert "depuis qu’elle a commencé, le 1er\u00a0janvier 2025" in mail.body
    assert "Le prochain est prévu le 9\u00a0décembre 2026." in mail.body


def test_a_reminder_is_sent_once(ending, head, mailoutbox, today):
    remind()
    remind()
    today.shift(timedelta(days=10))
    remind()
    assert len(mailoutbox) == AgreementReminder.objects.count() == 1


def test_another_end_is_another_reminder(ending, head, mailoutbox):
    remind()
    Agreement.objects.update(ends_on=date(2027, 1, 31))
    remind()
    assert len(mailoutbox) == 2


def test_a_committee_that_met_ends_one_silence_and_begins_another(ending, head, mailoutbox, today):
    Agreement.objects.update(starts_on=date(2020, 1, 1), ends_on=None)
    remind()
    AgreementMeetingFactory(agreement=ending, planned_on=TODAY)
    today.shift(timedelta(days=365))
    remind()
    assert len(mailoutbox) == 1
    today.shift(timedelta(days=1))
    remind()
    assert len(mailoutbox) == 2


def test_two_workers_at_once_send_one_reminder(ending, head, mailoutbox):
    """Both have read that it is due."""
    kind = AgreementReminder.Kind.ENDING
    first, second = reminders.due(kind).get(), reminders.due(kind).get()
    assert [reminders.record(first, kind), reminders.record(second, kind)] == [True, False]
    assert len(mailoutbox) == 1


def test_only_those_who_may_act_on_it_are_called(ending, head, mailoutbox):
    """Neither who only reads it, nor who is elsewhere, above, or gone."""
    structure = ending.structure
    for membership in [
        {"role": Role.ADVISER, "structure": structure},
        {"role": Role.DATA, "structure": structure},
        {"role": Role.STRUCTURE_HEAD},
        {"role": Role.STRUCTURE_HEAD, "structure": structure, "user__is_active": False},
        {"role": Role.NETWORK_ADMIN, "structure": None, "network": NetworkFactory()},
    ]:
        MembershipFactory(**membership)
    remind()
    assert [mail.to for mail in mailoutbox] == [[head.email]]


def test_a_network_s_agreement_is_its_administration_s_affair(mailoutbox):
    network = NetworkFactory()
    AgreementFactory(structure=None, network=network, ends_on=date(2026, 12, 31))
    people = [
        MembershipFactory(role=role, structure=None, network=network).user.email
        for role in (Role.NETWORK_ADMIN, Role.COMMUNICATION, Role.DATA)
    ]
    remind()
    (mail,) = mailoutbox
    assert mail.to == sorted(people[:2])


def test_a_reminder_waits_for_somebody_to_read_it(ending, mailoutbox):
    remind()
    assert mailoutbox == []
    MembershipFactory(role=Role.STRUCTURE_HEAD, structure=ending.structure)
    remind()
    assert len(mailoutbox) == 1


def test_a_quiet_agreement_reminds_nobody(mailoutbox):
    agreement = AgreementFactory()
    MembershipFactory(role=Role.STRUCTURE_HEAD, structure=agreement.structure)
    remind()
    assert mailoutbox == []
