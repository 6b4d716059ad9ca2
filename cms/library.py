"""What the learning library is sorted by, and how many resources each choice would show."""

from django.db import models
from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.facets import Choice, Facet
from catalogue.models import Theme
from catalogue.wording import NBSP

HOUR = 60


class Format(models.TextChoices):
    ARTICLE = "article", gettext_lazy("à lire")
    VIDEO = "video", gettext_lazy("à regarder")
    DOCUMENT = "document", gettext_lazy("à télécharger")
    LINK = "link", gettext_lazy("sur un autre site")


class Level(models.TextChoices):
    FIRST = "first", gettext_lazy("pour commencer")
    NEXT = "next", gettext_lazy("pour avancer")
    FURTHER = "further", gettext_lazy("pour aller plus loin")


#: At most so many minutes.
DURATIONS = [
    ("5", gettext_lazy("cinq minutes")),
    ("15", gettext_lazy("un quart d’heure")),
    ("60", gettext_lazy("une heure")),
]


def say_duration(minutes):
    """“15 min”, “1 h”, “1 h 05”."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02}" if rest else f"{hours}{NBSP}h"


class Facets:
    """Of a `ResourceFilterSet`: a choice is counted among what the other filters let through.

    One query, whatever the number of resources and of choices.
    """

    #: {parameter: whether one chooses one at a time}
    NAMES = {"theme": False, "duree": True, "support": False, "niveau": False}

    def __init__(self, filterset):
        self.filterset = filterset
        counts = {
            f"{name}_{value}": Count("pk", filter=filterset.condition(**{name: [value]}))
            for name in self.NAMES
            for value, _label in self.choices(name)
        }
        total = Count("pk", filter=filterset.condition() or None)
        self.counts = filterset.queryset.order_by().aggregate(total=total, **counts)

    def choices(self, name):
        return self.filterset.filters[name].extra["choices"]

    @property
    def total(self):
        return self.counts["total"]

    def __iter__(self):
        for name, is_exclusive in self.NAMES.items():
            asked = self.filterset.asked.get(name, [])
            choices = [
                Choice(
                    value=value,
                    label=capfirst(str(label)),
                    count=self.counts[f"{name}_{value}"],
                    is_chosen=value in asked if not is_exclusive else value == asked,
                    line=value if name == "theme" else "",
                )
                for value, label in self.choices(name)
            ]
            label = str(self.filterset.filters[name].label)
            yield Facet(name, label, choices, is_exclusive)


def questions():
    """Asked on the doorstep: (parameter, question, answer that asks for nothing, the others)."""
    themes = [(theme.line, theme.name) for theme in Theme.objects.all()]
    durations = [(value, capfirst(str(label))) for value, label in DURATIONS]
    formats = [(value, capfirst(str(label))) for value, label in Format.choices]
    return [
        ("theme", _("Tu cherches quoi ?"), _("Un peu de tout"), themes),
        ("duree", _("Tu as combien de temps ?"), _("Tout mon temps"), durations),
        ("support", _("Tu préfères quoi ?"), _("Peu importe"), formats),
    ]
