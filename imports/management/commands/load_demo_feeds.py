"""Loads the feeds of the demonstration."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from imports import demo


class Command(BaseCommand):
    help = "Crée les flux de démonstration et y fait passer leurs fichiers, une seule fois."

    def handle(self, *, verbosity, **options):
        made = demo.load()
        if verbosity and made:
            self.stdout.write(_("Flux de démonstration : %(made)s.") % {"made": len(made)})
