"""Fills the database with years of activity, to measure with."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from activity.demo.generator import Size, generate
from activity.models import ActivityRecord
from catalogue.models import Structure


class Command(BaseCommand):
    help = (
        "Ajoute des années de chiffres inventés aux structures, pour mesurer. La même graine donne "
        "les mêmes chiffres. Cinq ans de 450 structures (generate_load) : trois millions de lignes."
    )

    def add_arguments(self, parser):
        parser.add_argument("--years", type=int, default=5)
        parser.add_argument("--seed", type=int, default=1)

    @transaction.atomic
    def handle(self, *, years, seed, verbosity, **options):
        if not 1 <= years <= 30:
            raise CommandError(_("Entre 1 et 30 ans."))
        structures = list(
            Structure.objects.filter(activityrecords=None).order_by("imilo_code").distinct()
        )
        if not structures:
            raise CommandError(_("Toutes les structures ont déjà des chiffres."))
        written = generate(structures, Size(weeks=years * 52 + years // 5), seed)
        if verbosity:
            count = ActivityRecord.objects.count()
            self.stdout.write(_("%(written)s chiffres ajoutés, %(count)s en tout.")
                              % {"written": written, "count": count})  # fmt: skip
