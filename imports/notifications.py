"""Tells a feed's contact what became of a file that nobody was there to look at."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from imports.models import BatchState, Feed, ImportBatch
from imports.rules import UNATTENDED

#: Said once, when the batch comes to it: queued in the transaction that brings it there.
NOTIFIED = [BatchState.MAPPING, BatchState.REVIEW, BatchState.FAILED, BatchState.APPLIED]


@task()
def notify(batch_pk, state):
    batch = ImportBatch.objects.select_related("feed").get(pk=batch_pk)
    if batch.origin not in UNATTENDED or not batch.feed.contact_email:
        return
    context = {
        "batch": batch,
        "state": state,
        "url": settings.WAGTAILADMIN_BASE_URL + reverse("imports:batch", args=[batch.pk]),
    }
    subject = render_to_string("imports/emails/subject.txt", context)
    send_mail(
        " ".join(subject.split()),
        render_to_string("imports/emails/body.txt", context),
        None,
        [batch.feed.contact_email],
    )


@task()
def notify_of_pull_error(feed_pk):
    feed = Feed.objects.get(pk=feed_pk)
    if feed.contact_email:
        context = {
            "feed": feed,
            "url": settings.WAGTAILADMIN_BASE_URL + reverse("imports:feed", args=[feed.pk]),
        }
        subject = _("Fichier introuvable : %(feed)s") % {"feed": feed}
        send_mail(
            " ".join(subject.split()),
            render_to_string("imports/emails/pull_error.txt", context),
            None,
            [feed.contact_email],
        )
