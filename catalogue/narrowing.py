"""The address of a narrowed list: links that take a filter off, or loosen it."""

from dataclasses import dataclass

from django.core.validators import EMPTY_VALUES
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .facets import say_radius
from .filters import ANYWHERE
from .models import Offer, Theme
from .wording import say_day

#: What the search form shows anyway: not repeated as something to take off.
IN_THE_FORM = {"q", "lieu", "lat", "lon", "tri"}


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    name: str
    label: str
    url: str
    line: str = ""


class Narrowing:
    """How an `OfferFilterSet` narrows a list: what is on, and where to go from there."""

    def __init__(self, filterset):
        self.filterset = filterset
        self.asked = {
            name: value for name, value in filterset.asked.items() if value not in EMPTY_VALUES
        }

    @cached_property
    def parameters(self):
        """What was asked and makes sense, the town by its slug; without the page's number."""
        parameters = QueryDict(mutable=True)
        for name in self.asked:
            parameters.setlist(name, [text for text in self.filterset.data.getlist(name) if text])
        place = self.filterset.place
        if place and place.commune and "lieu" in parameters:
            parameters["lieu"] = place.commune.slug
        return parameters

    @cached_property
    def chips(self):
        return [
            Chip(name, str(label), self.without(name, value), line)
            for name, value, label, line in self._values()
        ]

    @property
    def hidden(self):
        """(name, value) of what was asked by a link, and has no field in the form."""
        names = ["structure", "dispositif", "partenaire"]
        if "lieu" not in self.asked:
            names += ["lat", "lon"]
        return [(name, self.parameters[name]) for name in names if name in self.parameters]

    def with_(self, name, value):
        parameters = self.parameters.copy()
        parameters[name] = value
        return address(parameters)

    def without(self, *names_and_value):
        """Without a filter or, of one that takes several values, without one of them."""
        name, *value = names_and_value
        parameters = self.parameters.copy()
        values = [item for item in parameters.getlist(name) if value and item != value[0]]
        if values:
            parameters.setlist(name, values)
        else:
            parameters.pop(name, None)
        return address(parameters)

    @property
    def cleared(self):
        """Only with what the search form holds."""
        parameters = self.parameters.copy()
        for name in self.asked.keys() - IN_THE_FORM:
            del parameters[name]
        return address(parameters)

    def _values(self):
        """(name, value in the address, label, line) of each filter that is on."""
        asked = self.asked
        for line in asked.get("theme", ()):
            yield "theme", line, capfirst(Theme.Line(line).label), line
        for name, choices in (
            ("type", Offer.Kind),
            ("prix", Offer.Fee),
            ("modalite", Offer.Modality),
        ):
            for value in asked.get(name, ()):
                yield name, value, capfirst(choices(value).label), ""
        for name, label in self._labels().items():
            if name in asked:
                yield name, self.parameters[name], label(asked[name]), ""

    def _labels(self):
        labels = {
            "age": lambda age: _("%(age)s ans") % {"age": age},
            "du": lambda day: _("À partir du %(day)s") % {"day": say_day(day)},
            "au": lambda day: _("Jusqu’au %(day)s") % {"day": say_day(day)},
            "fauteuil": lambda _yes: _("Accessible en fauteuil"),
            "structure": str,
            "dispositif": str,
            "partenaire": str,
        }
        if self.filterset.radius != ANYWHERE:
            labels["km"] = say_radius
        return labels


def address(parameters):
    """`?…`, which also leads to the bare page when nothing is left."""
    return f"?{parameters.urlencode()}"
