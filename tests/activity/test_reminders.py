"""Asking late structures for their figures: to whom, once, and what it says."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from activity.models import Reminder, Report
from activity.notifications import send_reminder
from activity.periods import Frequency, Week
from activity.permissions import may_enter, people_who_enter
from activity.reminders import remind
from catalogue.models import Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("activity.reminders")]

WEEKS = [Week(2024, 14), Week(2024, 15)]


@pytest.fixture
def coordinator(member):
    return member(Role.NETWORK_ADMIN, at="region")


@pytest.fixture
def ask(coordinator):
    def ask(*structures, by=None, seen=None, periods=WEEKS):
        asked = {structure.pk: seen for structure in structures}
        return remind(by or coordinator, asked, periods, Frequency.WEEK)

    return ask


@pytest.fixture
def people(member):
    return [member(Role.ADVISER), member(Role.STRUCTURE_HEAD), member(Role.DATA)]


def addresses(mailoutbox):
    return sorted(address for mail in mailoutbox for address in mail.recipients())


# --- To whom


def test_those_who_enter_figures_are_written_to_one_by_one(ask, structure, people, mailoutbox):
    outcome = ask(structure)
    assert addresses(mailoutbox) == sorted(user.email for user in people)
    assert {len(mail.recipients()) for mail in mailoutbox} == {1}
    assert outcome.people == 3


@pytest.mark.parametrize(
    ("role", "at"),
    [(Role.NETWORK_ADMIN, "union"), (Role.DATA, "union"), (Role.COMMUNICATION, "region")],
)
def test_members_of_networks_are_not(role, at, ask, structure, member, mailoutbox):
    adviser = member(Role.ADVISER)
    member(role, at)
    ask(structure)
    assert addresses(mailoutbox) == [adviser.email]


def test_whoever_has_two_roles_there_gets_one_message(ask, structure, adviser, mailoutbox):
    factories.MembershipFactory(user=adviser, role=Role.STRUCTURE_HEAD, structure=structure)
    ask(structure)
    assert addresses(mailoutbox) == [adviser.email]


def test_whoever_left_gets_none(ask, structure, adviser, mailoutbox):
    adviser.is_active = False
    adviser.save()
    outcome = ask(structure)
    assert mailoutbox == []
    assert outcome.without_people == [structure]
    assert not Reminder.objects.exists()


def test_who_is_written_to_is_who_may_enter(structure, people):
    """The same rule, asked from the other side."""
    found = people_who_enter([structure])[structure.pk]
    assert set(found) == set(people)
    assert all(may_enter(user, structure) for user in found)


def test_a_role_that_no_longer_enters_is_no_longer_asked(structure, people):
    adviser, *others = people
    group = Group.objects.get(name=Role.ADVISER.label)
    group.permissions.remove(
        *group.permissions.filter(codename="change_activityrecord").values_list("pk", flat=True)
    )
    assert not may_enter(type(adviser).objects.get(pk=adviser.pk), structure)
    assert set(people_who_enter([structure])[structure.pk]) == set(others)


# --- What it says


def test_it_names_what_is_owed_and_leads_there(ask, structure, adviser, coordinator, mailoutbox):
    factories.ReportFactory(structure=structure, starts_on=WEEKS[1].starts_on)
    structure.name = "L’Élan & Co"
    structure.save()
    ask(structure)
    (mail,) = mailoutbox
    assert mail.subject == "Chiffres d’activité, 2 périodes à envoyer : L’Élan & Co"
    assert "semaine 14, du 1er avril 2024 au 7 avril 2024 : rien n’est saisi" in mail.body
    assert "semaine 15, du 8 avril 2024 au 14 avril 2024 : commencée, il reste" in mail.body
    for week in WEEKS:
        assert f"/gestion/activite/saisie/{structure.pk}/{week.code}/" in mail.body
    assert "&amp;" not in mail.body
    assert mail.reply_to == [coordinator.email]
    assert str(coordinator) in mail.body


def test_one_week_is_named_in_the_subject(ask, structure, adviser, mailoutbox):
    factories.ReportFactory(structure=structure, starts_on=WEEKS[0].starts_on, submitted=True)
    ask(structure)
    assert "semaine 15, du 8 avril 2024" in mailoutbox[0].subject


# --- What is kept


def test_a_reminder_is_kept(ask, structure, people, coordinator):
    ask(structure)
    reminder = Reminder.objects.get()
    assert reminder.structure == structure
    assert reminder.made_by == coordinator
    assert reminder.people == 3
    assert reminder.periods == WEEKS
    assert reminder.sent_at


def test_it_leaves_after_the_transaction_that_asked_for_it(
    ask, structure, adviser, settings, mailoutbox
):
    """In production the task is a row of the same transaction: no worker sees it before."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    with transaction.atomic():
        ask(structure)
        assert DBTaskResult.objects.count() == 1
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
    assert not Reminder.objects.exists()
    assert mailoutbox == []


def test_a_message_that_cannot_leave_is_not_said_to_have_left(
    structure, adviser, monkeypatch, mailoutbox
):
    def fail(backend, messages):
        raise SMTPServerDisconnected

    reminder = factories.ReminderFactory(structure=structure, sent_at=None)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", fail)
        with pytest.raises(SMTPServerDisconnected):
            send_reminder.call(reminder.pk)
    reminder.refresh_from_db()
    assert reminder.sent_at is None
    send_reminder.call(reminder.pk)
    assert len(mailoutbox) == 1


# --- Once


def test_a_task_that_runs_twice_writes_once(structure, adviser, mailoutbox):
    reminder = factories.ReminderFactory(structure=structure, sent_at=None)
    send_reminder.call(reminder.pk)
    send_reminder.call(reminder.pk)
    assert len(mailoutbox) == 1


def test_a_second_click_finds_the_reminder_of_the_first(ask, structure, adviser, mailoutbox):
    first = ask(structure)
    second = ask(structure)
    assert second.made == []
    assert second.already == first.made
    assert len(mailoutbox) == 1


def test_whoever_saw_the_last_one_may_send_another(ask, structure, adviser, mailoutbox):
    (reminder,) = ask(structure).made
    assert ask(structure, seen=reminder.pk).made
    assert len(mailoutbox) == 2


def test_after_some_days_one_may_ask_again(ask, structure, adviser, mailoutbox):
    ask(structure)
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        assert ask(structure).made
    assert len(mailoutbox) == 2


def test_who_reported_meanwhile_is_left_alone(ask, here, adviser, mailoutbox):
    for week in WEEKS:
        factories.ReportFactory(structure=here.structure, starts_on=week.starts_on, submitted=True)
    outcome = ask(*here.structures)
    assert outcome.made == []
    assert outcome.without_people == [here.structures[1]]
    assert mailoutbox == []


def test_who_reported_before_the_worker_came_is_left_alone(structure, adviser, mailoutbox):
    reminder = factories.ReminderFactory(structure=structure, sent_at=None)
    factories.ReportFactory(structure=structure, submitted=True)
    send_reminder.call(reminder.pk)
    assert mailoutbox == []
    assert not Reminder.objects.exists()


# --- By whom


@pytest.mark.parametrize(
    ("role", "at"),
    [
        (Role.ADVISER, "structure"),
        (Role.STRUCTURE_HEAD, "structure"),
        (Role.DATA, "structure"),
        (Role.DATA, "region"),
        (Role.DATA, "union"),
        (Role.COMMUNICATION, "union"),
    ],
)
def test_others_remind_nobody(role, at, ask, member, structure, adviser, mailoutbox):
    outcome = ask(structure, by=member(role, at))
    assert (outcome.made, outcome.already, outcome.without_people) == ([], [], [])
    assert mailoutbox == []


def test_a_region_doesnt_remind_another(ask, there, mailoutbox):
    factories.MembershipFactory(role=Role.ADVISER, structure=there.structure)
    assert ask(there.structure).made == []
    assert mailoutbox == []


def test_the_national_union_reminds_anybody(ask, there, member, mailoutbox):
    factories.MembershipFactory(role=Role.ADVISER, structure=there.structure)
    assert ask(there.structure, by=member(Role.NETWORK_ADMIN, "union")).made
    assert len(mailoutbox) == 1


def test_many_cost_little_more_than_one(ask, here, django_assert_max_num_queries):
    """Besides the tasks, which are one each."""
    structures = factories.StructureFactory.create_batch(20, network=here.network)
    for structure in structures:
        factories.ReportFactory(structure=structure, state=Report.State.DRAFT)
    with django_assert_max_num_queries(14):
        assert len(ask(*structures).without_people) == 20
