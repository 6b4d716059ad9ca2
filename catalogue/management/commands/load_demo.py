"""Loads the demonstration network."""

from functools import partial

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalogue.demo import files
from catalogue.demo.accounts import logins
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
        progress = partial(tqdm, desc=_("Démonstration"), leave=False, disable=not verbosity)
        made = load(progress)
        if verbosity:
            self.report(made)

    def report(self, made):
        self.stdout.write(_("Démonstration : %(made)s objets créés.") % {"made": made})
        if made:
            rows, left_out = files.register_rows()
            for code, reason in left_out.items():
                self.stdout.write(f"  {code} : {reason}, ligne laissée de côté")
            for row in rows:
                if not row["seat_insee_code"]:
                    self.stdout.write(f"  {row['imilo_code']} : siège sans commune connue")
        memberships = list(logins())
        if memberships and settings.DEMONSTRATION_PASSWORD:
            self.stdout.write(
                _("\nPour entrer dans %(admin)s :") % {"admin": reverse("wagtailadmin_home")}
            )
            for membership in memberships:
                role = membership.get_role_display()
                place = membership.structure or membership.network
                self.stdout.write(f"  {membership.user.email:<30} {role}, {place}")
            self.stdout.write(
                _("  mot de passe, s’il n’a pas été changé : %(password)s\n")
                % {"password": settings.DEMONSTRATION_PASSWORD}
            )
