"""What an agreement may be, when it holds, and what it asks for."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from catalogue.models import Agreement, AgreementMeeting, AgreementReminder
from tests.factories import (
    AgreementFactory,
    AgreementMeetingFactory,
    NetworkFactory,
    PartnerFactory,
    StructureFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("catalogue.models.agreements")]
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20T12:00:00+01:00", tick=False):
        yield


def refuses(do):
    with pytest.raises(IntegrityError), transaction.atomic():
        do()
    return True


# --- What the database refuses


def test_an_agreement_does_not_end_before_it_begins():
    assert refuses(lambda: AgreementFactory(starts_on=TODAY, ends_on=TODAY - timedelta(days=1)))
    AgreementFactory(starts_on=TODAY, ends_on=TODAY)


def test_a_structure_or_a_network_holds_it_and_not_both():
    assert refuses(lambda: AgreementFactory(structure=None))
    assert refuses(lambda: AgreementFactory(network=NetworkFactory()))
    AgreementFactory(structure=None, network=NetworkFactory())


def test_an_agreement_does_not_follow_itself():
    agreement = AgreementFactory()
    rows = Agreement.objects.filter(pk=agreement.pk)
    assert refuses(lambda: rows.update(predecessor=agreement))


def test_the_month_of_a_signature_needs_a_signature():
    assert refuses(lambda: AgreementFactory(signed_month_only=True))


def test_a_partner_is_in_an_agreement_once():
    partner = PartnerFactory()
    assert refuses(lambda: AgreementFactory(partners=[partner, partner]))


def test_a_committee_is_planned_once_on_a_day():
    meeting = AgreementMeetingFactory(planned_on=TODAY)
    assert refuses(lambda: AgreementMeetingFactory(agreement=meeting.agreement, planned_on=TODAY))


@pytest.mark.parametrize("told", [{"minutes": "Le point."}, {"decisions": "Continuer."}])
def test_a_committee_is_told_of_once_it_was_held(told):
    assert refuses(lambda: AgreementMeetingFactory(held_on=None, **told))
    AgreementMeetingFactory(**told)


def test_a_reminder_is_made_once():
    values = {"agreement": AgreementFactory(), "kind": "ending", "about": TODAY}
    AgreementReminder.objects.create(**values)
    assert refuses(lambda: AgreementReminder.objects.create(**values))


# --- What follows what


def chain(length):
    """Agreements, each of which follows the one before."""
    agreements = []
    for _ in range(length):
        agreements.append(AgreementFactory(predecessor=agreements[-1] if agreements else None))
    return agreements


@pytest.mark.parametrize("length", [2, 3])
def test_agreements_do_not_follow_each_other_in_a_circle(length):
    first, *_, last = chain(length)
    first.predecessor = last
    with pytest.raises(ValidationError) as refusal:
        first.full_clean()
    assert list(refusal.value.message_dict) == ["predecessor"]
    with pytest.raises(ValidationError), transaction.atomic():
        first.save()
    first.refresh_from_db()
    assert first.predecessor is None


def test_a_circle_made_behind_our_back_is_no_endless_road():
    first, second, third = chain(3)
    Agreement.objects.filter(pk=first.pk).update(predecessor=second)
    third.full_clean()


# --- When it holds


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (TODAY, TODAY, True),
        (TODAY - timedelta(days=1), None, True),
        (TODAY + timedelta(days=1), None, False),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), False),
        (None, None, False),
        (None, TODAY, False),
    ],
)
def test_an_agreement_holds_from_its_first_day_to_its_last(starts_on, ends_on, holds):
    AgreementFactory(starts_on=starts_on, ends_on=ends_on)
    assert Agreement.objects.in_force_on(TODAY).exists() == holds
    assert Agreement.objects.with_state().get().is_in_force == holds


def test_without_an_end_it_holds_until_another_takes_over():
    first = AgreementFactory(starts_on=date(2024, 1, 1), ends_on=None)
    second = AgreementFactory(starts_on=date(2026, 1, 1), predecessor=first)
    assert list(Agreement.objects.in_force_on(date(2025, 12, 31))) == [first]
    assert list(Agreement.objects.in_force_on(date(2026, 1, 1))) == [second]


# --- What it asks for


def test_what_ends_within_a_time_is_in_force_and_ends_by_then():
    ends = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=90),
            TODAY + timedelta(days=91), None]  # fmt: skip
    _, today, soon, _, _ = [AgreementFactory(ends_on=day) for day in ends]
    AgreementFactory(starts_on=TODAY + timedelta(days=2), ends_on=TODAY + timedelta(days=3))
    assert set(Agreement.objects.ending_within(timedelta(days=90))) == {today, soon}


def test_what_is_followed_already_is_not_to_be_renewed():
    agreement = AgreementFactory(ends_on=TODAY + timedelta(days=9))
    assert list(Agreement.objects.to_renew()) == [agreement]
    AgreementFactory(predecessor=agreement, starts_on=None, ends_on=None)
    assert not Agreement.objects.to_renew()


def committee(held_on, planned_on=None, starts_on=date(2020, 1, 1)):
    agreement = AgreementFactory(starts_on=starts_on, ends_on=None)
    return AgreementMeetingFactory(
        agreement=agreement, held_on=held_on, planned_on=planned_on or held_on
    ).agreement


def test_a_year_without_a_committee_is_noticed():
    committee(date(2025, 11, 20))  # a year ago to the day
    late = committee(date(2025, 11, 19))
    only_planned = committee(None, planned_on=date(2026, 9, 1))
    never = AgreementFactory(starts_on=date(2025, 11, 20), ends_on=None)
    AgreementFactory(starts_on=date(2025, 11, 21), ends_on=None)  # younger than a year
    AgreementFactory(starts_on=date(2020, 1, 1), ends_on=date(2026, 1, 1))  # over
    assert set(Agreement.objects.to_convene()) == {late, only_planned, never}


def test_a_list_says_the_last_committee_and_the_next_one():
    agreement = committee(date(2026, 1, 9))
    AgreementMeetingFactory(agreement=agreement, planned_on=date(2025, 1, 9))
    for day in (date(2027, 1, 9), date(2026, 12, 9), date(2026, 11, 1)):
        AgreementMeetingFactory(agreement=agreement, planned_on=day, held_on=None)
    found = Agreement.objects.with_committees().get()
    assert (found.last_met_on, found.next_planned_on) == (date(2026, 1, 9), date(2026, 12, 9))


# --- In words


def test_a_signature_is_said_as_precisely_as_it_is_known():
    agreement = Agreement(signed_on=date(2014, 8, 1))
    assert agreement.signed_when == "le 1er\u00a0août 2014"
    agreement.signed_month_only = True
    assert agreement.signed_when == "en août 2014"
    assert Agreement().signed_when == ""


def test_how_long_it_lasts_is_said_from_end_to_end():
    agreement = Agreement(starts_on=date(2019, 5, 10))
    assert agreement.lasts == "depuis le 10\u00a0mai 2019"
    agreement.ends_on = date(2022, 5, 9)
    assert agreement.lasts == "du 10\u00a0mai 2019 au 9\u00a0mai 2022"


def test_a_committee_is_not_held_tomorrow():
    meeting = AgreementMeeting(
        agreement=AgreementFactory(), planned_on=TODAY, held_on=TODAY + timedelta(days=1)
    )
    with pytest.raises(ValidationError, match="pas encore venu"):
        meeting.full_clean()


# --- Who sees which


def test_what_is_public_names_nobody_who_is_not():
    shown = AgreementFactory(is_public=True)
    AgreementFactory(is_public=False)
    AgreementFactory(is_public=True, partners=[PartnerFactory(), PartnerFactory(live=False)])
    AgreementFactory(is_public=True, structure=StructureFactory(live=False))
    assert list(Agreement.objects.public()) == [shown]
