"""A structure's targets of a year, set together."""

from django.db import transaction

from activity.models import Target
from catalogue.models import Structure


@transaction.atomic
def save(structure, year, changes, user):
    """`changes`: {indicator: (value, what was seen there)}; None: no target.

    Somebody else may have set one meanwhile: nothing is written then, and what they set comes
    back, {indicator: value}. Otherwise an empty dictionary.
    """
    Structure.objects.select_for_update(of=("self",), no_key=True).get(pk=structure.pk)
    targets = {
        target.indicator_id: target
        for target in Target.objects.filter(
            structure=structure, year=year, indicator__in=list(changes)
        )
    }
    current = {
        indicator: targets[indicator.pk].value if indicator.pk in targets else None
        for indicator in changes
    }
    theirs = {
        indicator: current[indicator]
        for indicator, (value, seen) in changes.items()
        if current[indicator] not in (seen, value)
    }
    if theirs:
        return theirs
    for indicator, (value, _seen) in changes.items():
        if value == current[indicator]:
            continue
        if value is None:
            targets[indicator.pk].delete()
            continue
        Target.objects.update_or_create(
            structure=structure,
            indicator=indicator,
            year=year,
            defaults={"value": value, "updated_by": user, "is_demonstration": False},
        )
    return {}
