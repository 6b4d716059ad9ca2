"""`manage.py remind_agreements`: tells who holds an agreement what it asks for."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from catalogue.reminders import remind


class Command(BaseCommand):
    help = (
        "Prévient par e-mail, une seule fois, qu’une convention se termine ou qu’aucun comité ne "
        "s’est tenu depuis un an."
    )

    def handle(self, *, verbosity, **options):
        made = remind()
        if verbosity:
            text = ngettext("%(made)s rappel envoyé.", "%(made)s rappels envoyés.", made)
            self.stdout.write(text % {"made": made})
