"""`import_file` and `purge_imports`."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalogue.models import Partner
from imports import services
from imports.models import BatchState, ImportBatch
from tests.imports.life.files import CODE, confirm, partners, send

pytestmark = pytest.mark.dialect("imports.management.commands.purge_imports")

ERRORS = partners(1, 2) + "p-3;;Association\n"


@pytest.fixture
def run(feed, tmp_path):
    """`(exit code, output)`."""

    def run(text, *arguments):
        path = tmp_path / "partenaires.csv"
        path.write_text(text)
        output = StringIO()
        try:
            call_command("import_file", CODE, str(path), *arguments, stdout=output)
        except SystemExit as end:
            return end.code, output.getvalue()
        return 0, output.getvalue()

    return run


def test_a_file_is_reviewed_and_nothing_changes(run):
    code, output = run(partners(1, 2))
    assert code == 0
    assert "2 nouvelles" in output
    assert not Partner.objects.exists()
    assert ImportBatch.objects.get().state == BatchState.REVIEW


def test_apply_applies(run):
    code, output = run(partners(1, 2), "--apply")
    assert (code, Partner.objects.count()) == (0, 2)
    assert "2 appliquées" in output


def test_what_is_in_error_ends_with_1_and_is_explained(run):
    code, output = run(ERRORS, "--apply")
    assert code == 1
    assert "1 en erreur" in output
    assert "Ligne 4" in output
    assert "en entier ou pas du tout" in output
    assert not Partner.objects.exists()


def test_json_has_the_counts_of_the_page(run):
    code, output = run(ERRORS, "--format", "json")
    answer = json.loads(output)
    batch = ImportBatch.objects.get()
    assert code == 1
    assert (answer["id"], answer["state"]) == (batch.pk, "review")
    assert answer["counts"] == batch.counts
    assert [error["count"] for error in answer["errors"]] == [1]


def test_what_cannot_be_read_ends_with_1_and_a_sentence(run):
    code, output = run("")
    assert code == 1
    assert ImportBatch.objects.get().failure in output


def test_columns_to_choose_end_with_1(run):
    code, output = run("Code;Nom;Type;Zorglub\np-1;Atelier;Association;x\n")
    assert code == 1
    assert "Colonnes à choisir\xa0: Zorglub." in output


def test_withdrawals_past_the_threshold_are_asked_for(run):
    run(partners(1, 2, 3), "--apply")
    code, output = run(partners(1), "--apply")
    assert code == 1
    assert "plus que le seuil" in output
    assert run(partners(1), "--apply", "--accept-withdrawals")[0] == 0
    assert Partner.objects.filter(live=True).count() == 1


def test_an_unknown_feed_names_those_that_are_known(feed, tmp_path):
    with pytest.raises(CommandError, match=CODE):
        call_command("import_file", "zorglub", str(tmp_path / "x.csv"))


def test_a_file_that_is_not_there_is_said(feed, tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_file", CODE, str(tmp_path / "x.csv"))


class TestPurge:
    @pytest.fixture
    def purge(self, django_capture_on_commit_callbacks):
        def purge(**delay):
            with (
                time_machine.travel(timezone.now() + timedelta(**delay)),
                django_capture_on_commit_callbacks(execute=True),
            ):
                call_command("purge_imports")

        return purge

    def test_an_old_import_loses_its_file_and_rows_and_keeps_its_history(
        self, reviewed, user, purge
    ):
        confirm(reviewed, user)
        name, storage = reviewed.original.name, reviewed.original.storage
        purge(days=179)
        assert storage.exists(name)
        purge(days=181)
        reviewed.refresh_from_db()
        assert not storage.exists(name)
        assert (reviewed.rows.count(), reviewed.changes.count()) == (0, 0)
        assert (reviewed.state, reviewed.counts["applied"]) == (BatchState.APPLIED, 3)
        assert Partner.objects.count() == 3

    def test_it_can_t_be_undone_any_more(self, reviewed, user, purge):
        confirm(reviewed, user)
        purge(days=181)
        with pytest.raises(services.Refusal, match="trop ancien"):
            services.request_undo(reviewed, user)
        reviewed.refresh_from_db()
        assert reviewed.state == BatchState.APPLIED

    def test_a_review_that_nobody_came_for_is_given_up(self, feed, reviewed, user, purge):
        purge(days=181)
        reviewed.refresh_from_db()
        assert reviewed.state == BatchState.CANCELLED
        assert send(feed, user=user) != reviewed
