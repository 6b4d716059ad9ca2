"""`manage.py purge_counts`: what visitors didn't find is forgotten after three months."""

from django.core.management.base import BaseCommand

from cms.models import MissedAddress


class Command(BaseCommand):
    help = "Efface les adresses introuvables de plus de trois mois. Peut être relancée."

    def handle(self, **options):
        MissedAddress.objects.old().delete()
