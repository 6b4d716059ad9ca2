"""Charts, drawn on the server: where each mark goes, written as SVG wants it.

Across, places are shares of the width: a chart is as wide as its page, and its text keeps its size.
Down, they are pixels. Nothing here has a colour: `dashboard.css` gives it, by day, by night and on
paper, and a pattern beside it.
"""

from dataclasses import dataclass, field

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

#: Of a chart over time: above the columns, the columns, the names of periods below.
ABOVE, PLOT, BELOW = 28, 180, 28
#: Names of periods and figures that find place on a computer, and on a phone.
WIDE, NARROW = 14, 5
#: Of a chart that compares: a line of text, and a bar.
LINE, TEXT, BAR = 46, 15, 14
LONGEST_NAME, LONGEST_TAIL = 34, 20
#: What the scale of a chart over time takes of its width.
SCALE = 0.12
ROUND = (10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100)


@dataclass(frozen=True)
class Point:
    """A period, or somebody: `value` is None when nobody said."""

    label: str
    short: str
    value: float | None
    before: float | None = None
    is_open: bool = False
    text: str = ""


@dataclass(frozen=True)
class Chart:
    key: str
    title: str
    description: str
    height: int
    marks: list
    lines: list = field(default_factory=list)
    ticks: list = field(default_factory=list)
    has_open: bool = False
    has_missing: bool = False


@dataclass(frozen=True)
class Mark:
    """A column or a bar, with what is written of it."""

    point: Point
    x: str
    y: str
    width: str
    height: str
    text_x: str
    text_y: str
    kind: str = ""
    is_wide: bool = True
    is_narrow: bool = True


def across(share):
    return f"{100 * share:.3f}%"


def down(pixels):
    return f"{pixels:.1f}"


def figure(value):
    """As people read it: 1 204, or 3,5."""
    return intcomma(value if isinstance(value, int) else round(value, 1))


def top_of(values):
    """A round number that no value exceeds, and whose half is whole."""
    highest = max(values, default=0)
    if highest <= ROUND[0]:
        return max(highest + highest % 2, 2)
    step = 10 ** (len(str(highest)) - 2)
    return next(top * step for top in ROUND if highest <= top * step)


def said(points):
    return [point for point in points if point.value is not None]


def extremes(points):
    """The sentence that a chart is for whoever doesn't see it."""
    known = said(points)
    if not known:
        return _("Aucun chiffre.")
    highest, lowest = (choose(known, key=lambda point: point.value) for choose in (max, min))
    words = _("Le plus haut : %(high)s, %(highest)s. Le plus bas : %(low)s, %(lowest)s.") % {
        "high": highest.label,
        "highest": figure(highest.value),
        "low": lowest.label,
        "lowest": figure(lowest.value),
    }
    missing = len(points) - len(known)
    return f"{words} {_('Non renseigné : %(count)s.') % {'count': missing}}" if missing else words


def over_time(key, title, points):
    """Columns, with the year before as a line of dashes."""
    top = top_of([value for point in points for value in (point.value, point.before) if value])
    slot = (1 - SCALE) / max(len(points), 1)
    wide, narrow = -(-len(points) // WIDE), -(-len(points) // NARROW)

    def y(value):
        return ABOVE + PLOT * (1 - value / top)

    marks, dots = [], []
    for rank, point in enumerate(points):
        middle = SCALE + (rank + 0.5) * slot
        value = point.value or 0
        marks.append(
            Mark(
                point,
                across(middle - slot * 0.34),
                down(y(value)),
                across(slot * 0.68),
                down(ABOVE + PLOT - y(value)),
                across(middle),
                down(y(value) - 8),
                kind="open" if point.is_open else "",
                is_wide=not (len(points) - 1 - rank) % wide,
                is_narrow=not (len(points) - 1 - rank) % narrow,
            )
        )
        dots.append(None if point.before is None else (across(middle), down(y(point.before))))
    return Chart(
        key,
        title,
        extremes(points),
        ABOVE + PLOT + BELOW,
        marks,
        lines=[(dot, after) for dot, after in zip(dots, [*dots, None][1:], strict=True) if dot],
        ticks=[(down(y(share * top)), figure(int(share * top))) for share in (0, 0.5, 1)],
        has_open=any(point.is_open for point in points),
        has_missing=len(said(points)) < len(points),
    )


def comparison(key, title, points):
    """One bar below the other, each below its name and its figure."""
    top = max((point.value for point in said(points)), default=0) or 1
    marks = [
        Mark(
            point,
            "0",
            down(rank * LINE + TEXT + 7),
            across((point.value or 0) / top),
            down(BAR),
            "100%",
            down(rank * LINE + TEXT),
        )
        for rank, point in enumerate(points)
    ]
    return Chart(key, title, extremes(points), max(len(points), 1) * LINE, marks)


def shares(key, title, rows):
    """Whole bars, cut in parts: `rows` are names, and {kind of part: Point}."""
    marks, sentences = [], []
    for rank, (name, parts) in enumerate(rows):
        total = sum(part.value for part in parts.values()) or 1
        start = 0
        for kind, part in parts.items():
            width = part.value / total
            marks.append(
                Mark(
                    part,
                    across(start),
                    down(rank * LINE + TEXT + 7),
                    across(width),
                    down(BAR),
                    "0",
                    down(rank * LINE + TEXT),
                    kind=kind,
                )
            )
            start += width
        sentences.append(f"{name} : {', '.join(part.text for part in parts.values())}.")
    lines = [
        (name, shortened(name), down(rank * LINE + TEXT))
        for rank, (name, _parts) in enumerate(rows)
    ]
    return Chart(key, title, " ".join(sentences), max(len(rows), 1) * LINE, marks, lines=lines)


def shortened(name):
    """For a phone; the names of a list begin alike, and differ at their ends."""
    if len(name) <= LONGEST_NAME:
        return name
    head = name[: LONGEST_NAME - LONGEST_TAIL - 1].rstrip()
    return f"{head}…{name[-LONGEST_TAIL:].lstrip()}"


def sparkline(key, title, points):
    """A line in a box of 100 by 30, broken where nobody said."""
    top = top_of([point.value for point in said(points)])
    steps = max(len(points) - 1, 1)
    runs, run = [], []
    for rank, point in enumerate(points):
        if point.value is None:
            runs, run = [*runs, run], []
        else:
            run.append(f"{100 * rank / steps:.1f},{28 - 26 * point.value / top:.1f}")
    # A point alone is a line of no length: its round ends show it.
    lines = [" ".join(run if len(run) > 1 else run * 2) for run in [*runs, run] if run]
    return Chart(key, title, extremes(points), 30, [], lines=lines)
