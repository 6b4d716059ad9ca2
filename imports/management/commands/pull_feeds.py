"""`manage.py pull_feeds`: fetches the files whose time has come."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from imports import pulling
from imports.models import Feed


class Command(BaseCommand):
    help = "Met dans la file la récupération des fichiers dont c’est l’heure."

    def handle(self, **options):
        now = timezone.now()
        for pk, pulled_at in list(pulling.due(now).values_list("pk", "pulled_at")):
            # Of two workers that see it is time, only one still finds that date.
            unclaimed = Feed.objects.filter(pk=pk, pulled_at=pulled_at)
            if unclaimed.update(pulled_at=now):
                pulling.pull.enqueue(pk)
