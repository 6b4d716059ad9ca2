"""Loads the demonstration network."""

from functools import partial

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalogue.demo import files
from catalogue.demo.loading import load
from catalogue.models import Commune


class Command(BaseCommand):
    help = (
        "Charge le réseau de démonstration. Peut être relancée : ne touche à rien de ce qui a "
        "déjà été chargé, modifié ou supprimé, et ajoute des séances quand il n’en vient plus."
    )

    def handle(self, *, verbosity, **options):
        if not Commune.objects.exists():
            raise CommandError(_("Chargez d’abord les communes : manage.py load_geography"))
        progress = partial(
            tqdm, desc=_("Démonstration"), leave=False, disable=None if verbosity else True
        )
        made = load(progress)
        if verbosity:
            told = _("%(made)s objets créés") % {"made": made} if made else _("à jour")
            self.stdout.write(_("Démonstration : %(told)s.") % {"told": told})
        if verbosity > 1:
            self.tell_what_is_missing()

    def tell_what_is_missing(self):
        rows, left_out = files.register_rows()
        for code, reason in left_out.items():
            self.stdout.write(f"  {code} : {reason}, ligne laissée de côté")
        for row in rows:
            if not row["seat_insee_code"]:
                self.stdout.write(f"  {row['imilo_code']} : siège sans commune connue")
