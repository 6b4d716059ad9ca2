"""What a feed's contact is told, and when."""

import pytest

from imports import services
from imports.models import ImportBatch
from tests.imports.life.files import confirm, partners, send


@pytest.fixture(autouse=True)
def contact(feed):
    feed.contact_email = "donnees@example.org"
    feed.name = "L’Atelier & Cie"
    feed.save()


def push(feed, text=None):
    return send(feed, text, origin=ImportBatch.Origin.PUSH)


def test_a_file_that_waits_for_review_is_announced_once(feed, mailoutbox):
    batch = push(feed)
    (mail,) = mailoutbox
    assert mail.to == ["donnees@example.org"]
    assert mail.subject == "Import à relire : L’Atelier & Cie"
    assert "Nouvelles fiches\xa0: 3." in mail.body
    assert f"/{batch.pk}/" in mail.body
    assert "&amp;" not in mail.body


def test_columns_to_choose_are_announced(feed, mailoutbox):
    push(feed, "Code;Nom;Type;Zorglub\np-1;Atelier;Association;x\n")
    assert "dites ce qu’elles contiennent" in mailoutbox[0].body


def test_a_failure_is_announced_with_its_cause(feed, mailoutbox):
    batch = push(feed, "")
    assert mailoutbox[0].subject == "Import en échec : L’Atelier & Cie"
    assert batch.failure in mailoutbox[0].body


def test_what_was_applied_is_announced(feed, user, mailoutbox):
    confirm(push(feed), user)
    assert mailoutbox[-1].subject == "Import appliqué : L’Atelier & Cie"
    assert "Fiches changées\xa0: 3." in mailoutbox[-1].body


def test_who_is_there_to_see_it_needs_no_mail(feed, user, mailoutbox):
    confirm(send(feed, user=user), user)
    assert mailoutbox == []


def test_a_feed_without_contact_tells_nobody(feed, mailoutbox):
    feed.contact_email = ""
    feed.save()
    push(feed)
    assert mailoutbox == []


def test_a_cancelled_batch_is_nobody_s_news(feed, user, mailoutbox):
    batch = push(feed, partners(1))
    mailoutbox.clear()
    services.cancel(batch, user)
    assert mailoutbox == []
