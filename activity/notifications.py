"""E-mails about the weekly figures: reminders to structures, a digest to those who coordinate.

They leave from a worker, after the transaction that asked for them. Safe to run twice.
"""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from activity import late
from activity.digest import digest_of
from activity.models import Digest, Reminder
from activity.periods import parse
from activity.permissions import people_who_enter
from catalogue.models import Structure


def page_address(name, *args, query=""):
    return settings.WAGTAILADMIN_BASE_URL + reverse(f"activity:{name}", args=args) + query


def reminder_text(owed, by):
    """(subject, body) of what is written to a structure; `owed` is a `Late`."""
    context = {
        "structure": owed.structure,
        "periods": [
            {
                "period": period,
                "is_open": period in owed.open,
                "url": page_address("grid", owed.structure.pk, period.code),
            }
            for period in owed.periods
        ],
        "by": by,
    }
    subject = render_to_string("activity/emails/reminder_subject.txt", context)
    return " ".join(subject.split()), render_to_string("activity/emails/reminder.txt", context)


@task()
def send_reminder(reminder_pk):
    """To whoever enters the structure's figures by now; to nobody if it has reported meanwhile."""
    reminder = Reminder.objects.select_related("made_by").get(pk=reminder_pk)
    structures = Structure.objects.filter(pk=reminder.structure_id)
    periods = reminder.periods
    owed = late.describe(
        late.owing(structures, periods, reminder.frequency), periods, reminder.frequency
    )
    people = people_who_enter(structures).get(reminder.structure_id)
    if not owed or not people:
        Reminder.objects.filter(pk=reminder_pk, sent_at=None).delete()
        return
    # Of two workers, only one still finds it waiting.
    waiting = Reminder.objects.filter(pk=reminder_pk, sent_at=None)
    if not waiting.update(sent_at=timezone.now(), people=len(people)):
        return
    subject, body = reminder_text(owed[0], reminder.made_by)
    reply_to = [reminder.made_by.email] if reminder.made_by else None
    try:
        get_connection().send_messages(
            [EmailMessage(subject, body, to=[one.email], reply_to=reply_to) for one in people]
        )
    except OSError:
        Reminder.objects.filter(pk=reminder_pk).update(sent_at=None)  # the page says so
        raise


@task()
def send_digest(user_pk, week):
    """`week`: its code. A mail that can't leave is prepared again by the next round of the job."""
    user = User.objects.get(pk=user_pk)
    week = parse(week)
    waiting = Digest.objects.filter(user=user, starts_on=week.starts_on, sent_at=None)
    if not waiting.update(sent_at=timezone.now()):
        return
    found = digest_of(user, week)
    if found is None:
        return
    context = {
        "digest": found,
        "user": user,
        "url": page_address("late", query=f"?periode={week.code}"),
        "late_url": page_address("late"),
        "targets_url": page_address("targets"),
        "account_url": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_account"),
    }
    subject = render_to_string("activity/emails/digest_subject.txt", context)
    body = render_to_string("activity/emails/digest.txt", context)
    try:
        EmailMessage(" ".join(subject.split()), body, to=[user.email]).send()
    except OSError:
        Digest.objects.filter(user=user, starts_on=week.starts_on).delete()
        raise
