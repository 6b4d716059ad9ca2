"""`manage.py purge_counts`: what visitors didn't find is forgotten after three months."""

from django.core.management.base import BaseCommand

from cms.models import MissedAddress, MissedSearch


class Command(BaseCommand):
    help = (
        "Efface les adresses introuvables et les recherches sans résultat de plus de trois mois, "
        "et après une semaine les recherches que presque personne n’a faites. Peut être relancée."
    )

    def handle(self, **options):
        MissedAddress.objects.old().delete()
        MissedSearch.objects.old().delete()
        MissedSearch.objects.rare("key").delete()
