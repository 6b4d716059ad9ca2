"""The commune that a text means: one, several to choose from, or none with the nearest spellings.

The rules:
- A commune's own name comes before the beginning of a longer one ("Orly" isn't Orly-sur-Morin),
  unless the longer one is more populous: "Choisy" is most often Choisy-le-Roi, so both are
  offered. "Vitry", which is nobody's whole name, offers every Vitry; "Juvisy" has only one.
- A bare number is a postcode before it is an INSEE code, and that before a former one.
- A name and a code, or a name and a department, must agree. A code that nobody has (CEDEX)
  counts for its department.
- "Paris" offers its arrondissements; "Paris 75056" is the whole city.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process

# The models use this package's `spellings`, so they may still be loading when it is imported.
from catalogue import models

from .text import department_key, normalise, read, split_list

#: Choices offered for the beginning of a name; homonyms are all offered.
MAX_SHORT_NAMES = 20
MAX_SUGGESTIONS = 5
#: Under this likeness (out of 100) a spelling looks like a guess.
LEAST_LIKENESS = 72
#: What the right department is worth, in points of likeness.
SAME_DEPARTMENT = 15


@dataclass(frozen=True)
class Resolution:
    #: What the text may mean, the most populous first.
    communes: tuple = ()
    #: The nearest spellings, when it means nothing.
    suggestions: tuple = ()

    @property
    def status(self):
        if self.commune:
            return "exact"
        return "several" if self.communes else "none"

    @property
    def commune(self):
        return self.communes[0] if len(self.communes) == 1 else None


class DatabaseIndex:
    """Finds the spellings where they are kept: one query for a text that means something."""

    def spelled(self, keys):
        return models.Spelling.objects.filter(key__in=keys).select_related("commune")

    @property
    def names(self):
        return models.Spelling.objects.names().values_list("key", flat=True).distinct()


class Row(NamedTuple):
    """A `Spelling`, without the weight of a model."""

    key: str
    kind: int
    commune_id: str
    commune: "models.Commune"


class CommuneIndex:
    """Holds the spellings in memory, for files of thousands of rows. Takes seconds to build."""

    def __init__(self):
        communes = models.Commune.objects.in_bulk()
        rows = models.Spelling.objects.values_list("key", "kind", "commune_id")
        self._spellings = by_key(Row(*row, communes[row[-1]]) for row in rows.iterator())

    def spelled(self, keys):
        return [spelling for key in keys for spelling in self._spellings.get(key, ())]

    @cached_property
    def names(self):
        return [key for key, found in self._spellings.items() if any(map(is_name, found))]


DATABASE = DatabaseIndex()


def resolve(text, index=DATABASE):
    """What a text means. Never fails, whatever the text."""
    readings = read(text)
    if not readings:
        return Resolution()
    keys = set().union(*(reading.keys for reading in readings))
    spellings = by_key(index.spelled(keys))
    communes = decide(readings, spellings)
    return Resolution(communes, () if communes else nearest(readings, spellings, index))


def resolve_list(text, index=DATABASE):
    """What each name of a list means: "Orly - Choisy - Villeneuve-le-Roi - Ablon".

    Homonyms are told apart by the company they keep: the one that is in the same
    intercommunality, or else in the same department, as the names that leave no doubt.
    """
    resolutions = [resolve(name, index) for name in split_list(text)]
    certain = [found.commune for found in resolutions if found.commune]
    for place in ("epci_code", "department_code"):
        around = {getattr(commune, place) for commune in certain} - {""}
        resolutions = [narrow(found, place, around) for found in resolutions]
    return resolutions


def narrow(resolution, place, around):
    """Keeps the one choice that is around there, if there is just one."""
    there = tuple(commune for commune in resolution.communes if getattr(commune, place) in around)
    return Resolution(there) if len(there) == 1 else resolution


def is_name(spelling):
    return spelling.kind <= models.Spelling.Kind.SHORT_NAME


def by_key(spellings):
    found = defaultdict(list)
    for spelling in spellings:
        found[spelling.key].append(spelling)
    return found


def decide(readings, spellings):
    """The communes of the first reading that some answer to."""
    for reading in readings:
        found = named(reading, spellings) if reading.name else coded(reading, spellings)
        if found:
            # "75019" is written for Paris and for its 19th arrondissement: the latter is meant.
            whole = {commune.parent_id for commune in found}
            return tuple(
                sorted(
                    {commune for commune in found if commune.pk not in whole},
                    key=most_populous_first,
                )
            )
    return ()


def named(reading, spellings):
    """Those whose name it is, or else begins so.

    A bare name may be short for a town that everybody knows: the more populous ones are offered,
    too. With a code or a department beside it, it is taken at its word.
    """
    found = [
        spelling
        for spelling in spellings[reading.name]
        if is_name(spelling) and agrees(spelling.commune, reading, spellings)
    ]
    whole, begun = [], []
    for spelling in found:
        is_whole = spelling.kind == models.Spelling.Kind.NAME
        (whole if is_whole else begun).append(spelling.commune)
    if whole and (reading.code or reading.department):
        return whole
    most = max(map(population, whole), default=-1)
    longer = [commune for commune in begun if population(commune) > most]
    return whole + sorted(longer, key=most_populous_first)[:MAX_SHORT_NAMES]


def coded(reading, spellings):
    """Those whose code it is, by the first kind of code that somebody has."""
    found = [
        spelling
        for spelling in spellings[reading.code]
        if in_department(spelling.commune, reading.department)
    ]
    kind = min((spelling.kind for spelling in found), default=None)
    return [spelling.commune for spelling in found if spelling.kind == kind]


def agrees(commune, reading, spellings):
    """A code that somebody has must be this commune's; any other says the department."""
    rows = spellings[reading.code]
    if any(row.commune_id == commune.pk for row in rows):
        return in_department(commune, reading.department)
    in_use = any(row.kind != models.Spelling.Kind.FORMER_CODE for row in rows)
    return not in_use and is_there(commune, reading)


def is_there(commune, reading):
    """In the department that the reading says, and in the one that its code begins with."""
    return in_department(commune, reading.department) and (
        not reading.code or commune.department_code in departments_of(reading.code)
    )


def departments_of(code):
    """The departments that a code's first digits stand for."""
    if code.startswith("20"):  # postcodes of Corsica
        return {"2A", "2B"}
    return {code[:3] if code.startswith(("97", "98")) else code[:2].upper()}


def in_department(commune, department):
    """By its number or its name; nothing said, nothing contradicted."""
    return (
        not department
        or department == commune.department_code.lower()
        or department == department_key(normalise(commune.department).split())
    )


def population(commune):
    return commune.population or 0


def most_populous_first(commune):
    """Arrondissements in their own order, which everybody knows."""
    return (commune.pk if commune.parent_id else "", -population(commune), commune.pk)


def nearest(readings, spellings, index):
    """The likeliest communes, when a text means none."""
    # With a department told apart from the name, if any: "Vilejuif" of "Vilejuif 94".
    reading = next((item for item in readings if item.department[:1].isdigit()), readings[0])
    likely = process.extract(
        reading.name, index.names, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=30
    )
    likeness = {name: score for name, score, _position in likely}
    # A CEDEX is numbered after its town's postcode: 94807 after 94800.
    code = reading.code if spellings[reading.code] else f"{reading.code[:4]}0"
    scores = {}
    for spelling in index.spelled({*likeness, code}):
        score = likeness.get(spelling.key, LEAST_LIKENESS)
        scores[spelling.commune] = max(score, scores.get(spelling.commune, 0))
    for commune in scores:
        scores[commune] += SAME_DEPARTMENT * is_there(commune, reading)
    ranked = sorted(scores, key=lambda commune: (-scores[commune], most_populous_first(commune)))
    return tuple(ranked[:MAX_SUGGESTIONS])
