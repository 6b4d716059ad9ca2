"""What the dashboard shows: a few tables of rows, the same for people, files and programs.

A table is what `rows_of` says of a breakdown; a chart draws one of its columns, and nothing else.
"""

from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from activity import charts, progress
from activity.charts import Point
from activity.filters import OVER_TIME
from activity.models import Indicator
from activity.periods import Frequency, Month, Quarter, Span, Week, Year
from activity.rows import rows_of, target_rows
from activity.summary import WITH_MODALITY
from activity.templatetags.activity_figures import percent

#: A week is shown with those before it: one column alone says nothing.
WEEKS, MONTHS = 13, 13
#: A longer one is shown by the month, then by the year.
LONGEST_BY_WEEK, LONGEST_BY_MONTH = 27, 160
#: More of them are compared by network, unless somebody asks otherwise.
MANY_STRUCTURES = 40
#: As many bars as one reads; the table has all.
BARS = 25


def window(period):
    """The period to show around one, and what it is cut into."""
    match period:
        case Week():
            first = period
            for _time in range(WEEKS - 1):
                first = first.previous
            return Span(first, period), "semaine"
        case Month():
            first = period.plus(1 - MONTHS)
            return Span(first.first_week, period.last_week), "mois"
        case Quarter():
            return period, "semaine"
        case Year():
            return period, "mois"
    weeks = period.length.days // 7
    if weeks <= LONGEST_BY_WEEK:
        return period, "semaine"
    return period, "mois" if weeks <= LONGEST_BY_MONTH else "annee"


@dataclass(frozen=True)
class Card:
    figure: object
    sparkline: charts.Chart


@dataclass(frozen=True)
class Matrix:
    """Indicators down, periods across."""

    title: str
    periods: list
    lines: list
    #: (submitted, expected) of each period.
    sent: list


@dataclass(frozen=True)
class Meetings:
    """How people were met, for one indicator."""

    indicator: Indicator
    #: In the order of `WITH_MODALITY`; None where nobody said.
    values: list
    remote_share: float
    coverage: object

    @property
    def points(self):
        """{modality: Point}, of those that were said."""
        total = sum(value or 0 for value in self.values)
        return {
            modality.value: Point(
                modality.label, "", value, text=f"{modality.label} {percent(value / total)}"
            )
            for modality, value in zip(WITH_MODALITY, self.values, strict=True)
            if value is not None
        }


class Dashboard:
    """Every indicator: its figure, how it went, how people were met."""

    def __init__(self, asked, targets, indicators=None):
        """`targets`: those that the person may read."""
        self.asked, self.period, self.targets = asked, asked.period, targets
        shown, self.step = window(self.period)
        self.summary = self.recent = asked.summary_over(shown, indicators)
        if shown != self.period:
            self.summary = asked.summary_over(self.period, indicators, within=self.recent)

    @cached_property
    def tables(self):
        """{what it is by: rows}, all that is shown, and in that order."""
        tables = {
            None: rows_of(self.summary),
            self.step: rows_of(self.recent, self.step),
        }
        if self.has_modalities:
            tables["modalite"] = rows_of(self.summary, "modalite")
        return tables | self.target_table

    @property
    def has_modalities(self):
        """Of one modality, there is nothing to share out."""
        return not self.asked.asked("modalite")

    @property
    def rows(self):
        """Of one table, when it is asked for, or of all."""
        by = self.asked.asked("par")
        if by:
            return self.tables.get(by, [])
        return [row for rows in self.tables.values() for row in rows]

    @cached_property
    def is_empty(self):
        return all(figure.value is None for figure in self.summary.figures)

    @property
    def has_averages(self):
        """Over several weeks, a figure of persons is one."""
        first, last = self.period.bounds(Frequency.WEEK)
        return first != last

    @property
    def trend_has_averages(self):
        return self.step != "semaine"

    @cached_property
    def uncounted(self):
        """The frequencies of which this period can't hold a figure: no month is in a week."""
        return {one for one in Frequency.values if self.period.bounds(one) is None}

    @cached_property
    def groups(self):
        """[(group, [Card])], of what can be counted over such a period."""
        cards = [
            Card(figure, self.sparkline(figure.indicator))
            for figure in self.summary.figures
            if figure.indicator.frequency not in self.uncounted
        ]
        return [
            (Indicator.Group(group), list(found))
            for group, found in groupby(cards, key=lambda card: card.figure.indicator.group)
        ]

    def rows_over_time(self, indicator):
        return [row for row in self.tables[self.step] if row["indicator"] == indicator.code]

    def over_time(self, indicator):
        """Points, one for each part of the period."""
        parts = self.recent.parts(indicator.frequency, OVER_TIME[self.step])
        rows = self.rows_over_time(indicator)
        return [
            Point(
                row["group_name"],
                part.short_label,
                row["value"],
                before=row["year_before"],
                is_open=row["is_provisional"],
            )
            for part, row in zip(parts, rows, strict=True)
        ]

    def sparkline(self, indicator):
        title = _("%(indicator)s, %(periods)s") % {
            "indicator": indicator.name,
            "periods": self.step_label,
        }
        return charts.sparkline(f"ligne-{indicator.code}", title, self.over_time(indicator))

    @property
    def step_label(self):
        return {
            "semaine": _("semaine par semaine"),
            "mois": _("mois par mois"),
            "annee": _("année par année"),
        }[self.step]

    @property
    def year(self):
        """Whose targets are shown: the one in which the period ends."""
        return Year(Week.of(self.period.bounds(Frequency.WEEK)[1]).year)

    @property
    def has_targets(self):
        """A target is of all that is done: of a part of it, nothing is said."""
        return not any(self.asked.narrow.values())

    @cached_property
    def overviews(self):
        """How far the year's targets are, as of today."""
        if not self.has_targets:
            return []
        structures, indicators = self.summary.structures, self.summary.indicators
        targets = self.targets.filter(
            structure__in=structures, indicator__in=indicators, year=self.year.year
        ).select_related("indicator")
        is_shown = self.period == self.year
        summary = self.summary if is_shown else self.asked.summary_over(self.year, indicators)
        found = progress.followed(targets, summary) if targets else []
        return progress.overview(found, len(structures))

    @property
    def target_table(self):
        return {"objectif": target_rows(self.summary, self.overviews)} if self.overviews else {}

    @cached_property
    def matrices(self):
        """The figures behind the small lines."""
        titles = {Frequency.WEEK: _("Comptés chaque semaine"),
                  Frequency.MONTH: _("Comptés chaque mois")}  # fmt: skip
        found = []
        for frequency, title in titles.items():
            indicators = [one for one in self.summary.indicators if one.frequency == frequency]
            parts = list(self.recent.parts(frequency, OVER_TIME[self.step]))
            if indicators and parts:
                lines = [(indicator, self.over_time(indicator)) for indicator in indicators]
                rows = self.rows_over_time(indicators[0])
                sent = [(row["submitted"], row["expected"]) for row in rows]
                found.append(Matrix(title, parts, lines, sent))
        return found

    @cached_property
    def meetings(self):
        """Of the indicators that have a modality, when there was something."""
        rows = self.tables.get("modalite", [])
        found = {(row["indicator"], row["group"]): row["value"] for row in rows}
        return [
            Meetings(
                figure.indicator,
                [found.get((figure.indicator.code, modality)) for modality in WITH_MODALITY],
                figure.remote_share,
                figure.coverage,
            )
            for figure in self.summary.figures
            if figure.remote_share is not None and self.has_modalities
        ]

    @property
    def meetings_chart(self):
        rows = [(line.indicator.name, line.points) for line in self.meetings]
        return charts.shares("modalites", _("Sur site, à distance, hors les murs"), rows)


class IndicatorDashboard(Dashboard):
    """One indicator: how it went, who did how much, and of what."""

    def __init__(self, asked, targets, indicator):
        self.indicator = indicator
        super().__init__(asked, targets, [indicator])

    @cached_property
    def tables(self):
        tables = {
            None: rows_of(self.summary),
            self.step: rows_of(self.recent, self.step),
        }
        if self.compared:
            rows = rows_of(self.summary, self.compared)
            tables[self.compared] = sorted(rows, key=self.rank)
        for by in self.details:
            tables[by] = sorted(rows_of(self.summary, by), key=self.rank)
        return tables | self.target_table

    @property
    def figure(self):
        return self.summary.figures[0]

    @cached_property
    def networks(self):
        return {structure.network_id for structure in self.summary.structures}

    @cached_property
    def compared(self):
        """Structures or networks; nothing, where there is one."""
        places = {"structure": len(self.summary.structures), "reseau": len(self.networks)}
        asked = self.asked.asked("comparer")
        if asked and places[asked] > 1:
            return asked
        many = places["structure"] > MANY_STRUCTURES
        wanted = ["reseau", "structure"] if many else ["structure", "reseau"]
        return next((by for by in wanted if places[by] > 1), "")

    @property
    def details(self):
        """What its figures may say besides."""
        has = {
            "modalite": self.indicator.has_modality and self.has_modalities,
            "thematique": self.indicator.has_theme,
            "dispositif": self.indicator.has_scheme,
            "lieu": self.indicator.has_site and len(self.summary.structures) == 1,
        }
        return [by for by, is_so in has.items() if is_so]

    @property
    def measure(self):
        return "per_thousand" if self.asked.asked("mesure") == "pour-mille" else "value"

    def rank(self, row):
        """The largest first, those of whom nothing is known last."""
        value = row[self.measure] if row["by"] == self.compared else row["value"]
        return value is None, -(value or 0), row["group_name"] or ""

    @property
    def trend_chart(self):
        title = _("%(indicator)s, %(periods)s") % {
            "indicator": self.indicator.name,
            "periods": self.step_label,
        }
        return charts.over_time("evolution", title, self.over_time(self.indicator))

    @property
    def trend_rows(self):
        return self.tables[self.step]

    @property
    def compared_rows(self):
        return self.tables[self.compared]

    @property
    def comparison_chart(self):
        names = {"structure": _("Structures"), "reseau": _("Réseaux")}
        measures = {"value": _("nombre"), "per_thousand": _("pour 1 000 jeunes")}
        title = _("%(indicator)s. %(places)s : %(measure)s") % {
            "indicator": self.indicator.name,
            "places": names[self.compared],
            "measure": measures[self.measure],
        }
        return charts.comparison("comparaison", title, self.bars(self.compared_rows, self.measure))

    @property
    def without_bar(self):
        """How many are in the table only."""
        return len(self.compared_rows) - len(self.bars(self.compared_rows, self.measure))

    def bars(self, rows, measure="value"):
        """Points, for the first of those of whom something is known."""
        points = []
        for row in rows[:BARS]:
            if (value := row[measure]) is not None:
                name = row["group_name"] or _("Sans réseau")
                text = charts.figure(value)
                points.append(Point(name, charts.shortened(name), value, text=text))
        return points

    @cached_property
    def detail_sections(self):
        """[(what it is by, title, rows, chart)], of those that say something."""
        titles = {
            "thematique": _("Par thématique"),
            "dispositif": _("Par dispositif"),
            "lieu": _("Par lieu d’accueil"),
        }
        return [
            (by, title, rows, charts.comparison(f"par-{by}", title, self.bars(rows)))
            for by, title in titles.items()
            if (rows := self.tables.get(by))
        ]
