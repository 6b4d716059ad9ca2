"""What a file would do to the catalogue, said before it does it."""

import itertools

import pytest
from django.db import connection
from django.utils import timezone

from catalogue.models import Offer
from imports import classification
from imports.models import ImportRow
from tests.factories import FeedFactory, OfferFactory, ThemeFactory

from .conftest import Pipeline, kinds, row

pytestmark = pytest.mark.dialect("imports.classification", "imports.staging")


def test_a_first_file_is_all_new(pipeline):
    batch = pipeline.reviewed([row(1), row(2)])
    assert kinds(batch) == {2: "new", 3: "new"}
    assert batch.counts["new"] == 2
    assert batch.counts["total"] == 2


def test_reviewing_writes_nothing_to_the_catalogue(pipeline):
    pipeline.reviewed([row(1)])
    assert not Offer.objects.exists()


def test_the_same_file_again_is_all_unchanged(pipeline):
    ThemeFactory(code="emploi")
    rows = [
        row(1, Places="12", Début="03/09/2026", Thématiques="emploi"),
        row(2, Places="", Début="", Thématiques=""),
    ]
    pipeline.applied(rows)
    assert kinds(pipeline.reviewed(rows)) == {2: "unchanged", 3: "unchanged"}


@pytest.mark.parametrize(
    "change",
    [{"Titre": "Un autre"}, {"Places": "13"}, {"Début": "2026-09-04"}, {"Thématiques": ""}],
    ids=lambda change: next(iter(change)),
)
def test_one_other_cell_is_a_change(pipeline, change):
    ThemeFactory(code="emploi")
    before = row(1, Places="12", Début="03/09/2026", Thématiques="emploi")
    pipeline.applied([before])
    assert kinds(pipeline.reviewed([before | change])) == {2: "changed"}


def test_what_an_editor_changed_since_shows_as_a_change(pipeline):
    pipeline.applied([row(1)])
    Offer.objects.update(title="Écrit à la main", updated_at=timezone.now())
    assert kinds(pipeline.reviewed([row(1)])) == {2: "changed"}


def test_columns_that_the_file_lacks_are_left_alone(pipeline):
    pipeline.applied([row(1, Places="12")])
    batch = pipeline.reviewed([row(1)])
    assert kinds(batch) == {2: "unchanged"}


def test_a_line_that_repeats_another_is_left_out(pipeline):
    batch = pipeline.reviewed([row(1), row(2), row(1)])
    assert kinds(batch) == {2: "new", 3: "new", 4: "duplicate"}


def test_lines_that_contradict_each_other_are_all_refused(pipeline):
    batch = pipeline.reviewed([row(1), row(1, Titre="Un autre"), row(2)])
    assert kinds(batch) == {2: "invalid", 3: "invalid", 4: "new"}
    assert batch.rows.get(line=3).faults[0]["code"] == "contradiction"


def test_all_the_faults_of_a_line_are_told_at_once(pipeline):
    batch = pipeline.reviewed([row(1, Places="douze", Début="hier")])
    fields = {fault["field"] for fault in batch.rows.get().faults}
    assert fields == {"capacity", "starts_on"}


def test_an_update_that_contradicts_the_rest_of_the_object_is_refused(pipeline):
    pipeline.applied([row(1, Début="01/09/2026", Fin="30/09/2026")])
    batch = pipeline.reviewed([row(1, Fin="31/08/2026")])
    assert kinds(batch) == {2: "invalid"}
    fault = batch.rows.get().faults[0]
    assert (fault["field"], fault["code"]) == ("ends_on", "impossible")
    assert "avant" in fault["message"]


def test_an_object_of_another_structure_is_out_of_reach(pipeline, feed):
    OfferFactory(partner=feed.partner, external_id="A1")
    batch = pipeline.reviewed([row(1)])
    assert kinds(batch) == {2: "invalid"}
    assert batch.rows.get().faults[0]["code"] == "out-of-reach"


def test_what_a_full_list_no_longer_names_vanishes(feed):
    feed.mode = feed.Mode.FULL
    feed.save()
    pipeline = Pipeline(feed)
    pipeline.applied([row(1), row(2)])
    batch = pipeline.reviewed([row(1)])
    assert batch.counts["vanished"] == 1
    assert batch.rows.get(kind="vanished").key.endswith("|A2")


def test_updates_let_nothing_vanish(pipeline):
    pipeline.applied([row(1), row(2)])
    assert pipeline.reviewed([row(1)]).counts["vanished"] == 0


def test_only_what_the_feed_brought_can_vanish(feed):
    feed.mode = feed.Mode.FULL
    feed.save()
    OfferFactory(structure=feed.structure, partner=feed.partner, external_id="B1")
    Pipeline(FeedFactory(structure=feed.structure, partner=feed.partner)).applied([row(7)])
    assert Pipeline(feed).reviewed([row(1)]).counts["vanished"] == 0


def test_a_line_in_error_withdraws_nothing(feed):
    feed.mode = feed.Mode.FULL
    feed.save()
    pipeline = Pipeline(feed)
    pipeline.applied([row(1), row(2)])
    batch = pipeline.reviewed([row(1, Places="douze"), row(2, Places="")])
    assert batch.counts["vanished"] == 0


def test_a_review_done_twice_says_the_same(pipeline):
    batch = pipeline.reviewed([row(1), row(1), row(2, Titre="")])
    first = kinds(batch)
    classification.classify(batch)
    assert kinds(batch) == first


def test_a_file_takes_as_few_statements_as_a_line(pipeline, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        batch = pipeline.applied([row(rank) for rank in range(1, 3_001)])
    assert batch.rows.filter(outcome=ImportRow.Outcome.APPLIED).count() == 3_000


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps of SQLite's machine")
def test_the_work_of_a_review_grows_with_the_file_and_not_with_its_square(pipeline):
    def steps_of_a_second_review(lines):
        pipeline.applied([row(rank) for rank in range(1, lines + 1)])
        count = itertools.count()
        connection.connection.set_progress_handler(lambda: next(count) and 0, 100)
        pipeline.reviewed([row(rank) for rank in range(1, lines + 1)])
        connection.connection.set_progress_handler(None, 0)
        return next(count)

    few = steps_of_a_second_review(400)
    assert steps_of_a_second_review(1_600) < 6 * few
