"""Weeks of figures that look like those of Missions Locales: the same seed gives the same ones.

Busy in September, quiet in August; large structures and small ones. All of it is marked as
demonstration data.
"""

from dataclasses import dataclass
from random import Random

from django.db.models import Sum
from django.utils import timezone

from activity.models import ActivityRecord, Indicator, Modality, Report, YoungPopulation
from activity.periods import Frequency, Week
from catalogue.bulk import write
from catalogue.models import Coverage, Theme
from catalogue.statistics import refresh_statistics

#: A usual week, or month, of a structure of 5,000 young people: sites, remote, outreach.
USUAL = {
    "jeunes-en-contact": (320,),
    "jeunes-accompagnes": (190,),
    "premiers-accueils": (24,),
    "demande-insertion": (900,),
    "entretiens": (110, 45, 9),
    "ateliers": (9, 3, 2),
    "participations-ateliers": (62, 24, 14),
    "informations-collectives": (4, 2, 1),
    "participations-informations": (38, 16, 12),
    "contacts": (410,),
    "visites-entreprises": (2,),
    "participations-visites": (13,),
    "entrees-cej": (26,),
    "entrees-pacea": (31,),
    "pmsmp": (17,),
    "sorties-emploi": (38,),
    "sorties-alternance": (9,),
    "sorties-formation": (21,),
    "sorties-scolarite": (6,),
    "sorties-volontariat": (3,),
}
#: Each month's share of a usual one.
SEASONS = [1.0, 1.0, 1.05, 0.95, 0.9, 1.0, 0.8, 0.55, 1.25, 1.2, 1.1, 0.8]
MODALITIES = [Modality.ON_SITE, Modality.REMOTE, Modality.OUTREACH]
THEMED = ("ateliers", "participations-ateliers")
SIZE = 5_000
#: Of inhabitants, those aged 16 to 25: about one in eight in France.
YOUNG_SHARE = 0.12

RECORD = ["structure", "indicator", "starts_on", "modality", "theme", "value", "created_at",
          "updated_at"]  # fmt: skip
REPORT = ["structure", "frequency", "starts_on", "state", "submitted_at", "is_demonstration",
          "created_at", "updated_at"]  # fmt: skip


@dataclass(frozen=True)
class Size:
    weeks: int
    #: The last weeks of some structures aren't filled in; twice as many haven't submitted theirs.
    late: float = 0.05


def populations(structures):
    """Estimated from the inhabitants of the communes, for those whose communes are known."""
    known = (
        Coverage.objects.filter(structure__in=structures, structure__young_population=None)
        .order_by()
        .values_list("structure")
        .annotate(people=Sum("commune__population"))
    )
    return YoungPopulation.objects.bulk_create(
        YoungPopulation(
            structure_id=structure,
            people=round(people * YOUNG_SHARE),
            year=timezone.localdate().year,
            source="Estimation de démonstration : 12 % des habitants",
            is_demonstration=True,
        )
        for structure, people in known
        if people
    )


def generate(structures, size, seed=1):
    """Fills in the weeks before this one; returns how many figures were written."""
    populations(structures)
    random = Random(seed)  # noqa: S311 (nothing secret is drawn)
    generator = Generator(structures, size, random)
    written = write(ActivityRecord, RECORD, generator.records())
    write(Report, REPORT, generator.reports())
    refresh_statistics(ActivityRecord, Report, YoungPopulation)
    return written


class Generator:
    def __init__(self, structures, size, random):
        self.random, self.now = random, timezone.now()
        people = dict(YoungPopulation.objects.order_by().values_list("structure", "people"))
        self.structures = [
            (structure.pk, min(people.get(structure.pk, SIZE), 30_000) / SIZE)
            for structure in structures
        ]
        last = Week.of(timezone.localdate()).previous
        self.weeks = [last]
        while len(self.weeks) < size.weeks:
            self.weeks.append(self.weeks[-1].previous)
        self.weeks.reverse()
        self.months = self.whole_months()
        self.late = self.who_is_late(size.late)
        self.indicators = {one.code: one for one in Indicator.objects.filter(code__in=USUAL)}
        self.themes = list(Theme.objects.values_list("pk", flat=True)) or [None]

    def whole_months(self):
        month, months = self.weeks[0].month.next, []
        while month.is_complete:
            months.append(month)
            month = month.next
        return months

    def who_is_late(self, share):
        """{structure: (since which week, and month; None for no report, or its state)}."""
        late = {}
        for structure, _size in self.structures:
            draw = self.random.random()
            if draw < 3 * share:
                week = self.weeks[-self.random.choice([1, 1, 2, 4])]
                late[structure] = week, None if draw < share else Report.State.DRAFT
        return late

    def periods(self):
        """(frequency, period, structure, size, state), the oldest first."""
        for frequency, periods in ((Frequency.WEEK, self.weeks), (Frequency.MONTH, self.months)):
            for period in periods:
                for structure, size in self.structures:
                    since, state = self.late.get(structure, (None, None))
                    if not since or period.starts_on < since.starts_on:
                        state = Report.State.SUBMITTED
                    if state:
                        yield frequency, period, structure, size, state

    def reports(self):
        for frequency, period, structure, _size, state in self.periods():
            submitted_at = self.now if state == Report.State.SUBMITTED else None
            yield (structure, frequency, period.starts_on, state, submitted_at, True, self.now,
                   self.now)  # fmt: skip

    def records(self):
        usual = {
            frequency: [
                (self.indicators[code], amounts)
                for code, amounts in USUAL.items()
                if code in self.indicators and self.indicators[code].frequency == frequency
            ]
            for frequency in Frequency.values
        }
        for frequency, period, structure, size, _state in self.periods():
            scale = size * SEASONS[period.month.number - 1]
            start = period.starts_on
            for indicator, amounts in usual[frequency]:
                modalities = MODALITIES if indicator.has_modality else [Modality.NONE]
                for modality, amount in zip(modalities, amounts, strict=True):
                    value = self.draw(amount * scale)
                    yield self.record(structure, indicator, start, modality, None, value)
                if indicator.code in THEMED:
                    for theme in self.random.sample(self.themes, min(2, len(self.themes))):
                        if theme:
                            value = self.draw(amounts[0] * scale / 4)
                            on_site = Modality.ON_SITE
                            yield self.record(structure, indicator, start, on_site, theme, value)

    def record(self, structure, indicator, start, modality, theme, value):
        return structure, indicator.pk, start, modality.value, theme, value, self.now, self.now

    def draw(self, usual):
        return round(usual * self.random.uniform(0.75, 1.25))
