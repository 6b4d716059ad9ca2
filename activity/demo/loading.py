"""More than a year of figures, and targets, for the structures of the demonstration."""

from django.db import transaction

from activity.models import ActivityRecord
from catalogue.demo import files
from catalogue.demo.ledger import Ledger
from catalogue.models import Structure

from . import targets
from .generator import Size, generate

#: As many as it takes to compare with the year before.
WEEKS = 110


@transaction.atomic
def load():
    """How many figures were made; none for a structure that had some, or had them once."""
    ledger = Ledger()
    codes = [row["imilo_code"] for row in files.read("structures")["structures"]]
    fresh = [
        structure
        for structure in Structure.objects.filter(imilo_code__in=codes).order_by("imilo_code")
        if ledger.claim(ActivityRecord, structure.imilo_code)
        and not ActivityRecord.objects.filter(structure=structure).exists()
    ]
    made = generate(fresh, Size(weeks=WEEKS, late=0.15), seed=7) if fresh else 0
    targets.make([one for one in fresh if not one.targets.exists()])
    ledger.save()
    return made
