"""Works out again the public figures, and which are hidden, after weeks were sent or reopened."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from activity.published import refresh


class Command(BaseCommand):
    help = "Recalcule les chiffres publics, et ceux qui sont masqués, là où des saisies ont changé."

    def handle(self, *, verbosity, **options):
        changed = refresh()
        if verbosity and changed:
            told = _("Chiffres publics recalculés\u00a0: %(changed)s.")
            self.stdout.write(told % {"changed": changed})
