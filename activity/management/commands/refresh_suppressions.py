"""Works out which public figures are hidden, after weeks were submitted or reopened."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from activity.suppressions import refresh


class Command(BaseCommand):
    help = "Calcule quels chiffres publics sont masqués, là où des saisies ont changé."

    def handle(self, *, verbosity, **options):
        changed = refresh()
        if verbosity and changed:
            told = _("Chiffres masqués : %(changed)s années recalculées.")
            self.stdout.write(told % {"changed": changed})
