"""A partner's program sends a file, and asks what became of it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.throttling import SimpleRateThrottle

from catalogue.models import Role
from imports import api
from imports.models import BatchState, ImportBatch
from imports.reading import limits
from tests.factories import FeedFactory, MembershipFactory
from tests.imports.life.files import partners, send

ROWS = [{"Code": "p-1", "Nom": "Atelier", "Type": "Association"}]


@pytest.fixture
def token(feed):
    token = feed.new_token()
    feed.save()
    return token


@pytest.fixture
def push(client, feed, token):
    def push(data=None, *, to=feed, token=token, **headers):
        authorization = {"Authorization": f"Bearer {token}"} if token else {}
        arguments = {"headers": authorization | headers}
        if isinstance(data, str | bytes):
            arguments["content_type"] = "application/json"
        else:
            data = data or {"file": SimpleUploadedFile("envoi.csv", partners(1, 2).encode())}
        return client.post(f"/api/v1/feeds/{getattr(to, 'pk', to)}/batches/", data, **arguments)

    return push


def test_a_file_is_taken_in_and_its_address_given(client, push, token):
    answer = push()
    assert answer.status_code == 202
    batch = ImportBatch.objects.get()
    assert answer.json() == {
        "id": batch.pk,
        "state": "review",
        "url": f"http://testserver/api/v1/feeds/{batch.feed_id}/batches/{batch.pk}/",
    }
    assert answer["Location"] == answer.json()["url"]
    assert (batch.origin, batch.filename, batch.created_by) == ("push", "envoi.csv", None)
    state = client.get(answer["Location"], headers={"Authorization": f"Bearer {token}"}).json()
    assert state["counts"]["new"] == 2
    assert state["failure"] == ""
    assert "created_by" not in state, "who handles it on our side is nobody's business"


@pytest.mark.parametrize("body", [ROWS, {"rows": ROWS}])
def test_rows_may_come_as_json(push, body):
    assert push(json.dumps(body)).status_code == 202
    assert ImportBatch.objects.get().counts["new"] == 1


@pytest.mark.parametrize("body", [b"[", b"\xff\x00", b"3", b"[[[["])
def test_json_that_makes_no_sense_fails_with_a_sentence(push, body):
    assert push(body).status_code == 202
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.FAILED
    assert batch.failure
    assert "imprévue" not in batch.failure


def test_an_empty_body_is_told_what_is_missing(push):
    assert push(b"").status_code == 400


def test_a_form_without_file_is_told_what_is_missing(push):
    assert push({"fichier": "x"}).status_code == 400


@pytest.mark.parametrize("length", ["abc", "-1", "9" * 30, ""])
def test_a_length_that_makes_no_sense_is_refused(push, length):
    answer = push(**{"Content-Length": length})
    assert answer.status_code in {400, 413}
    assert not ImportBatch.objects.exists()


def test_other_kinds_of_bodies_are_refused(client, feed, token):
    answer = client.post(
        f"/api/v1/feeds/{feed.pk}/batches/",
        b"<rows/>",
        content_type="application/xml",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 415


class TestTheSameAgain:
    def test_the_same_key_is_the_same_batch(self, push):
        first = push(**{"Idempotency-Key": "a"})
        again = push(**{"Idempotency-Key": "a"})
        assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])

    def test_another_file_under_the_same_key_is_a_mistake(self, push):
        push(**{"Idempotency-Key": "a"})
        assert push(json.dumps(ROWS), **{"Idempotency-Key": "a"}).status_code == 422

    def test_without_a_key_the_content_is_the_key(self, push):
        assert push().json()["id"] == push().json()["id"]


class TestTokens:
    """Whoever has no token learns nothing, not even which feeds there are."""

    def test_all_refusals_are_alike(self, push, feed, network, token):
        feed_without_token = FeedFactory()
        answers = [
            push(token="wrong"),
            push(to=feed_without_token),
            push(to=feed_without_token, token=""),
            push(to=123456),
            push(to=123456, token="é"),
        ]
        feed.is_active = False
        feed.save()
        answers.append(push())
        assert {answer.status_code for answer in answers} == {401}
        assert {answer["WWW-Authenticate"] for answer in answers} == {"Bearer"}
        assert len({answer.content for answer in answers}) == 2, (
            "without a token, or with a wrong one"
        )
        assert not ImportBatch.objects.exists()

    def test_a_new_token_ends_the_old_one(self, push, feed, token):
        feed.new_token()
        feed.save()
        assert push().status_code == 401

    def test_a_token_reads_the_batches_of_its_feed_only(self, client, token, user):
        theirs = send(FeedFactory(target="partners"), partners(5))
        headers = {"Authorization": f"Bearer {token}"}
        url = f"/api/v1/feeds/{theirs.feed_id}/batches/{theirs.pk}/"
        assert client.get(url, headers=headers).status_code == 401

    def test_a_session_sends_nothing(self, client, feed, user):
        client.force_login(user)
        assert client.post(f"/api/v1/feeds/{feed.pk}/batches/").status_code == 401

    def test_guesses_are_counted(self, push, monkeypatch):
        monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"push": "3/min", "anon": None})
        answers = [push(token="guess").status_code for _attempt in range(4)]
        assert answers == [401, 401, 401, 429]


class TestWhoIsSignedIn:
    @pytest.mark.parametrize(
        ("role", "status"),
        [
            (Role.DATA, 200),
            (Role.NETWORK_ADMIN, 200),
            (Role.COMMUNICATION, 404),
            (Role.ADVISER, 404),
        ],
    )
    def test_some_roles_read_a_batch(self, client, reviewed, network, role, status):
        client.force_login(MembershipFactory(role=role, structure=None, network=network).user)
        url = f"/api/v1/feeds/{reviewed.feed_id}/batches/{reviewed.pk}/"
        assert client.get(url).status_code == status

    def test_nobody_reads_those_of_others(self, client, reviewed):
        client.force_login(MembershipFactory(role=Role.STRUCTURE_HEAD).user)
        url = f"/api/v1/feeds/{reviewed.feed_id}/batches/{reviewed.pk}/"
        assert client.get(url).status_code == 404

    def test_a_batch_has_one_address(self, client, reviewed, user):
        client.force_login(user)
        url = f"/api/v1/feeds/{reviewed.feed_id + 1}/batches/{reviewed.pk}/"
        assert client.get(url).status_code == 404


def test_what_is_too_big_is_refused_by_its_announced_size(push, monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", -limits.MIB)
    assert push().status_code == 413


def test_what_is_too_big_all_the_same_is_refused(push, monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 30)
    assert push().status_code == 413


def test_the_two_addresses_answer_no_other_method(client, reviewed):
    url = f"/api/v1/feeds/{reviewed.feed_id}/batches/"
    assert client.get(url).status_code in {401, 405}
    assert client.delete(f"{url}{reviewed.pk}/").status_code in {401, 403, 405}
    assert api.BatchView.http_method_names == ["get", "head", "options"]
