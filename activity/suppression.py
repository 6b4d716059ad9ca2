"""What may be published: no figure under 5, nor what it could be worked out from.

Anybody may subtract: a month less the weeks that are shown is the week that isn't, a region less
its other structures is the structure that isn't. So for each hidden figure we look for a *move*:
other figures that could have been, in which some are higher and others lower by as much (twelve
workshops there rather than here this week, and the reverse next week). All that a move changes is
hidden. Whatever is published is then true of both tables, and nobody can tell which is ours; what a
table holds, in any sum of its cells, is tested against every move.

It is complementary suppression, with a proof for each hidden figure in place of a search for what
could be solved.
"""

from collections import defaultdict
from functools import cached_property
from itertools import product
from math import fsum

from activity.periods import Month, Quarter, Week, Year, containing, entry_period

#: Figures under it are hidden.
THRESHOLD = 5
#: How many partners are tried along each axis: structures, periods, modalities.
PARTNERS = (4, 4, 2)
#: Along which axes (structures, periods, modalities) a move has a partner: along all of them it
#: changes details only, along two of them the sums over the third.
KINDS_OF_MOVES = [
    (True, True, True),
    (True, True, False),
    (True, False, True),
    (False, True, True),
    (True, False, False),
    (False, True, False),
]
ALL = "all"


class Table:
    """The final figures of an indicator: {(structure, starts_on, modality): value}.

    `networks`: {structure: network}, of every structure. `is_average`: what is shown of several
    periods is their average, not their sum.
    """

    def __init__(self, figures, networks, frequency, *, is_average=False):
        self.figures = dict(sorted(figures.items()))  # or each process would hide others
        self.networks = networks
        self.is_average = is_average
        self._periods = {
            day: periods_of(frequency, day) for day in {day for _s, day, _m in figures}
        }

    # --- The cells that are usually shown -----------------------------------------------

    def cells_with(self, base):
        """Each (scope, period, modality) that a figure is a part of."""
        structure, day, modality = base
        scopes = (("structure", structure), ("network", self.networks[structure]), (ALL, None))
        return product(scopes, self._periods[day], (modality, ALL))

    @cached_property
    def cells(self):
        """{cell: its figures}."""
        cells = defaultdict(list)
        for base in self.figures:
            for cell in self.cells_with(base):
                cells[cell].append(base)
        return dict(cells)

    @cached_property
    def _ranks_with(self):
        """{figure: the ranks of its cells}: a number stands for a cell, for speed."""
        ranks = {cell: rank for rank, cell in enumerate(self.cells)}
        return {base: [ranks[cell] for cell in self.cells_with(base)] for base in self.figures}

    def value(self, bases):
        """What is shown of these figures together."""
        total = sum(self.figures[base] for base in bases)
        return total / len({day for _s, day, _m in bases}) if self.is_average else total

    def is_small(self, bases):
        return self.value(bases) < THRESHOLD

    # --- What is hidden -----------------------------------------------------------------

    @cached_property
    def moves(self):
        """[{figure: how much more, or less}], one at least for each small cell."""
        parts = list(self.cells.values())
        values = [self.value(bases) for bases in parts]
        small = [rank for rank, value in enumerate(values) if value < THRESHOLD]
        hidden, proved, moves = set(small), set(), []
        # The largest first: what hides a month hides one of its weeks, too.
        for rank in sorted(small, key=lambda rank: (-len(parts[rank]), rank)):
            if rank in proved:
                continue
            move, changed = self._best_move(rank, parts[rank], values, hidden)
            moves.append(move)
            hidden |= changed
            proved |= changed
        return moves

    def hides(self, bases):
        """Whether these figures together are hidden: a usual cell, or any other choice of them."""
        bases = set(bases)
        return self.is_small(bases) or gives_away(self.moves, bases.__contains__)

    def _best_move(self, rank, bases, values, hidden):
        """Of the least harmful kind that there is, the one that hides the least more."""
        for kind in self._kinds_of_moves(bases):
            best = None
            for move in kind:
                changed = self._changed(move)
                if rank not in changed:
                    continue
                cost = fsum(values[other] for other in changed - hidden)
                if best is None or cost < best[0]:
                    best = cost, move, changed
                if cost == 0:
                    break
            if best:
                return best[1:]
        raise AssertionError  # the last kind changes all that it is a part of

    def _kinds_of_moves(self, bases):
        """Generators of moves; the first ones leave more sums as they are."""
        smallest = sorted(bases, key=lambda base: (self.figures[base], base))[:2]
        missing = max(THRESHOLD - sum(self.figures[base] for base in bases), 1)
        partners = {
            amount: [(base, self._partners(base, amount)) for base in smallest]
            for amount in (missing, 1)
        }
        for kept in KINDS_OF_MOVES:
            for amount, found in partners.items():
                yield (
                    move
                    for base, axes in found
                    for others in product(
                        *(axis if keep else [None] for axis, keep in zip(axes, kept, strict=True))
                    )
                    if (move := self._move(base, others, amount))
                )
        yield iter([{smallest[0]: missing}])

    def _move(self, base, partners, amount):
        """More here, less at the partner along each axis, more again where both differ.

        None where a figure isn't given, or is too small to be less by as much.
        """
        move = {}
        for differs in product((False, True), repeat=3):
            if any(is_other and partners[axis] is None for axis, is_other in enumerate(differs)):
                continue
            other = tuple(
                partners[axis] if is_other else base[axis] for axis, is_other in enumerate(differs)
            )
            change = -amount if sum(differs) % 2 else amount
            if other not in self.figures or self.figures[other] + change < 0:
                return None
            move[other] = change
        return move

    def _partners(self, base, amount):
        """Structures, periods and modalities that hold enough to be less by this amount."""
        structure, day, modality = base

        def with_enough(others, figure_of):
            return [one for one in others if self.figures.get(figure_of(one), 0) >= amount]

        return [
            with_enough(others, figure_of)[:number]
            for others, figure_of, number in zip(
                (
                    self._neighbours(structure, day),
                    self._days_near(structure, day),
                    sorted(self._modalities[structure, day] - {modality}),
                ),
                (
                    lambda one: (one, day, modality),
                    lambda one: (structure, one, modality),
                    lambda one: (structure, day, one),
                ),
                PARTNERS,
                strict=True,
            )
        ]

    def _neighbours(self, structure, day):
        """Others that reported that day: of the network, or where it has none, of any."""
        network = self.networks[structure]
        found = [other for other in self._structures[day, network] if other != structure]
        if not found:
            found = [
                other
                for (at, _network), others in self._structures.items()
                if at == day
                for other in others
                if other != structure
            ]
        # Beginning somewhere else for each, or the first one would be everybody's partner.
        start = (self._ranks[structure] + day.toordinal()) % len(found) if found else 0
        return [*found[start:], *found[:start]]

    def _days_near(self, structure, day):
        """In the month, the quarter, the year; elsewhere, at last."""
        near = set(self._periods[day])
        days = [other for other in self._days[structure] if other != day]
        days.sort(key=lambda other: (-len(near.intersection(self._periods[other])), other))
        return days

    def _changed(self, move):
        """The ranks of the cells that don't stay as they are."""
        changes = defaultdict(int)
        for base, change in move.items():
            for rank in self._ranks_with[base]:
                changes[rank] += change
        return {rank for rank, change in changes.items() if change}

    @cached_property
    def _structures(self):
        """{(day, network): those that reported}."""
        found = grouped(
            ((day, self.networks[structure]), structure) for structure, day, _m in self.figures
        )
        return {key: sorted(structures) for key, structures in found.items()}

    @cached_property
    def _ranks(self):
        return {structure: rank for rank, structure in enumerate(sorted(self.networks))}

    @cached_property
    def _days(self):
        return grouped((structure, day) for structure, day, _m in self.figures)

    @cached_property
    def _modalities(self):
        return grouped(((structure, day), modality) for structure, day, modality in self.figures)


def gives_away(moves, is_part):
    """Whether a sum would tell our table from another that looks the same: some move changes it.

    `is_part(figure)` says whether a (structure, starts_on, modality) is in the sum.
    """
    return any(sum(change for base, change in move.items() if is_part(base)) for move in moves)


def grouped(pairs):
    found = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found


def periods_of(frequency, day):
    """The week if it is one, the month, the quarter and the year of a figure."""
    entry = entry_period(frequency, day)
    kinds = (Month, Quarter, Year)
    found = tuple(containing(kind, entry) for kind in kinds)
    return (entry, *found) if isinstance(entry, Week) else found
