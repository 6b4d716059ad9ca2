"""Loads the demonstration's activity figures."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from activity.demo.loading import load


class Command(BaseCommand):
    help = "Charge l’activité de démonstration. Peut être relancée, après load_demo."

    def handle(self, *, verbosity, **options):
        made = load()
        if verbosity and made:
            self.stdout.write(_("Activité de démonstration : %(made)s chiffres.") % {"made": made})
