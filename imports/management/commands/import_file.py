"""`manage.py import_file FEED FILE`: an import from the command line."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports import rules, services
from imports.models import BatchState, Feed, ImportBatch
from imports.report import report

COUNTS = {
    "total": gettext_lazy("lignes lues"),
    "new": gettext_lazy("nouvelles"),
    "changed": gettext_lazy("modifiées"),
    "unchanged": gettext_lazy("inchangées"),
    "duplicate": gettext_lazy("en double"),
    "vanished": gettext_lazy("disparues du fichier"),
    "invalid": gettext_lazy("en erreur"),
    "applied": gettext_lazy("appliquées"),
    "conflicts": gettext_lazy("modifiées entre-temps"),
    "gone": gettext_lazy("citent une fiche supprimée"),
}


class Command(BaseCommand):
    help = (
        "Lit un fichier pour un flux et dit ce qu’il changerait ; avec --apply, l’applique. "
        "Se termine par le code 1 si quelque chose est en erreur."
    )

    def add_arguments(self, parser):
        parser.add_argument("feed", help="code du flux")
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="applique ce qui est juste")
        parser.add_argument(
            "--accept-withdrawals",
            action="store_true",
            help="même si les retraits dépassent le seuil du flux",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, feed, file, **options):
        feed = Feed.objects.filter(code=feed).first()
        if feed is None:
            codes = ", ".join(Feed.objects.values_list("code", flat=True)) or _("aucun")
            raise CommandError(_("Ce flux n’existe pas. Flux connus : %s.") % codes)
        refusal = ""
        try:
            batch = self.receive(feed, file)
            if options["apply"] and batch.state == BatchState.REVIEW:
                self.apply(batch, accepts_withdrawals=options["accept_withdrawals"])
        except services.Refusal as error:
            raise CommandError(str(error)) from error
        except NotAppliedError as error:
            refusal = str(error)
        write = self.write_json if options["format"] == "json" else self.write_text
        write(batch, refusal)
        if refusal or batch.counts.get("invalid") or batch.state not in GOOD_ENDS:
            sys.exit(1)

    def receive(self, feed, path):
        try:
            with path.open("rb") as file:
                batch, _created = services.receive(
                    feed, file, path.name, origin=ImportBatch.Origin.COMMAND
                )
        except OSError as error:
            raise CommandError(_("Ce fichier ne peut pas être lu : %s.") % path) from error
        services.run(batch)
        return batch

    def apply(self, batch, *, accepts_withdrawals):
        try:
            services.confirm(
                batch, None, {"kinds": rules.KINDS}, accepts_withdrawals=accepts_withdrawals
            )
        except services.Refusal as error:
            raise NotAppliedError(str(error)) from error
        services.run(batch, stop_at=BatchState.APPLIED)

    def write_json(self, batch, refusal):
        answer = {
            "id": batch.pk,
            "state": batch.state,
            "counts": batch.counts,
            "failure": batch.failure or refusal,
            "errors": [
                {"field": cause.field, "code": cause.code, "count": cause.count}
                for cause in self.causes(batch)
            ],
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))

    def causes(self, batch):
        return [cause for cause in report(batch).causes if cause.is_error]

    def write_text(self, batch, refusal):
        self.stdout.write(f"{batch} : {batch.get_state_display()}")
        for name, label in COUNTS.items():
            if name in batch.counts:
                self.stdout.write(f"  {batch.counts[name]:>7} {label}")
        for cause in self.causes(batch):
            for problem in cause.problems:
                self.stdout.write(f"  {problem.lines} : {problem.message} {problem.remedy}")
        if batch.state == BatchState.MAPPING:
            unknown = [header for header, name in batch.mapping.items() if not name]
            self.stdout.write(_("Colonnes à choisir : %s.") % ", ".join(unknown))
        if batch.failure or refusal:
            self.stdout.write(batch.failure or refusal)


class NotAppliedError(Exception):
    """It was read, and stays to be reviewed."""


GOOD_ENDS = {BatchState.REVIEW, BatchState.APPLIED}
