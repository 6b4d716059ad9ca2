"""From a file to a review: what is kept, what is refused, what is the same file again."""

import io

import pytest

from catalogue.files import private_storage
from catalogue.models import Partner, Role
from imports import services
from imports.models import BatchState, ImportBatch
from imports.reading import limits
from tests.factories import FeedFactory, MembershipFactory, UserFactory
from tests.imports.life.files import confirm, partners, send


def test_a_file_whose_columns_match_is_read_at_once(feed, user):
    batch = send(feed, user=user)
    assert (batch.state, batch.failure) == (BatchState.REVIEW, "")
    assert batch.counts["new"] == 3
    assert batch.created_by == user
    assert batch.staged_at
    assert batch.durations["staging"] >= 0
    assert not Partner.objects.exists(), "a review changes nothing"


def test_the_file_is_kept_as_it_was_sent_where_no_address_leads(feed, user):
    batch = send(feed, user=user, filename="../../etc/C:\\vos partenaires\x00.csv")
    assert batch.original.read() == partners(1, 2, 3).encode()
    assert batch.original.name.startswith(f"imports/{feed.pk}/{batch.sha256}")
    assert batch.filename == "vos partenaires.csv"


def test_a_file_without_name_has_one_on_the_page(feed, user):
    assert send(feed, user=user, filename="\x07").filename == "sans nom"


def test_columns_that_nobody_knows_wait_for_a_person(feed, user):
    batch = send(feed, "Code;Nom;Type;Zorglub\np-1;Atelier;Association;x\n", user=user)
    assert batch.state == BatchState.MAPPING
    services.choose_mapping(batch, user, batch.mapping | {"Zorglub": ""})
    batch.refresh_from_db()
    assert batch.state == BatchState.REVIEW
    assert batch.counts["new"] == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"Zorglub": "name"}, "Deux colonnes"),
        ({"Zorglub": "password"}, "chaque colonne"),
        ({"Ailleurs": "website"}, "chaque colonne"),
        ({"Code": ""}, "Il manque une colonne pour : Code"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(feed, user, changes, message):
    batch = send(feed, "Code;Nom;Type;Zorglub\np-1;Atelier;Association;x\n", user=user)
    with pytest.raises(services.Refusal, match=message):
        services.choose_mapping(batch, user, batch.mapping | changes)
    assert batch.state == BatchState.MAPPING


def test_a_review_may_go_back_to_its_columns(reviewed, user):
    services.choose_mapping(reviewed, user, reviewed.mapping | {"Type": "description"})
    reviewed.refresh_from_db()
    assert reviewed.rows.count() == 3
    assert reviewed.rows.first().cleaned["description"] == "Association"


def test_what_led_to_an_import_is_remembered_and_nothing_else(feed, user):
    text = "Code;Nom;Type;Zorglub\np-{0};Atelier;Association;x\n"
    first = send(feed, text.format(1), user=user)
    services.choose_mapping(first, user, first.mapping | {"Zorglub": ""})
    assert send(feed, text.format(2), user=user).state == BatchState.MAPPING
    first.refresh_from_db()
    confirm(first, user)
    feed.refresh_from_db()
    assert send(feed, text.format(3), user=user).state == BatchState.REVIEW


def test_what_cannot_be_read_fails_with_a_sentence_and_a_remedy(feed, user):
    batch = send(feed, "", user=user)
    assert batch.state == BatchState.FAILED
    assert batch.failure
    assert batch.lease_until is None


def test_the_same_file_sent_twice_is_one_batch_while_it_is_open(feed, user):
    first = send(feed, user=user)
    assert send(feed, user=user) == first
    confirm(first, user)
    assert send(feed, user=user) != first


def test_the_same_file_in_two_feeds_is_two_batches(feed, user, network):
    other = FeedFactory(target="partners", structure=None, network=network, partner=None)
    assert send(feed, user=user) != send(other, user=user)


def test_a_second_copy_leaves_no_file_behind(feed, user):
    send(feed, user=user)
    before = private_storage().listdir(f"imports/{feed.pk}")
    send(feed, user=user)
    assert private_storage().listdir(f"imports/{feed.pk}") == before


def test_a_sender_s_key_holds_for_ever_and_for_one_file(feed, user):
    first = send(feed, user=user, idempotency_key="envoi du 3")
    confirm(first, user)
    assert send(feed, user=user, idempotency_key="envoi du 3") == first
    with pytest.raises(services.KeyAlreadyUsed):
        send(feed, partners(9), user=user, idempotency_key="envoi du 3")


def test_a_file_that_is_too_big_is_refused_before_anything_is_kept(feed, user, monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    with pytest.raises(services.Refusal, match="dépasse"):
        send(feed, user=user)
    assert not ImportBatch.objects.exists()


def test_a_feed_that_was_put_out_of_use_takes_nothing(feed, user):
    feed.is_active = False
    feed.save()
    with pytest.raises(services.Refusal, match="désactivé"):
        send(feed, user=user)


@pytest.mark.parametrize("role", [Role.ADVISER, Role.COMMUNICATION])
def test_some_roles_send_nothing(feed, network, role):
    colleague = MembershipFactory(role=role, structure=None, network=network).user
    with pytest.raises(services.Refusal, match="le droit"):
        send(feed, user=colleague)


def test_a_role_elsewhere_counts_for_nothing_here(feed):
    stranger = MembershipFactory(role=Role.DATA).user
    for person in (stranger, UserFactory()):
        with pytest.raises(services.Refusal, match="le droit"):
            services.receive(feed, io.BytesIO(b"x"), "x.csv", origin="upload", user=person)
