"""Targets of this year and the last, near what the structures do: some are reached, some not."""

from random import Random

from django.utils import timezone

from activity.models import Indicator, Target
from activity.periods import Year
from activity.summary import Summary

AIMED_AT = ["jeunes-accompagnes", "entretiens", "ateliers", "entrees-cej", "sorties-emploi"]
#: Of what was done in the year before: from within reach to ambitious.
AMBITION = (0.85, 1.25)


def make(structures, seed=7):
    """Of the two years, for the indicators of which something is known."""
    random = Random(seed)  # noqa: S311 (nothing secret is drawn)
    this_year = timezone.localdate().year
    indicators = list(Indicator.objects.filter(code__in=AIMED_AT))
    done = Summary(structures, Year(this_year - 1), indicators).by_structure
    return Target.objects.bulk_create(
        Target(
            structure=structure,
            indicator=indicator,
            year=year,
            value=max(1, round(amount.value * random.uniform(*AMBITION), -1)),
            is_demonstration=True,
        )
        for structure in structures
        for indicator in indicators
        if (amount := done.get(structure.pk, {}).get(indicator.pk))
        for year in (this_year - 1, this_year)
    )
