"""`manage.py send_digests`: on Monday, last week's figures to those who coordinate."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from activity.models import Digest
from activity.notifications import send_digest
from activity.periods import Week
from activity.permissions import coordinators

#: Days of the week, hour: from Monday at seven; on Tuesday if no worker ran on Monday. Later it
#: would be about a week that nobody thinks of any more.
FIRST, LAST = (0, 7), (1, 23)


class Command(BaseCommand):
    help = "Prépare le point hebdomadaire de l’activité, le lundi à partir de 7 h. Une seule fois."

    def handle(self, **options):
        now = timezone.localtime()
        if not FIRST <= (now.weekday(), now.hour) <= LAST:
            return
        week = Week.of(now.date()).previous
        told = Digest.objects.filter(starts_on=week.starts_on).values("user")
        for user in coordinators().filter(wants_digest=True).exclude(pk__in=told):
            with transaction.atomic():
                # Of two workers, one makes the row; the other finds it.
                _digest, is_new = Digest.objects.get_or_create(user=user, starts_on=week.starts_on)
                if is_new:
                    send_digest.enqueue(user.pk, week.code)
