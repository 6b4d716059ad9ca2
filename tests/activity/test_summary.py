"""Totals, beside a recount that knows nothing of them: a dictionary, and the calendar."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from activity import grid
from activity.grid import Change
from activity.models import Indicator
from activity.periods import Month, Quarter, Span, Week, Year, parse
from activity.summary import Summary
from tests import factories

from .conftest import shipped

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("activity.models.expressions")]

MODALITIES = ["on-site", "remote", "outreach"]
#: Around two new years. The first week of 2020 begins on 30 December; 2020 has 53 weeks, the last
#: of which ends on 3 January.
MONDAYS = [date(2019, 12, 16) + timedelta(weeks=rank) for rank in range(4)] + [
    date(2020, 12, 21) + timedelta(weeks=rank) for rank in range(5)
]


def figure(summary, indicator):
    return next(one for one in summary.figures if one.indicator == indicator)


# --- Beside a naive recount


class Book:
    """The same work, kept by hand: {(structure, monday, indicator, modality): value}."""

    def __init__(self):
        self.cells, self.final = {}, set()

    def write(self, structure, monday, cells):
        if (structure, monday) in self.final:
            return
        for (indicator, modality), value in cells.items():
            if value is None:
                self.cells.pop((structure, monday, indicator, modality), None)
            else:
                self.cells[structure, monday, indicator, modality] = value

    def close(self, structure, monday):
        if any(key[:2] == (structure, monday) for key in self.cells):
            self.final.add((structure, monday))

    def rows(self, wanted):
        return [(*key, value) for key, value in self.cells.items() if wanted(*key)]

    def amount(self, indicator, wanted):
        """The total of acts, the average of persons; None when there is nothing."""
        rows = self.rows(lambda s, d, i, m: i == indicator and wanted(s, d, m))
        if not rows:
            return None
        total = sum(row[-1] for row in rows)
        weeks = len({row[1] for row in rows})
        return total if indicator == "ateliers" else int(total / weeks + 0.5)


def in_period(monday, period):
    """By the Thursday, with the calendar only."""
    thursday = monday + timedelta(days=3)
    if isinstance(period, Week):
        return monday == period.starts_on
    if isinstance(period, Month):
        return (thursday.year, thursday.month) == (period.year, period.number)
    if isinstance(period, Quarter):
        return (thursday.year, (thursday.month - 1) // 3 + 1) == (period.year, period.number)
    if isinstance(period, Year):
        return thursday.year == period.year
    return period.first.starts_on <= monday <= period.last.starts_on


KINDS = ["2019", "2020", "2021", "2020-T1", "2020-T4", "2021-T1", "2019-12", "2020-01", "2020-12",
         "2021-01", "2020-W01", "2020-W53", "2021-W01", "2020-W52..2021-W02"]  # fmt: skip
CELLS = [*(("ateliers", modality) for modality in MODALITIES), ("jeunes-accompagnes", "")]


def drawn(random):
    """A hundred things that people do, many of them to the same few weeks."""
    for _time in range(100):
        action = random.choices(["write", "submit", "reopen"], [6, 3, 1])[0]
        cells = {
            cell: random.choice([None, *range(60)])
            for cell in random.sample(CELLS, random.randint(1, 4))
        }
        yield random.randrange(4), random.choice(MONDAYS), action, cells


@given(
    random=st.randoms(use_true_random=False),
    some=st.sets(st.integers(0, 3), min_size=1),
    codes=st.sets(st.sampled_from(KINDS), min_size=3, max_size=4),
)
def test_totals_agree_with_a_recount(random, some, codes, here, there):
    shipped("ateliers"), shipped("jeunes-accompagnes")
    structures = [*here.structures, *there.structures]
    book = do(drawn(Random(random.random())), structures, factories.UserFactory())
    for code in sorted(codes):
        for final in (False, True):
            check_summary(book, structures, some, parse(code), final=final)
    clear()


def check_summary(book, structures, ranks, period, *, final):
    summary = summary_of([structures[rank] for rank in sorted(ranks)], period, final=final)

    def wanted(structure, monday, modality="", during=period):
        is_in = structure in ranks and in_period(monday, during)
        return is_in and (not final or (structure, monday) in book.final)

    for indicator in ("ateliers", "jeunes-accompagnes"):
        check_figure(summary, book, wanted, indicator)
    check_breakdowns(summary, book, wanted, structures)


def check_figure(summary, book, wanted, indicator):
    found = figure(summary, Indicator.objects.get(code=indicator))
    assert found.value == book.amount(indicator, wanted)
    for other in ("previous", "year_before"):
        during = getattr(summary.period, other)
        expected = book.amount(indicator, lambda s, d, m, p=during: wanted(s, d, during=p))
        assert getattr(found, other) == expected
    rows = book.rows(lambda s, d, i, m: i == indicator and wanted(s, d))
    assert found.coverage.reporting == len({row[0] for row in rows})
    assert found.coverage.structures == len(summary.structures)
    assert found.is_provisional == any(row[:2] not in book.final for row in rows)


def do(work, structures, user):
    book = Book()
    with time_machine.travel("2022-06-01"):
        for rank, monday, action, cells in work:
            structure, week = structures[rank], Week.of(monday)
            if action == "write":
                known = {
                    key: value
                    for (s, d, *key_), value in book.cells.items()
                    if (s, d) == (rank, monday)
                    for key in [tuple(key_)]
                }
                changes = [
                    Change(f"{indicator}:{modality}", value, known.get((indicator, modality)))
                    for (indicator, modality), value in cells.items()
                ]
                try:
                    grid.save(structure, week, changes, user)
                except grid.Refusal:
                    assert (rank, monday) in book.final
                book.write(rank, monday, cells)
            elif action == "submit":
                try:
                    grid.submit(structure, week, user)
                except grid.Refusal:
                    assert not book.rows(lambda s, d, i, m, at=(rank, monday): (s, d) == at)
                book.close(rank, monday)
            elif (rank, monday) in book.final:
                grid.reopen(structure, week, user, "une erreur")
                book.final.discard((rank, monday))
    return book


def summary_of(structures, period, **options):
    codes = ["ateliers", "jeunes-accompagnes"]
    return Summary(structures, period, Indicator.objects.filter(code__in=codes), **options)


def values(amounts):
    return {key: {i: amount.value for i, amount in row.items()} for key, row in amounts.items()}


def check_breakdowns(summary, book, wanted, structures):
    indicators = {one.code: one.pk for one in summary.indicators}

    def recount(groups):
        found = defaultdict(dict)
        for key, belongs in groups.items():
            for code, pk in indicators.items():
                amount = book.amount(code, lambda s, d, m, b=belongs: wanted(s, d) and b(s, d, m))
                if amount is not None:
                    found[key][pk] = amount
        return dict(found)

    ranks = range(len(structures))
    by_structure = {structures[r].pk: lambda s, d, m, r=r: s == r for r in ranks}
    assert values(summary.by("structure")) == recount(by_structure)
    networks = {structure.network_id for structure in structures}
    by_network = {
        network: lambda s, d, m, n=network: structures[s].network_id == n for network in networks
    }
    assert values(summary.by("network")) == recount(by_network)
    by_modality = {modality: lambda s, d, m, x=modality: m == x for modality in ["", *MODALITIES]}
    assert values(summary.by("modality")) == recount(by_modality)
    for kind in (Week, Month, Quarter, Year):
        periods = {trend_period(kind, monday) for monday in MONDAYS}
        by_period = {period: lambda s, d, m, p=period: in_period(d, p) for period in periods}
        assert values(summary.trend(kind)) == recount(by_period)


def trend_period(kind, monday):
    thursday = monday + timedelta(days=3)
    return {
        Week: Week.of(monday),
        Month: Month(thursday.year, thursday.month),
        Quarter: Quarter(thursday.year, (thursday.month - 1) // 3 + 1),
        Year: Year(thursday.year),
    }[kind]


def clear():
    """Examples follow each other in one transaction."""
    from activity.models import ActivityRecord, Correction, Report

    for model in (Correction, ActivityRecord, Report):
        model.objects.all().delete()


# --- What a figure says


@pytest.fixture
def record(here, workshops):
    def record(value, day=date(2024, 4, 8), *, rank=0, indicator=workshops, **values):
        return factories.ActivityRecordFactory(
            structure=here.structures[rank], indicator=indicator, starts_on=day, value=value,
            **values,
        )  # fmt: skip

    return record


def test_persons_are_not_added_over_weeks(record, here, young_people):
    for week, value in enumerate([100, 200]):
        day = date(2024, 4, 1) + timedelta(weeks=week)
        record(value, day, indicator=young_people)
    found = figure(Summary(here.structures, Month(2024, 4)), young_people)
    assert (found.value, found.is_average) == (150, True)


def test_persons_of_two_structures_are_added_in_one_week(record, here, young_people):
    record(100, indicator=young_people)
    record(50, indicator=young_people, rank=1)
    assert figure(Summary(here.structures, Week(2024, 15)), young_people).value == 150


def test_nothing_said_is_not_zero(record, here, interviews, workshops):
    record(0)
    summary = Summary(here.structures, Week(2024, 15))
    assert figure(summary, workshops).value == 0
    assert figure(summary, interviews).value is None


def test_coverage_tells_who_reported(record, here, workshops):
    record(0)
    coverage = figure(Summary(here.structures, Week(2024, 15)), workshops).coverage
    assert str(coverage) == "1 structure sur 2 a renseigné"
    record(3, rank=1)
    coverage = figure(Summary(here.structures, Week(2024, 15)), workshops).coverage
    assert str(coverage) == "2 structures sur 2 ont renseigné"


def test_coverage_counts_the_weeks_that_were_submitted(record, here, workshops):
    factories.ReportFactory(structure=here.structure, submitted=True)
    coverage = Summary(here.structures, Month(2024, 4)).coverage(workshops)
    assert (coverage.expected, coverage.submitted) == (2 * 3, 1)  # the fourth week is to come
    assert not coverage.is_final
    assert Summary([here.structure], Week(2024, 15)).coverage(workshops).is_final


def test_months_come_in_their_months_and_in_no_week(record, here, entries):
    record(7, date(2024, 4, 1), indicator=entries)  # a Monday, too
    assert figure(Summary(here.structures, Month(2024, 4)), entries).value == 7
    assert figure(Summary(here.structures, Week(2024, 14)), entries).value is None
    assert figure(Summary(here.structures, Span(Week(2024, 14), Week(2024, 16))), entries).value \
        is None  # fmt: skip
    assert figure(Summary(here.structures, Span(Week(2024, 14), Week(2024, 17))), entries).value \
        == 7  # fmt: skip


def test_the_remote_share_is_of_what_has_a_modality(record, here, workshops):
    record(30)
    record(10, modality="remote")
    assert figure(Summary(here.structures, Week(2024, 15)), workshops).remote_share == 0.25


def test_a_year_that_goes_on_is_compared_to_as_much_of_the_last_one(record, here, workshops):
    """Today is 19 April."""
    record(10, date(2024, 2, 5))
    record(4, date(2023, 2, 6))
    record(100, date(2023, 9, 4))
    found = figure(Summary(here.structures, Year(2024)), workshops)
    assert (found.value, found.previous, found.change) == (10, 4, 1.5)


def test_there_is_no_change_from_nothing(record, here, workshops):
    record(10)
    record(0, date(2024, 4, 1))
    found = figure(Summary(here.structures, Week(2024, 15)), workshops)
    assert (found.previous, found.change, found.change_on_year) == (0, None, None)


def test_a_thousand_young_people_are_those_of_who_reported(record, here, workshops):
    for structure in here.structures:
        factories.YoungPopulationFactory(structure=structure, people=4_000)
    record(10)
    summary = Summary(here.structures, Week(2024, 15))
    assert figure(summary, workshops).per_thousand == 2.5
    reported, silent = here.structures
    assert summary.per_thousand(workshops, [reported]) == 2.5
    assert summary.per_thousand(workshops, [silent]) is None


@pytest.mark.parametrize("name", ["theme", "scheme"])
def test_a_total_is_narrowed(name, record, here, workshops):
    thing = {"theme": factories.ThemeFactory, "scheme": factories.SchemeFactory}[name]()
    record(10)
    record(3, **{name: thing})
    everything = Summary(here.structures, Week(2024, 15))
    assert figure(everything, workshops).value == 13
    assert {key: row[workshops.pk].value for key, row in everything.by(name).items()} == {
        (thing.code, thing.name): 3
    }
    narrowed = Summary(here.structures, Week(2024, 15), **{name: thing})
    assert figure(narrowed, workshops).value == 3


def test_demonstration_figures_say_so(here):
    report = factories.ReportFactory(structure=here.structure)
    assert not Summary(here.structures, Week(2024, 15)).is_demonstration
    type(report).objects.update(is_demonstration=True)
    assert Summary(here.structures, Week(2024, 15)).is_demonstration


def test_a_summary_takes_as_many_queries_whatever_it_totals(
    record, here, there, django_assert_max_num_queries
):
    def read(structures):
        summary = Summary(structures, Year(2024))
        with django_assert_max_num_queries(10):
            assert summary.figures
            assert summary.trend(Month)
            assert summary.is_demonstration is False

    record(1)
    read(here.structures)
    for indicator in Indicator.objects.all():
        day = date(2024, 4, 1)
        record(5, day, rank=1, indicator=indicator)
    read([*here.structures, *there.structures])
