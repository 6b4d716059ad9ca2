"""A public figure as a page shows it: what an editor chose, in words, or why it isn't there.

The figure itself is `public.public_figure`'s, and nothing else.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from activity.models import Indicator, Modality, Report
from activity.periods import (
    Month,
    Quarter,
    Week,
    Year,
    containing,
    entries_of,
    entry_period,
    parse,
)
from activity.public import public_figure
from catalogue.models import Structure

#: The last period of a kind that is over, and that enough structures have submitted.
LAST = {"last-week": Week, "last-month": Month, "last-quarter": Quarter, "last-year": Year}
#: Of the weeks (or months) of all structures: with fewer, a total says little.
ENOUGH = 0.5
#: How many years back one is looked for.
YEARS = 3
UNKNOWN = object()


@dataclass(frozen=True)
class Choice:
    """`period`: one of `LAST`, or the code of a period. Neither `network` nor `structure`: the
    whole country."""

    indicator: str
    period: str
    network: object = None
    structure: object = None
    modality: str = ""


@dataclass(frozen=True)
class Measure:
    """`value` is empty where nothing is shown, and `reason` says why."""

    name: str
    place: str
    period: str = ""
    value: str = ""
    reason: str = ""
    unit: str = ""
    coverage: str = ""
    definition: str = ""
    source: str = ""
    updated_on: date | None = None
    is_demonstration: bool = False


def measure(choice):
    indicator = Indicator.objects.filter(code=choice.indicator).first()
    if indicator is None:
        return Measure(
            _("Chiffre d’activité"), place_of(choice), reason=_("Ce chiffre n’est plus suivi.")
        )
    told = {
        "name": name_of(indicator, choice.modality),
        "place": place_of(choice),
        "definition": indicator.definition,
        "source": indicator.source,
    }
    structures = structures_of(choice)
    period = period_of(choice, indicator, structures)
    if period is UNKNOWN:
        return Measure(**told, reason=_("La période n’est pas précisée."))
    if period is None:
        reason = _("Trop peu de structures ont envoyé leurs chiffres pour le moment.")
        return Measure(**told, reason=reason)
    if period.bounds(indicator.frequency) is None:
        return Measure(**told, period=period.label, reason=_("Ce chiffre se compte chaque mois."))
    return shown(public_figure(indicator, structures, period, choice.modality), told)


def shown(figure, told):
    told = told | {
        "period": figure.period.label,
        "unit": unit_of(figure),
        "is_demonstration": figure.is_demonstration,
    }
    if figure.is_hidden:
        reason = _("Ce chiffre est trop petit, ou permettrait d’en retrouver un trop petit.")
        return Measure(**told, reason=_("Non publié. %s") % reason)
    if figure.is_awaited:
        reason = _("Ce chiffre est en cours de vérification : à voir dans quelques minutes.")
        return Measure(**told, reason=reason)
    if figure.value is None:
        return Measure(**told, reason=_("Aucun chiffre définitif pour cette période."))
    return Measure(
        **told,
        value=number_format(figure.value, force_grouping=True).replace("\xa0", "\u202f"),
        coverage=str(figure.coverage),
        updated_on=timezone.localdate(figure.updated_at),
    )


def unit_of(figure):
    """How the value is to be read, where it isn't a count of the whole period."""
    is_one_entry = isinstance(figure.period, Week | Month) and (
        figure.period.bounds(figure.indicator.frequency)
        == (figure.period.starts_on, figure.period.starts_on)
    )
    return _("en moyenne chaque semaine") if figure.is_average and not is_one_entry else ""


def name_of(indicator, modality):
    return f"{indicator.name} ({Modality(modality).label})" if modality else indicator.name


def place_of(choice):
    place = choice.structure or choice.network
    return str(place) if place else _("toute la France")


def structures_of(choice):
    """Those that anybody may see, whose figures are public."""
    structures = Structure.objects.public().order_by("pk")
    if choice.structure:
        structures = structures.filter(pk=choice.structure.pk)
    elif choice.network:
        structures = structures.filter(
            Q(network=choice.network) | Q(network__parent=choice.network)
        )
    return list(structures.only("pk"))


def period_of(choice, indicator, structures):
    """The chosen period; of those that are over and well reported, the last one, or None."""
    if choice.period not in LAST:
        try:
            return parse(choice.period)
        except ValueError:  # a draft, not yet checked
            return UNKNOWN
    return last_complete(LAST[choice.period], indicator, structures)


def last_complete(kind, indicator, structures):
    today = timezone.localdate()
    submitted = (
        Report.objects.final()
        .filter(
            structure__in=structures,
            frequency=indicator.frequency,
            starts_on__gte=today.replace(year=today.year - YEARS, day=1),
        )
        .order_by()
        .values_list("starts_on")
        .annotate(Count("pk"))
    )
    counts = {}
    for day, count in submitted:
        entry = entry_period(indicator.frequency, day)
        if kind is Week and not isinstance(entry, Week):
            return None
        period = containing(kind, entry)
        counts[period] = counts.get(period, 0) + count
    enough = [
        period
        for period, count in counts.items()
        if period.is_complete
        and count >= ENOUGH * len(structures) * len(list(entries_of(period, indicator.frequency)))
    ]
    return max(enough, default=None)
