"""Fills the database with a large network, to measure with."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from catalogue.demo.generator import Size, generate
from catalogue.models import Commune, Partner


class Command(BaseCommand):
    help = (
        "Ajoute un réseau fictif de grande taille, pour mesurer. La même graine donne le même "
        "réseau."
    )

    def add_arguments(self, parser):
        size = Size()
        parser.add_argument("--structures", type=int, default=size.structures)
        parser.add_argument("--sites", type=int, default=size.sites)
        parser.add_argument("--offers", type=int, default=size.offers)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, structures, sites, offers, seed, verbosity, **options):
        communes = Commune.objects.exclude(latitude=None).count()
        if not 1 <= structures <= min(communes, 100_000):
            raise CommandError(
                _("Le nombre de structures va de 1 au nombre de communes chargées (%(communes)s).")
                % {"communes": communes}
            )
        if sites < structures:
            raise CommandError(_("Chaque structure a au moins un lieu : augmentez --sites."))
        if Partner.objects.filter(code__startswith="charge-").exists():
            raise CommandError(_("Cette base contient déjà un réseau fictif."))
        generate(Size(structures, sites, offers), seed, quiet=not verbosity)
