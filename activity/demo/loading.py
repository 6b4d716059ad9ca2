"""More than a year of figures, and targets, for the structures of the demonstration; the last
months of their region's other ones, for whoever coordinates it."""

from django.db import transaction

from activity.models import ActivityRecord
from catalogue.demo import files
from catalogue.demo.ledger import Ledger
from catalogue.models import Structure

from . import targets
from .generator import Size, generate

#: As many as it takes to compare with the year before.
WEEKS = 110
#: As many as it takes to have three whole months.
RECENT_WEEKS = 18


@transaction.atomic
def load():
    """How many figures were made; none for a structure that had some, or had them once."""
    ledger = Ledger()
    codes = [row["imilo_code"] for row in files.read("structures")["structures"]]
    shown = Structure.objects.filter(imilo_code__in=codes)
    others = Structure.objects.filter(network__structures__in=shown).exclude(pk__in=shown)
    fresh = without_figures(shown, ledger)
    made = generate(fresh, Size(weeks=WEEKS, late=0.15), seed=7) if fresh else 0
    targets.make([one for one in fresh if not one.targets.exists()])
    neighbours = without_figures(others.distinct(), ledger)
    if neighbours:
        made += generate(neighbours, Size(weeks=RECENT_WEEKS, late=0.06), seed=8)
    ledger.save()
    return made


def without_figures(structures, ledger):
    """Those that have none, and never had any of ours."""
    return [
        structure
        for structure in structures.order_by("imilo_code")
        if ledger.claim(ActivityRecord, structure.imilo_code)
        and not ActivityRecord.objects.filter(structure=structure).exists()
    ]
