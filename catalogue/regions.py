"""The structures by region and department: an index of the whole country, read in one query."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from catalogue import paths, territory
from catalogue.geography import normalise
from catalogue.models import Commune


@dataclass(frozen=True)
class Area:
    """A region or a department, and how many structures it has."""

    name: str
    code: str
    parameter: str
    count: int

    @property
    def url(self):
        return paths.listing(paths.STRUCTURES, **{self.parameter: self.code})


class Regions:
    """Where the structures are, and the part of it that a visitor asked for, by its code."""

    def __init__(self, structures, region="", department=""):
        self._structures = structures
        self._region = region
        self._department = department

    @cached_property
    def _seats(self):
        seats = self._structures.filter(seat_commune__isnull=False).values_list(
            *(
                f"seat_commune__{name}"
                for name in ("region_code", "region", "department_code", "department")
            ),
            *("seat_commune__latitude", "seat_commune__longitude"),
        )
        return [Seat(*seat) for seat in seats.order_by()]

    @cached_property
    def region(self):
        """The region asked for, or that of the department asked for."""
        code = self._region or next(
            (seat.region_code for seat in self._seats if seat.department_code == self._department),
            "",
        )
        if not code and self.is_one:
            code = self.all[0].code
        return next((area for area in self.all if area.code == code), None)

    @cached_property
    def is_one(self):
        """Where a site shows one territory, there is nothing to choose among regions."""
        return bool(territory.current()) and len(self.all) == 1

    @cached_property
    def department(self):
        found = (area for area in self.departments if area.code == self._department)
        return next(found, None)

    @property
    def area(self):
        return self.department or self.region

    @cached_property
    def all(self):
        return areas("region", ((seat.region, seat.region_code) for seat in self._seats))

    @cached_property
    def departments(self):
        """Those of the region asked for."""
        return areas(
            "departement",
            ((seat.department, seat.department_code) for seat in self._shown),
        )

    @property
    def points(self):
        return [(s.latitude, s.longitude) for s in self._shown if s.latitude is not None]

    @property
    def communes(self):
        """The centres of the communes of the region asked for."""
        communes = Commune.objects.filter(region_code=self.region.code, latitude__isnull=False)
        return communes.order_by().values_list("latitude", "longitude")

    @property
    def _shown(self):
        code = self.region and self.region.code
        return [seat for seat in self._seats if not code or seat.region_code == code]


@dataclass(frozen=True)
class Seat:
    region_code: str
    region: str
    department_code: str
    department: str
    latitude: float | None
    longitude: float | None


def areas(parameter, seats):
    found = (Area(name, code, parameter, count) for (name, code), count in Counter(seats).items())
    return sorted(found, key=lambda area: normalise(area.name))


@dataclass(frozen=True)
class Directory:
    """The structures of a region, by department: [(department, structures)]."""

    name: str
    code: str
    departments: list[tuple]

    @property
    def count(self):
        return sum(len(structures) for _department, structures in self.departments)


def directories(structures):
    """Every structure in its place, regions and departments by name; (the directories, those
    whose seat isn't known).
    """
    by_region = defaultdict(lambda: defaultdict(list))
    nowhere = []
    for structure in structures.select_related("seat_commune").order_by("name", "pk"):
        seat = structure.seat_commune
        if seat:
            by_region[seat.region, seat.region_code][seat.department].append(structure)
        else:
            nowhere.append(structure)
    found = [
        Directory(name, code, sorted(departments.items(), key=lambda item: normalise(item[0])))
        for (name, code), departments in by_region.items()
    ]
    return sorted(found, key=lambda region: normalise(region.name)), nowhere
