"""The grid of a structure's week, or month: read, filled in, submitted, reopened.

Two people may fill in the same grid. Whoever saves a cell says what they saw in it (`seen`): if it
is something else by now, nothing is written and both values come back. Values are compared, not
version numbers, so that what an import or a correction wrote counts as well, and so that a change
sent again after the network dropped isn't a conflict with oneself.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activity.jumps import history, unlikely, usual
from activity.models import (
    ActivityRecord,
    Correction,
    Indicator,
    Modality,
    Report,
    ReportEvent,
)
from activity.models.records import MAX_VALUE
from activity.querysets import frequency_of
from catalogue.refusals import Refusal

MODALITIES = [Modality.ON_SITE, Modality.REMOTE, Modality.OUTREACH]

#: A week is submitted on Friday, by those who won't work the days that are left.
WEEKEND = timedelta(days=2)


@dataclass(frozen=True)
class Detail:
    """What the figures of a grid are about, when it isn't everything: none, usually."""

    site: object = None
    theme: object = None
    scheme: object = None

    def as_filters(self):
        return {"site": self.site, "theme": self.theme, "scheme": self.scheme}

    @property
    def names(self):
        return [name for name, value in self.as_filters().items() if value]

    def fits(self, indicator):
        return all(getattr(indicator, f"has_{name}") for name in self.names)


NO_DETAIL = Detail()


@dataclass(frozen=True)
class Cell:
    """`value` and `previous` (the period before): None when nobody said. `elsewhere`: what other
    details of the same period hold, which comes on top."""

    indicator: Indicator
    modality: str
    value: int | None
    previous: int | None
    elsewhere: int
    warning: str

    @property
    def key(self):
        return cell_key(self.indicator, self.modality)

    @property
    def modality_label(self):
        return Modality(self.modality).label


@dataclass(frozen=True)
class Row:
    indicator: Indicator
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    structure: object
    period: object
    detail: Detail
    report: Report | None
    rows: list[Row]

    @property
    def is_final(self):
        return self.report is not None and self.report.is_final

    @property
    def cells(self):
        return [cell for row in self.rows for cell in row.cells]

    @property
    def filled(self):
        return sum(cell.value is not None for cell in self.cells)


@dataclass(frozen=True)
class Change:
    """What somebody wrote in a cell, and what they had seen there. None: nothing."""

    key: str
    value: int | None
    seen: int | None


@dataclass(frozen=True)
class Conflict:
    """Somebody else wrote `theirs` in the cell, in which `mine` wasn't written."""

    key: str
    mine: int | None
    theirs: int | None
    who: str
    when: object


@dataclass
class Saved:
    """What became of each change, by key."""

    values: dict = field(default_factory=dict)
    warnings: dict = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


def cell_key(indicator, modality):
    return f"{indicator.code}:{modality}"


def modalities_of(indicator):
    return MODALITIES if indicator.has_modality else [Modality.NONE]


# --- Reading --------------------------------------------------------------------------


def read(structure, period, detail=NO_DETAIL):
    """Three queries, whatever the grid holds."""
    records = history(structure, period)
    now, before = period.starts_on, period.previous.starts_on

    def cell(indicator, modality):
        found = records.get((indicator.pk, modality), {})
        own = {day: values.get(detail_key(detail)) for day, values in found.items()}
        value = own.get(now)
        return Cell(
            indicator=indicator,
            modality=modality,
            value=value,
            previous=own.get(before),
            elsewhere=sum(found.get(now, {}).values()) - (value or 0),
            warning=unlikely(value, usual(own, period)),
        )

    rows = [
        Row(indicator, [cell(indicator, modality) for modality in modalities_of(indicator)])
        for indicator in Indicator.objects.asked(frequency_of(period))
        if detail.fits(indicator)
    ]
    report = Report.objects.of(structure, period).select_related("submitted_by").first()
    return Grid(structure, period, detail, report, rows)


def detail_key(detail):
    return tuple(thing and thing.pk for thing in detail.as_filters().values())


# --- Writing --------------------------------------------------------------------------


def save(structure, period, changes, user, detail=NO_DETAIL):
    """Writes what nobody else has written meanwhile. Refuses a submitted period, and a future one.

    Safe to send again: a cell that already holds the value is left as it is.
    """
    check_begun(period)
    if detail.site and detail.site.structure_id != structure.pk:
        raise Refusal(_("Ce lieu d’accueil est celui d’une autre structure."))
    indicators = {
        cell_key(indicator, modality): (indicator, modality)
        for indicator in Indicator.objects.asked(frequency_of(period))
        if detail.fits(indicator)
        for modality in modalities_of(indicator)
    }
    for change in changes:
        check(change, indicators)
    with transaction.atomic():
        report = locked_report(structure, period)
        if report.is_final:
            raise Refusal(_("Cette saisie a été envoyée : on ne peut plus la modifier."))
        return write(
            report, detail, [(change, *indicators[change.key]) for change in changes], user
        )


def check_begun(period):
    if not period.has_begun:
        raise Refusal(_("Cette période n’a pas commencé."))


def check(change, indicators):
    if change.key not in indicators:
        raise Refusal(_("On ne connaît pas la case « %(key)s ».") % {"key": change.key[:60]})
    if change.value is not None and not 0 <= change.value <= MAX_VALUE:
        raise Refusal(
            _("Un nombre va de 0 à %(maximum)s.") % {"maximum": f"{MAX_VALUE:,}".replace(",", " ")}
        )


def locked_report(structure, period):
    """The report, which nobody else touches until the end of the transaction."""
    reports = Report.objects.of(structure, period)
    report = reports.select_for_update(of=("self",)).first()
    if report is None:
        Report.objects.bulk_create(
            [
                Report(
                    structure=structure,
                    frequency=frequency_of(period),
                    starts_on=period.starts_on,
                )
            ],
            ignore_conflicts=True,
        )
        report = reports.select_for_update(of=("self",)).get()
    return report


def write(report, detail, changes, user):
    structure, period = report.structure, report.period
    records = {
        (record.indicator_id, record.modality): record
        for record in ActivityRecord.objects.filter(structure=structure, starts_on=report.starts_on)
        .of_cell(**detail.as_filters())
        .select_related("updated_by")
    }
    past = history(structure, period)
    saved, corrections = Saved(), []
    for change, indicator, modality in changes:
        record = records.get((indicator.pk, modality))
        current = record.value if record else None
        if current not in (change.seen, change.value):
            saved.conflicts.append(conflict(change, record, current))
            continue
        saved.values[change.key] = change.value
        days = past.get((indicator.pk, modality), {})
        own = {day: values.get(detail_key(detail)) for day, values in days.items()}
        if warning := unlikely(change.value, usual(own, period)):
            saved.warnings[change.key] = warning
        if current == change.value:
            continue
        place = {
            "structure": structure,
            "indicator": indicator,
            "starts_on": report.starts_on,
            "modality": modality,
            **detail.as_filters(),
        }
        records[indicator.pk, modality] = put(record, place, change.value, user)
        if current is not None or report.submitted_at:
            corrections.append(
                Correction(
                    **place,
                    before=current,
                    after=change.value,
                    was_final=report.submitted_at is not None,
                    made_by=user,
                )
            )
    Correction.objects.bulk_create(corrections)
    return saved


def conflict(change, record, current):
    return Conflict(
        key=change.key,
        mine=change.value,
        theirs=current,
        who=str(record.updated_by) if record and record.updated_by else "",
        when=record.updated_at if record else None,
    )


def put(record, place, value, user):
    if value is None:
        record.delete()
        return None
    if record is None:
        return ActivityRecord.objects.create(**place, value=value, updated_by=user)
    record.value, record.updated_by = value, user
    record.save(update_fields=["value", "updated_by", "updated_at"])
    return record


# --- Final, or not --------------------------------------------------------------------


@transaction.atomic
def submit(structure, period, user):
    """From now on the figures of this period are final."""
    report = locked_report(structure, period)
    if report.is_final:
        return report
    if timezone.localdate() < period.ends_on - WEEKEND:
        raise Refusal(_("Cette période n’est pas finie : attendez pour l’envoyer."))
    if not ActivityRecord.objects.filter(
        structure=structure,
        starts_on=report.starts_on,
        indicator__frequency=report.frequency,
    ).exists():
        raise Refusal(_("Rien n’est saisi : indiquez 0 là où il n’y a rien eu."))
    report.state = Report.State.SUBMITTED
    report.submitted_at, report.submitted_by = timezone.now(), user
    report.save()
    report.events.create(kind=ReportEvent.Kind.SUBMITTED, made_by=user)
    return report


@transaction.atomic
def reopen(structure, period, user, reason):
    """Its figures are provisional again, until it is submitted."""
    report = locked_report(structure, period)
    if not report.is_final:
        raise Refusal(_("Cette saisie n’est pas envoyée : elle est déjà ouverte."))
    reason = reason.strip()[: ReportEvent._meta.get_field("reason").max_length]
    if not reason:
        raise Refusal(_("Dites pourquoi vous rouvrez cette saisie."))
    report.state = Report.State.REOPENED
    report.save()
    report.events.create(kind=ReportEvent.Kind.REOPENED, made_by=user, reason=reason)
    return report


def corrections_of(structure, period):
    """The journal of a period, the latest first."""
    return (
        Correction.objects.filter(
            structure=structure,
            starts_on=period.starts_on,
            indicator__frequency=frequency_of(period),
        )
        .select_related("indicator", "made_by", "site", "theme", "scheme")
        .order_by("-made_at", "-pk")
    )
