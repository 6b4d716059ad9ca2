"""A public figure as a page shows it: what an editor chose, in words, or why it isn't there.

The figure itself is `public.public_figure`'s, and nothing else. Totalling a year of the country
takes time: it is done when a page is published, then by the worker, and pages read the result.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from activity import suppressions
from activity.models import Indicator, Modality, PublishedFigure, Report
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
from catalogue.models import Network, Structure

#: The last period of a kind that is over, and that enough structures have submitted.
LAST = {"last-week": Week, "last-month": Month, "last-quarter": Quarter, "last-year": Year}
#: Of the weeks (or months) of all structures: with fewer, a total says little.
ENOUGH = 0.5
#: How many years back one is looked for.
YEARS = 3
UNKNOWN = object()
#: What the day it is, and names that change, may say of a figure.
STALE = timedelta(minutes=10)


@dataclass(frozen=True)
class Choice:
    """`period`: one of `LAST`, or the code of a period. `network` and `structure` are primary keys;
    neither: the whole country."""

    indicator: str
    period: str
    network: int | None = None
    structure: int | None = None
    modality: str = ""

    @property
    def key(self):
        return "|".join(str(part or "") for part in asdict(self).values())

    def within(self, territory):
        """What the site of a territory may show of it: the same, or as much of it as is there; None
        for nothing. A structure's figure shows where the structure does."""
        chosen = self.network
        if not territory or self.structure or chosen in territory.networks:
            return self
        if chosen and chosen not in territory.above:
            return None
        networks = [None] if territory.structure else territory.networks
        return replace(self, structure=territory.structure, network=networks[0])

    @classmethod
    def of(cls, key):
        indicator, period, network, structure, modality = key.split("|")
        places = (int(place) if place else None for place in (network, structure))
        return cls(indicator, period, *places, modality)


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

    @property
    def awaited(self):
        """The same, while nobody knows what may be shown of it."""
        reason = _("Ce chiffre est en cours de vérification\u00a0: à voir dans quelques minutes.")
        return replace(self, value="", coverage="", updated_on=None, reason=reason)


# --- What pages read ----------------------------------------------------------------------


def measure_of(published):
    """What a row of `PublishedFigure.objects.with_withdrawal()` says."""
    told = published.shown | {"updated_on": parse_date(published.shown["updated_on"] or "")}
    return Measure(**told).awaited if published.is_withdrawn else Measure(**told)


def measure(choice):
    """Worked out now, for an editor's preview."""
    return worked_out(choice)[0]


# --- What the publication and the worker do -----------------------------------------------


def publish(choices):
    """These may be shown from now on; those of a year that nobody asked for wait for the worker."""
    for choice in choices:
        if has_its_place(choice):
            keep(choice)


def refresh():
    """What reports, the calendar or names changed; how many figures were worked out again."""
    changed = suppressions.refresh()
    known = PublishedFigure.objects.with_withdrawal().order_by("key")
    due = known.filter(
        Q(indicator__in={indicator for indicator, _year in changed})
        | Q(is_awaited=True)
        | Q(is_withdrawn=True)
        | Q(as_of__lt=timezone.now() - STALE)
    )
    awaited = [published for published in map(keep, choices_of(due)) if published.is_awaited]
    if awaited:  # of a year that nobody had asked for
        suppressions.refresh()
        publish(choices_of(awaited))
    return len(due)


def choices_of(published):
    return [Choice.of(one.key) for one in published]


def keep_only(choices):
    """What no page shows any more is forgotten; what one shows is there."""
    keys = {choice.key for choice in choices}
    PublishedFigure.objects.exclude(key__in=keys).delete()
    there = set(PublishedFigure.objects.values_list("key", flat=True))
    publish(choice for choice in choices if choice.key not in there)


def keep(choice):
    as_of = timezone.now() - suppressions.UNSEEN
    told, figure = worked_out(choice)
    values = {"frequency": "", "first": None, "last": None}
    if figure:
        frequency = figure.indicator.frequency
        first, last = figure.period.bounds(frequency)
        suppressions.note(figure.indicator, figure.period)
        values = {"frequency": frequency, "first": first, "last": last}
    published, _is_new = PublishedFigure.objects.update_or_create(
        key=choice.key,
        defaults={
            **values,
            "indicator": choice.indicator,
            "network_id": choice.network,
            "structure_id": choice.structure,
            "shown": asdict(told) | {"updated_on": told.updated_on and told.updated_on.isoformat()},
            "is_awaited": bool(figure and figure.is_awaited),
            "as_of": as_of,
        },
    )
    return published


# --- How it is worked out -----------------------------------------------------------------


def worked_out(choice):
    """(Measure, PublicFigure or None where there isn't any)."""
    indicator = Indicator.objects.filter(code=choice.indicator).first()
    place = place_of(choice)
    if indicator is None:
        reason = _("Ce chiffre n’est plus suivi.")
        return Measure(_("Chiffre d’activité"), place, reason=reason), None
    told = Measure(
        name=name_of(indicator, choice.modality),
        place=place,
        definition=indicator.definition,
        source=indicator.source,
    )
    structures = structures_of(choice)
    period = period_of(choice, indicator, structures)
    if period is UNKNOWN:
        return replace(told, reason=_("La période n’est pas précisée.")), None
    if period is None:
        reason = _("Trop peu de structures ont envoyé leurs chiffres pour le moment.")
        return replace(told, reason=reason), None
    told = replace(told, period=period.label)
    if period.bounds(indicator.frequency) is None:
        return replace(told, reason=_("Ce chiffre se compte chaque mois.")), None
    figure = public_figure(indicator, structures, period, choice.modality)
    return in_words(figure, told), figure


def in_words(figure, told):
    told = replace(told, unit=unit_of(figure), is_demonstration=figure.is_demonstration)
    if figure.is_hidden:
        reason = _("Ce chiffre est trop petit, ou permettrait d’en retrouver un trop petit.")
        return replace(told, reason=_("Non publié. %s") % reason)
    if figure.is_awaited:
        return told.awaited
    if figure.value is None:
        return replace(told, reason=_("Aucun chiffre définitif pour cette période."))
    return replace(
        told,
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


def has_its_place(choice):
    """Whether what was chosen is still there."""
    return all(
        model.objects.filter(pk=pk).exists()
        for model, pk in ((Network, choice.network), (Structure, choice.structure))
        if pk
    )


def place_of(choice):
    place = None
    if choice.structure:
        place = Structure.objects.filter(pk=choice.structure).first()
    elif choice.network:
        place = Network.objects.filter(pk=choice.network).first()
    return str(place) if place else _("toute la France")


def structures_of(choice):
    """Those that anybody may see, whose figures are public."""
    structures = Structure.objects.public().order_by("pk")
    if choice.structure:
        structures = structures.filter(pk=choice.structure)
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
