"""What was submitted isn't written over; what is written over is kept; undoing takes all back."""

from datetime import date

import pytest

from activity import grid
from activity.models import ActivityRecord, Correction, Report
from activity.periods import Week
from activity.querysets import frequency_of
from catalogue.models import Role
from tests import factories

from .conftest import counts, faults, figures, state, told

pytestmark = pytest.mark.dialect("imports.targets.activity_effects")

WEEK = Week(2024, 15)
HERE, BESIDE = "94016S00", "94081S00"
TWELVE = f"{HERE};2024-W15;ateliers;sur site;12\n"
SIX = f"{HERE};2024-W15;ateliers;sur site;6\n"
BOTH = f"{SIX}{HERE};2024-W15;ateliers;à distance;3\n{BESIDE};2024-W16;ateliers;sur site;9\n"


@pytest.fixture
def head(here):
    return factories.MembershipFactory(role=Role.STRUCTURE_HEAD, structure=here.structure).user


@pytest.fixture
def written(here, indicators, head):
    """Twelve workshops, by the structure's head."""
    change = grid.Change("ateliers:on-site", 12, None)
    grid.save(here.structure, WEEK, [change], head)
    return ActivityRecord.objects.get()


def test_a_submitted_week_is_refused_with_what_to_do(send, confirm, written, here, head):
    grid.submit(here.structure, WEEK, head)
    batch = send(BOTH)
    assert counts(batch) == {"new": 1, "invalid": 2}
    assert faults(batch) == [(2, "starts_on", "final"), (3, "starts_on", "final")]
    assert "Rouvrez-la d’abord dans «\xa0Saisie\xa0»" in told(batch, 2)
    confirm(batch)
    assert written.value == ActivityRecord.objects.get(pk=written.pk).value
    assert len(figures()) == 2


def test_what_a_submitted_week_says_already_is_no_error(send, written, here, head):
    grid.submit(here.structure, WEEK, head)
    assert counts(send(TWELVE)) == {"unchanged": 1}


def test_a_week_submitted_between_the_review_and_the_confirmation_stays(
    send, confirm, written, here, head
):
    batch = send(BOTH)
    assert counts(batch) == {"new": 2, "changed": 1}
    grid.submit(here.structure, WEEK, head)
    confirm(batch)
    assert (batch.counts["applied"], batch.counts["conflicts"]) == (1, 2)
    assert ActivityRecord.objects.get(pk=written.pk).value == 12
    assert not Correction.objects.exists()


def test_a_value_written_over_leaves_a_correction(send, confirm, written, person):
    confirm(send(BOTH))
    correction = Correction.objects.get()
    assert (correction.before, correction.after, correction.was_final) == (12, 6, False)
    assert (correction.made_by, correction.starts_on) == (person, date(2024, 4, 8))
    assert ActivityRecord.objects.get(pk=written.pk).updated_by == person


def test_in_a_reopened_week_every_change_leaves_one(send, confirm, written, here, head):
    grid.submit(here.structure, WEEK, head)
    grid.reopen(here.structure, WEEK, head, "un atelier de trop")
    confirm(send(BOTH))
    found = Correction.objects.order_by("modality").values_list("before", "after", "was_final")
    assert list(found) == [(12, 6, True), (None, 3, True)]
    assert Report.objects.get(structure=here.structure).state == Report.State.REOPENED


def test_the_journal_of_the_grid_tells_it(send, confirm, written, here, person):
    confirm(send(SIX))
    [correction] = grid.corrections_of(here.structure, WEEK)
    assert (correction.before, correction.after, correction.made_by) == (12, 6, person)


def test_the_report_is_touched(send, confirm, written):
    """What is remembered of the public figures depends on it."""
    before = Report.objects.get().updated_at
    confirm(send(SIX))
    assert Report.objects.get().updated_at > before


@pytest.mark.parametrize("reopened", [False, True])
def test_undoing_gives_back_the_exact_state(
    send, confirm, undo, written, here, head, reopened, person
):
    grid.save(here.other, WEEK, [grid.Change("contacts:", 5, None)], head)
    if reopened:
        grid.submit(here.structure, WEEK, head)
        grid.reopen(here.structure, WEEK, head, "un atelier de trop")
    before = state()
    batch = confirm(send(BOTH))
    assert state() != before
    undo(batch)
    assert state() == before
    assert batch.counts["undo_conflicts"] == 0


def test_the_corrections_of_others_stay(send, confirm, undo, written, here, head):
    grid.save(here.structure, WEEK, [grid.Change("ateliers:on-site", 13, 12)], head)
    batch = confirm(send(SIX))
    assert Correction.objects.count() == 2
    undo(batch)
    assert Correction.objects.get().after == 13


def test_undoing_leaves_what_somebody_changed_since_and_says_so(
    send, confirm, undo, written, here, head, client, person
):
    batch = confirm(send(BOTH))
    grid.save(here.structure, WEEK, [grid.Change("ateliers:on-site", 7, 6)], head)
    undo(batch)
    assert figures() == {(HERE, "ateliers", "on-site", "2024-04-08"): 7}
    assert ActivityRecord.objects.get().updated_by == head
    assert batch.counts["undo_conflicts"] == 1
    assert [correction.after for correction in Correction.objects.order_by("pk")] == [6, 7]
    client.force_login(person)
    page = client.get(f"/gestion/imports/{batch.pk}/").content.decode()
    assert "Mission Locale d’ici" in page.split('class="imports-undo')[-1]


@pytest.mark.parametrize("since", [[12], [7, 12]])
def test_a_figure_put_back_by_hand_stays_as_it_is_and_nothing_is_told(
    send, confirm, undo, written, here, head, client, person, since
):
    batch = confirm(send(SIX))
    for seen, value in zip([6, *since], since, strict=False):
        grid.save(here.structure, WEEK, [grid.Change("ateliers:on-site", value, seen)], head)
    undo(batch)
    record = ActivityRecord.objects.get(pk=written.pk)
    assert (record.value, record.updated_by) == (12, head)
    assert (batch.counts["undone"], batch.counts["undo_conflicts"]) == (1, 0)
    client.force_login(person)
    page = client.get(f"/gestion/imports/{batch.pk}/").text
    assert "modifiée depuis" not in page


def test_a_figure_that_says_again_what_the_file_said_is_undone(send, confirm, undo, written, here):
    """By whoever wrote it last: that is no doing of the import."""
    colleague = factories.UserFactory()
    batch = confirm(send(SIX))
    for seen, value in ((6, 7), (7, 6)):
        grid.save(here.structure, WEEK, [grid.Change("ateliers:on-site", value, seen)], colleague)
    undo(batch)
    record = ActivityRecord.objects.get(pk=written.pk)
    assert (record.value, record.updated_by) == (12, colleague)
    assert batch.counts["undo_conflicts"] == 0


def test_what_whoever_confirmed_changed_since_stays_theirs(
    send, confirm, undo, written, here, person
):
    batch = confirm(send(SIX))
    grid.save(here.structure, WEEK, [grid.Change("ateliers:on-site", 7, 6)], person)
    undo(batch)
    record = ActivityRecord.objects.get(pk=written.pk)
    assert (record.value, record.updated_by) == (7, person)
    assert batch.counts["undo_conflicts"] == 1


def test_undoing_leaves_a_week_that_was_submitted_since(send, confirm, undo, written, here, head):
    batch = confirm(send(BOTH))
    grid.submit(here.structure, WEEK, head)
    undo(batch)
    assert figures() == {
        (HERE, "ateliers", "on-site", "2024-04-08"): 6,
        (HERE, "ateliers", "remote", "2024-04-08"): 3,
    }
    assert batch.counts["undo_conflicts"] == 2
    assert Correction.objects.count() == 1
    assert Report.objects.get().is_final


def test_a_figure_edited_between_the_review_and_the_confirmation_stays(
    send, confirm, written, here, head
):
    batch = send(BOTH)
    grid.save(here.structure, WEEK, [grid.Change("ateliers:on-site", 20, 12)], head)
    confirm(batch)
    assert figures()[HERE, "ateliers", "on-site", "2024-04-08"] == 20
    assert batch.counts["conflicts"] == 1


def test_a_figure_entered_between_the_review_and_the_confirmation_is_not_made_twice(
    send, confirm, here, head, indicators
):
    batch = send(TWELVE)
    grid.save(here.structure, WEEK, [grid.Change("ateliers:on-site", 20, None)], head)
    confirm(batch)
    assert list(figures().values()) == [20]
    assert batch.counts["conflicts"] == 1


def test_where_nothing_could_be_written_no_report_is_begun(send, confirm, here, head, indicators):
    batch = send(TWELVE)
    batch.rows.update(excluded=True)
    confirm(batch)
    assert not Report.objects.exists()


def test_a_demonstration_feed_marks_its_weeks_and_leaves_real_ones_alone(
    send, confirm, feed, written
):
    feed.is_demonstration = True
    feed.save()
    batch = confirm(send(BOTH))
    assert faults(batch) == [
        (2, "starts_on", "not-a-demonstration"),
        (3, "starts_on", "not-a-demonstration"),
    ]
    marked = Report.objects.values_list("structure__imilo_code", "is_demonstration")
    assert set(marked) == {(HERE, False), (BESIDE, True)}


def test_what_was_imported_can_be_submitted_and_is_then_final(send, confirm, here, head):
    confirm(send(TWELVE))
    grid.submit(here.structure, WEEK, head)
    assert ActivityRecord.objects.final().filter(structure=here.structure).exists()
    assert frequency_of(WEEK) == "week"


def test_few_statements_whatever_the_number_of_figures(
    send, feed, person, here, union, django_assert_max_num_queries, indicators
):
    """The review, and the application, of a new file and of one that changes everything."""
    from django.db import transaction

    from imports import applying, classification

    others = factories.StructureFactory.create_batch(20, network=union)
    names = [HERE, *(other.imilo_code for other in others)]
    for value in ("12", "13"):
        lines = (
            f"{name};2024-W{week};ateliers;sur site;{value}\n"
            for name in names
            for week in range(10, 15)
        )
        batch = send("".join(lines))
        with django_assert_max_num_queries(20):
            classification.classify(batch)
        with django_assert_max_num_queries(20), transaction.atomic():
            applying.apply(batch)
    assert set(figures().values()) == {13}
