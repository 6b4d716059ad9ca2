"""A territory: communes as circles, as large as their population, and doors where one goes in."""

from dataclasses import dataclass, replace
from math import hypot, pi, sqrt

from .projection import HEIGHT, WIDTH, Projection

#: Circles stay large enough to be seen, small enough to leave room for names.
RADIUS_MIN, RADIUS_MAX = 6, 46
MAX_AROUND = 30
SHARE = 0.3  # of the frame that circles may fill
MAX_NAMES = 16
#: Room that a letter takes: in lit names, at 22 px on a phone and 19 px elsewhere; in the others.
PHONE_LETTER, LIT_LETTER, LETTER, LINE = 12, 10, 6.4, 23


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    anchor: str
    #: A phone has no room for it.
    desk_only: bool = False


@dataclass(frozen=True)
class Circle:
    """A commune. Lit: one of those that the map is about."""

    name: str
    x: float
    y: float
    radius: float
    lit: bool
    label: Label | None = None


@dataclass(frozen=True)
class Door:
    """A reception site, with its state, and its number in the list beside the map."""

    x: float
    y: float
    code: str
    number: int | None = None

    width, height = 24, 30

    @property
    def left(self):
        return self.x - self.width / 2

    @property
    def top(self):
        return self.y - self.height / 2

    @property
    def label_y(self):
        return self.y + self.height / 2 + LINE * 0.8

    @property
    def box(self):
        bottom = self.label_y if self.number else self.top + self.height
        return self.left, self.top, self.left + self.width, bottom


@dataclass(frozen=True)
class Territory:
    circles: list[Circle]
    doors: list[Door]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def lit_names(self):
        return sorted(circle.name for circle in self.circles if circle.lit)


def frame(points, margin=0.5, least=0.06):
    """The projection of a map around these points, wide enough to show what surrounds them."""
    return Projection.around(points, margin=margin, least=least)


def territory(project, communes, *, lit=(), doorsteps=()):
    """What `project` puts in the frame: circles, the lit ones on top, then doors."""
    circles = draw_circles(project, communes, set(lit))
    doors = [
        Door(*project(*step.point), step.state.code, step.number)
        for step in doorsteps
        if step.point
    ]
    return Territory(circles=name_circles(circles, doors), doors=doors)


def draw_circles(project, communes, lit):
    """All to one scale, the largest at which no two lit circles overlap, and which leaves air."""
    placed = [
        (commune, *project(commune.latitude, commune.longitude), sqrt(commune.population or 1))
        for commune in communes
        if commune.latitude is not None
    ]
    shining = [item for item in placed if item[0].pk in lit]
    around = [item for item in placed if item[0].pk not in lit][:MAX_AROUND]
    largest = max((size for *_, size in shining or around), default=1)
    drawn = [*around, *shining]
    people = sum(size**2 for *_, size in drawn) or 1
    scale = min(
        [RADIUS_MAX / largest, sqrt(SHARE * WIDTH * HEIGHT / pi / people)]
        + [
            hypot(x - other_x, y - other_y) / (size + other_size)
            for rank, (_, x, y, size) in enumerate(shining)
            for _, other_x, other_y, other_size in shining[:rank]
        ]
    )
    return [
        Circle(
            name=commune.name.removesuffix(" Arrondissement"),
            x=x,
            y=y,
            radius=round(min(max(size * scale, RADIUS_MIN), RADIUS_MAX), 1),
            lit=commune.pk in lit,
        )
        for commune, x, y, size in drawn
    ]


def name_circles(circles, doors):
    """Gives names a place where they hide nothing: the lit circles first, the largest first."""
    taken = [box_of(circle) for circle in circles if circle.lit]
    taken += [door.box for door in doors]
    labels = {}
    for circle in sorted(circles, key=lambda circle: (not circle.lit, -circle.radius)):
        if len(labels) == MAX_NAMES:
            break
        label = place_name(circle, taken)
        if label:
            labels[circle] = label
    return [replace(circle, label=labels.get(circle)) for circle in circles]


def place_name(circle, taken):
    """Where a name fits, at the size of a phone or else of a larger screen; adds it to `taken`."""
    for letter in [PHONE_LETTER, LIT_LETTER] if circle.lit else [LETTER]:
        for label in label_places(circle):
            box = label_box(label, len(circle.name) * letter)
            if is_inside(box) and not any(overlap(box, other) for other in taken):
                taken.append(box)
                return replace(label, desk_only=letter != PHONE_LETTER)
    return None


def label_places(circle):
    gap = circle.radius + 4
    if not circle.lit:
        yield Label(circle.x, circle.y + 4, "middle")
    yield Label(circle.x, round(circle.y + gap + LINE * 0.7, 1), "middle")
    yield Label(circle.x, round(circle.y - gap, 1), "middle")
    yield Label(round(circle.x + gap, 1), round(circle.y + LINE * 0.3, 1), "start")
    yield Label(round(circle.x - gap, 1), round(circle.y + LINE * 0.3, 1), "end")


def label_box(label, width):
    left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
    return left, label.y - LINE * 0.75, left + width, label.y + LINE * 0.25


def box_of(circle):
    return (
        circle.x - circle.radius,
        circle.y - circle.radius,
        circle.x + circle.radius,
        circle.y + circle.radius,
    )


def is_inside(box):
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= WIDTH and bottom <= HEIGHT


def overlap(box, other):
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
