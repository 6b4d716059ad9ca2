"""A board of lamps: grey dots for the land, lit ones for the structures.

The land of the whole country is a static picture (`static/img/france.svg`, drawn by
`manage.py draw_france`), which the browser keeps; a page only sends its lit dots, placed by the
same projection. A region's land is sent with its page.
"""

from dataclasses import dataclass
from math import cos, radians

from .projection import Projection

WIDTH, HEIGHT = 620, 710
MAINLAND = Projection(west=-5.3, north=51.3, scale=60, stretch=cos(radians(46.5)))
INSET = 80  # pixels on a side
ROWS = 26  # of dots, from one end of a region to the other


@dataclass(frozen=True)
class Inset:
    """An overseas territory, in a frame of its own below the mainland."""

    name: str
    x: float
    y: float
    south: float
    north: float
    west: float
    east: float

    def holds(self, latitude, longitude):
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    def place(self, latitude, longitude):
        corners = [(self.south, self.west), (self.north, self.east)]
        x, y = Projection.around(corners, width=INSET, height=INSET)(latitude, longitude)
        return round(self.x + x, 1), round(self.y + y, 1)


INSETS = [
    Inset("Guadeloupe", 20, 625, south=15.7, north=16.6, west=-61.9, east=-60.9),
    Inset("Martinique", 145, 625, south=14.3, north=15.0, west=-61.3, east=-60.7),
    Inset("Guyane", 270, 625, south=2.0, north=6.0, west=-54.7, east=-51.5),
    Inset("La Réunion", 395, 625, south=-21.5, north=-20.8, west=55.1, east=55.9),
    Inset("Mayotte", 520, 625, south=-13.1, north=-12.6, west=44.9, east=45.4),
]


def place(latitude, longitude):
    """Where a point goes in the picture; None for a point outside what it shows."""
    x, y = MAINLAND(latitude, longitude)
    if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
        return x, y
    for inset in INSETS:
        if inset.holds(latitude, longitude):
            return inset.place(latitude, longitude)
    return None


@dataclass(frozen=True)
class Board:
    """The lit dots of a page, and the part of the picture to show: all of it, or one region."""

    dots: str
    view_box: str = f"0 0 {WIDTH} {HEIGHT}"
    dot_size: float = 11
    #: A region's own dots; the country's are those of the static picture.
    land: str = ""
    land_size: float = 0
    width: int = WIDTH
    height: int = HEIGHT


def board(points):
    return Board(dots=dots(placed(points)))


def region_board(points, communes):
    """The same for one region, as seen through its communes' centres."""
    lamps, land = placed(points), placed(communes)
    if not land:
        return board(points)
    xs, ys = zip(*(land + lamps), strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys)) or 1
    step = size / ROWS
    left, top = (max(xs) + min(xs) - size) / 2 - step, (max(ys) + min(ys) - size) / 2 - step
    return Board(
        dots=dots(lamps),
        view_box=f"{left:g} {top:g} {size + 2 * step:g} {size + 2 * step:g}",
        dot_size=round(step * 0.9, 2),
        land=dots(grid(land, step)),
        land_size=round(step * 0.6, 2),
    )


def placed(points):
    return sorted({spot for point in points if (spot := place(*point))})


def grid(spots, step, least=1):
    """The dots of a staggered grid that stand on land, row by row: around each of them, at least
    so many of the nine half-steps hold one of these spots.
    """
    half = step / 2
    near = {(round(x / half), round(y / half)) for x, y in spots}
    rows = range(min(y for _, y in near) // 2, max(y for _, y in near) // 2 + 2)
    columns = range(min(x for x, _ in near) // 2 - 1, max(x for x, _ in near) // 2 + 2)
    for row in rows:
        for column in columns:
            x, y = 2 * column + row % 2, 2 * row
            around = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
            if len(around & near) >= least:
                yield round(x * half, 2), round(y * half, 2)


def dots(spots):
    """One SVG path for all of them: `h0` with a round cap draws a dot."""
    return "".join(f"M{x:g} {y:g}h0" for x, y in spots)
