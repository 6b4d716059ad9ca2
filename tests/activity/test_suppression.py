"""Trying to recompute what is hidden, from everything that is published."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activity.periods import Frequency, Week
from activity.suppression import ALL, THRESHOLD, Table

#: Two regions, of three structures and of two; one structure has no region.
NETWORKS = {"A": 1, "B": 1, "C": 1, "D": 2, "E": 2, "F": None}
#: The last weeks of March 2024, the first of April: two months, two quarters.
WEEKS = [date(2024, 3, 11) + timedelta(weeks=rank) for rank in range(6)]
MODALITIES = ["on-site", "remote"]
VALUES = st.one_of(st.integers(0, 6), st.integers(5, 40))


def tables(structures="ABCDEF", weeks=WEEKS, modalities=tuple(MODALITIES)):
    """Some figures are missing: nobody said."""
    bases = st.tuples(
        st.sampled_from(sorted(structures)), st.sampled_from(weeks), st.sampled_from(modalities)
    )
    return st.dictionaries(bases, VALUES, min_size=1, max_size=40)


def table_of(figures, **options):
    return Table(figures, NETWORKS, Frequency.WEEK, **options)


def published(table):
    """{cell: its figures}, of every structure, region and the whole, for every period."""
    return {cell: bases for cell, bases in table.cells.items() if not table.hides(bases)}


def small(table):
    return {cell: bases for cell, bases in table.cells.items() if table.is_small(bases)}


# --- The attacks


class Solver:
    """Whether a sum follows from others: exact elimination, whatever the way."""

    def __init__(self, sums):
        self.rows = {}
        for bases in sums:
            self.add(dict.fromkeys(bases, Fraction(1)))

    def reduced(self, row):
        row = dict(row)
        while lead := next((base for base in sorted(row) if base in self.rows), None):
            factor = row[lead]
            for base, number in self.rows[lead].items():
                row[base] = row.get(base, 0) - factor * number
                if not row[base]:
                    del row[base]
        return row

    def add(self, row):
        row = self.reduced(row)
        if row:
            lead = min(row)
            self.rows[lead] = {base: number / row[lead] for base, number in row.items()}

    def knows(self, bases):
        return not self.reduced(dict.fromkeys(bases, Fraction(1)))


def bounds_by_reasoning(table, shown):
    """What is left possible for each figure, knowing that none is negative: each published sum
    bounds each of its parts by the others, over and over."""
    low = dict.fromkeys(table.figures, 0)
    high = dict.fromkeys(table.figures, 10**6)
    for _round in range(30):
        before = dict(low), dict(high)
        for bases in shown.values():
            total = sum(table.figures[base] for base in bases)
            lowest, highest = (sum(side[base] for base in bases) for side in (low, high))
            for base in bases:
                high[base] = min(high[base], total - (lowest - low[base]))
                low[base] = max(low[base], total - (highest - high[base]))
                lowest, highest = (sum(side[other] for other in bases) for side in (low, high))
        if (low, high) == before:
            break
    return low, high


@given(figures=tables())
def test_no_small_figure_follows_from_what_is_published(figures):
    table = table_of(figures)
    shown = published(table)
    solver = Solver(shown.values())
    for cell, bases in small(table).items():
        assert not solver.knows(bases), cell


@given(figures=tables())
def test_no_small_figure_is_cornered_by_what_is_published(figures):
    table = table_of(figures)
    low, high = bounds_by_reasoning(table, published(table))
    for bases in small(table).values():
        assert sum(low[base] for base in bases) < sum(high[base] for base in bases)


@given(
    figures=tables(),
    choices=st.lists(
        st.tuples(st.sets(st.sampled_from("ABCDEF")), st.integers(0, 5), st.integers(0, 5)),
        max_size=8,
    ),
)
def test_what_an_editor_chooses_gives_no_small_figure_away(figures, choices):
    """Any structures together, over any weeks in a row, beside all that is usual."""
    table = table_of(figures)
    chosen = [
        [base for base in figures if base[0] in some and base[1] in WEEKS[first : last + 1]]
        for some, first, last in choices
    ]
    shown = [*published(table).values(), *(bases for bases in chosen if not table.hides(bases))]
    solver = Solver(shown)
    for cell, bases in small(table).items():
        assert not solver.knows(bases), cell


@given(figures=tables(modalities=("",)))
def test_persons_are_protected_as_averages(figures):
    table = table_of(figures, is_average=True)
    shown = published(table)
    assert all(table.value(bases) >= THRESHOLD for bases in shown.values())
    solver = Solver(shown.values())
    for cell, bases in small(table).items():
        assert not solver.knows(bases), cell


@given(figures=tables())
def test_another_table_fits_all_that_is_published(figures):
    """The proof of each hidden figure: a table without a negative number, that looks the same."""
    table = table_of(figures)
    shown = published(table)
    for move in table.moves:
        other = {base: value + move.get(base, 0) for base, value in figures.items()}
        assert min(other.values()) >= 0
        assert other != figures
        for bases in shown.values():
            assert sum(other[base] for base in bases) == sum(figures[base] for base in bases)


def test_the_attack_works_where_nothing_protects():
    """Otherwise the tests above would prove little."""
    table = table_of(full() | {("A", WEEKS[0], "on-site"): 3})
    shown = {cell: bases for cell, bases in table.cells.items() if not table.is_small(bases)}
    hidden = small(table)
    assert hidden
    assert all(Solver(shown.values()).knows(bases) for bases in hidden.values())


# --- What stays


def full(value=20):
    return {
        (structure, day, modality): value
        for structure in NETWORKS
        for day in WEEKS
        for modality in MODALITIES
    }


def cell(scope, period, modality=ALL):
    return scope, period, modality


def test_nothing_is_hidden_without_small_figures():
    table = table_of(full())
    assert published(table) == table.cells


def test_one_small_figure_hides_little():
    """Not a month, nor a region: only details, of a few weeks of two structures."""
    table = table_of(full() | {("A", WEEKS[0], "on-site"): 3})
    hidden = table.cells.keys() - published(table).keys()
    assert cell(("structure", "A"), Week.of(WEEKS[0]), "on-site") in hidden
    assert len(hidden) == 8
    assert {scope for scope, _period, _modality in hidden} <= {
        ("structure", name) for name in "ABC"
    }
    assert {type(period) for _scope, period, _modality in hidden} == {Week}
    assert ALL not in {modality for _scope, _period, modality in hidden}


def test_a_lone_small_figure_hides_all_that_holds_it():
    table = table_of({("F", WEEKS[0], "remote"): 3})
    assert published(table) == {}


@pytest.mark.parametrize("value", range(THRESHOLD))
def test_a_figure_under_five_is_hidden(value):
    table = table_of(full() | {("A", WEEKS[0], "remote"): value})
    assert table.hides([("A", WEEKS[0], "remote")])


def test_five_is_shown():
    table = table_of(full() | {("A", WEEKS[0], "remote"): 5})
    assert not table.hides([("A", WEEKS[0], "remote")])


def test_an_average_under_five_is_hidden_whatever_its_sum():
    figures = {("A", day, ""): 4 for day in WEEKS} | {("B", day, ""): 50 for day in WEEKS}
    table = table_of(figures, is_average=True)
    assert table.hides([base for base in figures if base[0] == "A"])
