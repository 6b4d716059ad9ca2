"""Reminds those who hold an agreement that it ends, or that no committee has met: once for each."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from catalogue.models import Agreement, AgreementReminder
from catalogue.permissions import colleagues_who_may


def due(kind):
    """The agreements to remind of, each with the day it is `about`; never twice the same one."""
    agreements = Agreement.objects.with_committees()
    if kind == AgreementReminder.Kind.ENDING:
        agreements = agreements.to_renew().annotate(about=F("ends_on"))
    else:
        agreements = agreements.to_convene().annotate(about=Coalesce("last_met_on", "starts_on"))
    reminded = AgreementReminder.objects.filter(
        agreement=OuterRef("pk"), kind=kind, about=OuterRef("about")
    )
    return agreements.filter(~Exists(reminded)).select_related("network", "structure")


def remind():
    """How many reminders were queued. Where nobody could read one, it waits for somebody."""
    made = 0
    for kind in AgreementReminder.Kind:
        for agreement in due(kind):
            if colleagues_who_may("change", agreement).exists():
                made += record(agreement, kind)
    return made


@transaction.atomic
def record(agreement, kind):
    """The constraint decides between two workers; the e-mail is queued with the row."""
    reminder, is_new = AgreementReminder.objects.get_or_create(
        agreement=agreement, kind=kind, about=agreement.about
    )
    if is_new:
        send.enqueue(reminder.pk)
    return is_new


@task()
def send(reminder_pk):
    reminder = AgreementReminder.objects.select_related("agreement").get(pk=reminder_pk)
    agreement = Agreement.objects.with_committees().get(pk=reminder.agreement_id)
    edit = agreement.snippet_viewset.get_url_name("edit")
    context = {
        "reminder": reminder,
        "agreement": agreement,
        "url": settings.WAGTAILADMIN_BASE_URL + reverse(edit, args=[agreement.pk]),
    }
    subject = render_to_string("catalogue/emails/agreement_reminder_subject.txt", context)
    addresses = colleagues_who_may("change", agreement).values_list("email", flat=True)
    send_mail(
        " ".join(subject.splitlines()),
        render_to_string("catalogue/emails/agreement_reminder.txt", context),
        None,
        list(addresses),
    )
