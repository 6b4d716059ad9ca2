"""The file to correct of a long import: asked for, made, fetched, and gone in the end."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from imports import corrected, correcting, services
from imports.models import CorrectedFile
from imports.reading import limits
from tests.catalogue.admin.tools import text_of
from tests.imports.life.files import partners, send

pytestmark = pytest.mark.dialect("imports.correcting")

ERRORS = partners(1, 2) + "p-3;;Association\n"
State = CorrectedFile.State


class Killed(BaseException):
    """Like SIGKILL: nothing that runs after it is ours."""


@pytest.fixture
def batch(feed, user, monkeypatch):
    """Any file is long."""
    monkeypatch.setattr(correcting, "IMMEDIATE", 0)
    return send(feed, ERRORS, user=user)


@pytest.fixture
def client(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def page(batch):
    return reverse("imports:correction", args=[batch.pk])


@pytest.fixture
def file(batch):
    return reverse("imports:corrected", args=[batch.pk])


@pytest.fixture
def no_worker(monkeypatch):
    """What is queued stays there."""
    monkeypatch.setattr(type(correcting.make), "enqueue", lambda *args, **kwargs: None)


def sheets(content):
    return load_workbook(BytesIO(content)).worksheets


def test_the_review_leads_to_the_page_where_it_is_asked_for(client, batch, page):
    review = client.get(reverse("imports:batch", args=[batch.pk])).content.decode()
    assert f'href="{page}"' in review
    assert "Préparer le fichier" in text_of(client.get(page))


def test_a_short_one_is_there_at_once(client, feed, user):
    short = send(feed, ERRORS, user=user)
    review = client.get(reverse("imports:batch", args=[short.pk])).content.decode()
    assert reverse("imports:corrected", args=[short.pk]) in review


def test_once_made_it_is_fetched(client, page, file):
    answer = client.post(page, follow=True)
    assert "Le fichier est prêt" in text_of(answer)
    [sheet, _list] = sheets(b"".join(client.get(file)))
    assert sheet["B4"].comment is not None


def test_looking_at_the_page_prepares_nothing(client, page, no_worker):
    client.get(page)
    assert not CorrectedFile.objects.exists()


def test_while_it_is_made_the_page_says_how_far(client, batch, page, file, no_worker):
    client.post(page)
    CorrectedFile.objects.update(lines=2)
    answer = client.get(page)
    assert "2 lignes écrites sur 3" in text_of(answer)
    assert 'hx-trigger="every 2s"' in answer.content.decode()
    assert '<meta http-equiv="refresh"' in answer.content.decode()
    assert "n’est pas encore prêt" in text_of(client.get(file, follow=True))


def test_machines_ask_for_it_and_follow_it(client, page, file):
    machine = {"headers": {"accept": "application/json"}}
    before = client.get(page, **machine).json()
    assert (before["state"], before["url"]) == ("", None)
    after = client.post(page, **machine).json()
    assert (after["state"], after["lines"], after["total"]) == ("ready", 3, 3)
    assert after["url"].endswith(file)


def test_asked_for_twice_it_is_made_once(client, batch, page, monkeypatch):
    made = []
    monkeypatch.setattr(type(correcting.make), "enqueue", lambda task, pk: made.append(pk))
    client.post(page)
    client.post(page)
    assert len(made) == 1


def test_two_workers_make_it_once(client, batch, page, no_worker, monkeypatch):
    client.post(page)
    found = CorrectedFile.objects.get()
    correcting.make.call(found.pk)
    monkeypatch.setattr(corrected, "workbook", None)  # would fail
    correcting.make.call(found.pk)
    found.refresh_from_db()
    assert found.state == State.READY


def test_what_a_dead_worker_left_is_made_by_the_next(client, batch, page, no_worker, monkeypatch):
    client.post(page)
    with monkeypatch.context() as dying:

        def die(*arguments):
            raise Killed

        dying.setattr(corrected, "workbook", die)
        with pytest.raises(Killed):
            correcting.make.call(CorrectedFile.objects.get().pk)
    monkeypatch.undo()
    call_command("resume_imports")
    assert CorrectedFile.objects.get().state == State.ASKED, "its lease isn't over"
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        call_command("resume_imports")
    assert CorrectedFile.objects.get().state == State.READY


def test_when_it_fails_the_page_says_so_and_it_is_asked_for_again(client, page, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(corrected, "workbook", None)
        answer = client.post(page, follow=True)
    assert "La préparation s’est interrompue" in text_of(answer)
    assert "Le fichier est prêt" in text_of(client.post(page, follow=True))


def test_other_columns_make_another_file(
    client, batch, user, page, django_capture_on_commit_callbacks
):
    client.post(page)
    found = CorrectedFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        services.choose_mapping(batch, user, {"Code": "code", "Nom": "name", "Type": ""})
    assert not CorrectedFile.objects.exists()
    assert not found.file.storage.exists(found.file.name)


def test_it_goes_with_the_other_files_of_an_old_import(
    client, page, file, django_capture_on_commit_callbacks
):
    client.post(page)
    found = CorrectedFile.objects.get()
    late = timezone.now() + timedelta(days=181)
    with time_machine.travel(late), django_capture_on_commit_callbacks(execute=True):
        call_command("purge_imports")
    assert not found.file.storage.exists(found.file.name)
    assert client.get(file).status_code == 404


def test_who_lost_the_right_to_import_gets_neither_page_nor_file(client, user, page, file):
    client.post(page)
    user.memberships.update(role="adviser")
    assert 200 not in [client.get(url).status_code for url in (page, file)]
    assert client.post(page).status_code != 200


class TestLayout:
    """What a workbook holds, where a file is odd or immense."""

    @pytest.fixture
    def written(self, feed, user):
        def written(text):
            with corrected.workbook(send(feed, text, user=user)) as file:
                return [list(sheet.values) for sheet in sheets(file.read())]

        return written

    def test_thousands_of_empty_lines_are_left_out(self, written):
        blank = "\n" * 5_000
        lines, faults = written(partners(1) + blank + "p-3;;Association\n")
        assert [line[0] for line in lines] == ["Code", "p-1", "p-3"]
        assert faults[0][-1] == "Ligne du fichier envoyé"
        assert (faults[1][0], faults[1][-1]) == (3, 5_003)

    def test_a_file_too_big_for_a_workbook_gives_the_lines_to_correct(self, written, monkeypatch):
        monkeypatch.setattr(limits, "SHEET_CELLS", 9)  # three lines of three columns
        lines, faults = written(ERRORS)
        assert [line[0] for line in lines] == ["Code", "p-3"]
        assert (faults[1][0], faults[1][-1]) == (2, 4)

    def test_and_no_more_of_these_than_it_may_hold(self, written, monkeypatch):
        monkeypatch.setattr(limits, "SHEET_CELLS", 9)
        wrong = "".join(f"p-{number};;Association\n" for number in range(9))
        lines, _faults = written(partners() + wrong)
        assert len(lines) == 3
