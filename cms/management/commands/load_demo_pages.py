"""Loads the demonstration's news and what its home page shows."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cms.demo import load


class Command(BaseCommand):
    help = "Charge les actualités de démonstration. Peut être relancée, après load_demo."

    def handle(self, *, verbosity, **options):
        made = load()
        if verbosity and made:
            self.stdout.write(_("Pages de démonstration : %(made)s.") % {"made": made})
