"""Communes: by their INSEE code, or by whatever people write."""

import re
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _

# The models may still be loading when this is imported.
from catalogue import models
from catalogue.geography import resolver

from .base import CatalogueWidget, ColdLookup, Doubtful, Refused, as_text, did_you_mean, quoted
from .related import MAX_SUGGESTIONS

MAX_CHOICES = 5
#: More than the communes of France.
REMEMBERED = 50_000


class CommuneWidget(CatalogueWidget):
    """A commune is everybody's, and never made by a file.

    A column of INSEE codes costs a look-up in a dictionary. The first name or postcode asks for
    the table of spellings, and for the territory that tells homonyms apart: `ColdLookup`.
    """

    code = "insee_code"

    def __init__(self, model, with_postal_code=False):
        super().__init__()
        self.model = model
        self.depends_on = ("postal_code",) if with_postal_code else ()
        self.by_code = None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.pk

    def warm(self, scope):
        self.by_code = dict.fromkeys(self.model.objects.order_by().values_list("pk", flat=True))
        self.index = None
        self.scope = scope
        self.resolved = {}

    def warm_spellings(self):
        self.index = Spellings.current()
        self.territory = Territory.of(self.scope) if self.scope else NOWHERE

    def understand(self, value, row):
        if self.by_code is None:
            self.warm(None)
        text = as_text(value)
        code = text.upper() if len(text) == 5 else f"0{text}"
        if code in self.by_code:
            if self.by_code[code] is None:
                self.by_code[code] = self.model(pk=code)
            return self.by_code[code]
        if self.index is None:
            raise ColdLookup(self.warm_spellings)
        postal_code = row.get("postal_code") if self.depends_on else None
        postal_code = as_text(postal_code).strip().zfill(5) if postal_code else ""
        key = (text, postal_code)
        if key not in self.resolved:
            if len(self.resolved) >= REMEMBERED:
                self.resolved.clear()
            self.resolved[key] = self.resolve(text, postal_code)
        return self.one_of(text, self.resolved[key])

    def resolve(self, text, postal_code):
        if re.fullmatch("[0-9]{5}", postal_code) and not re.search("[0-9]", text):
            found = resolver.resolve(f"{text} {postal_code}", self.index)
            if found.communes:
                return found
        found = resolver.resolve(text, self.index)
        if not found.communes:
            self.index.spend()
        return found

    def one_of(self, text, found):
        if found.commune:
            return found.commune
        if found.communes:
            if near := self.territory.only_one_of(found.communes):
                return settled(text, near, found.communes)
            raise Refused(
                "ambiguous",
                _("Plusieurs communes répondent à %(value)s.") % {"value": quoted(text)},
                _("Écrivez le code INSEE : %(choices)s.")
                % {"choices": ", ".join(map(label, found.communes[:MAX_CHOICES]))},
            )
        raise Refused(
            "unknown",
            _("Commune inconnue : %(value)s.") % {"value": quoted(text)},
            did_you_mean(label(found.suggestions[0])) if found.suggestions else "",
        )


def settled(text, commune, communes):
    others = [label(other) for other in communes if other != commune]
    return Doubtful(
        commune,
        "homonym",
        _("Plusieurs communes répondent à %(value)s ; %(commune)s est la seule chez vous.")
        % {"value": quoted(text), "commune": label(commune)},
        _("Si c’en est une autre, écrivez son code INSEE : %(choices)s.")
        % {"choices": ", ".join(others[:MAX_CHOICES])},
    )


@dataclass(frozen=True)
class Territory:
    """Where the structures in reach are: the communes that they take in, then their departments."""

    communes: frozenset
    departments: frozenset

    @classmethod
    def of(cls, scope):
        every = models.Structure.objects.order_by()
        near = scope(every)
        if not every.exclude(pk__in=near.values("pk")).exists():
            return NOWHERE  # the whole country settles nothing
        served = models.Coverage.objects.filter(structure__in=near.values("pk")).order_by()
        found = {
            *served.values_list("commune", "commune__department_code"),
            *near.values_list("seat_commune", "seat_commune__department_code"),
        }
        return cls(
            frozenset(commune for commune, _department in found if commune),
            frozenset(department for _commune, department in found if department),
        )

    def only_one_of(self, communes):
        for there in (
            [commune for commune in communes if commune.pk in self.communes],
            [commune for commune in communes if commune.department_code in self.departments],
        ):
            if len(there) == 1:
                return there[0]
        return None


NOWHERE = Territory(frozenset(), frozenset())


def label(commune):
    return f"{commune.name} ({commune.pk})"


class Spellings:
    """The resolver's index, with a bounded number of suggestions for each file."""

    _cached = (None, None)

    def __init__(self, index):
        self.index = index
        self.suggestions_left = MAX_SUGGESTIONS

    @classmethod
    def current(cls):
        """Kept in this process for as long as the table stays the same."""
        version = resolver.models.Spelling.objects.aggregate(
            Count("pk"),
            Max("pk"),
            Min("key"),
            Max("key"),
            Min("commune"),
            Max("commune"),
            letters=Sum(Length("key")),
        )
        if cls._cached[0] != version:
            cls._cached = (version, resolver.CommuneIndex())
        return cls(cls._cached[1])

    def spelled(self, keys):
        return self.index.spelled(keys)

    @property
    def names(self):
        return self.index.names if self.suggestions_left > 0 else ()

    def spend(self):
        self.suggestions_left -= 1
