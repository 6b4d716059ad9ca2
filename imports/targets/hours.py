"""Opening hours in other shapes than OSM's: a column per weekday, the DILA's directory."""

import json
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.opening.suggestions import suggest
from catalogue.widgets import as_text

from .base import Fault

WEEKDAYS = {
    "monday": gettext_lazy("Lundi"),
    "tuesday": gettext_lazy("Mardi"),
    "wednesday": gettext_lazy("Mercredi"),
    "thursday": gettext_lazy("Jeudi"),
    "friday": gettext_lazy("Vendredi"),
    "saturday": gettext_lazy("Samedi"),
    "sunday": gettext_lazy("Dimanche"),
}
#: The field of https://api-lannuaire.service-public.fr, a list of objects as JSON.
DIRECTORY = "opening_periods"

OSM_DAYS = dict(zip(WEEKDAYS, ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True))
FRENCH_DAYS = dict(
    zip(
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        OSM_DAYS.values(),
        strict=True,
    )
)
DAYS = list(OSM_DAYS.values())
CLOSED = re.compile(r"(?:ferm[ée]e?|off|closed|non|-+|/|x|néant|0)\W*", re.IGNORECASE)
CLOCK = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])(?::[0-9]{2})?")


def from_weekdays(cells):
    """ "9h-12h et 14h-17h" under "Lundi", and so on → OSM text, or a `Fault`."""
    spans = {}
    for day, cell in cells.items():
        text = as_text(cell).strip()
        if not text or CLOSED.fullmatch(text):
            continue
        found = spans_of(text)
        if found is None:
            return not_understood(f"{WEEKDAYS[day]} : {text}")
        spans[OSM_DAYS[day]] = found
    return grouped(spans)


def spans_of(text):
    """The hours of one day, or None: "09:00-12:00,14:00-17:00"."""
    if len(text) > 200:
        return None
    read = suggest("Mo " + re.sub(r"[;\n]+", ",", text)) or ""
    hours = read.removeprefix("Mo ")
    return hours if re.fullmatch(r"[0-9:,\-]+", hours) and read != hours else None


def from_directory(cell):
    """The directory's periods → OSM text, or a `Fault`."""
    try:
        periods = json.loads(as_text(cell))
        spans = {}
        for period in [periods] if isinstance(periods, dict) else periods:
            for day in days_of(period):
                spans.setdefault(day, []).extend(hours_of(period))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return not_understood(as_text(cell))
    return grouped({day: ",".join(sorted(set(found))) for day, found in spans.items()})


def days_of(period):
    first = DAYS.index(FRENCH_DAYS[period["nom_jour_debut"].strip().lower()])
    last = period.get("nom_jour_fin") or period["nom_jour_debut"]
    last = DAYS.index(FRENCH_DAYS[last.strip().lower()])
    return DAYS[first : last + 1] if first <= last else DAYS[first:] + DAYS[: last + 1]


def hours_of(period):
    for number in "12":
        start = period.get(f"valeur_heure_debut_{number}")
        end = period.get(f"valeur_heure_fin_{number}")
        if start or end:
            yield f"{clock(start)}-{clock(end).replace('00:00', '24:00')}"


def clock(text):
    found = CLOCK.fullmatch(text)
    if not found:
        raise ValueError(text)
    return f"{found[1]}:{found[2]}"


def grouped(spans):
    """{"Mo": "09:00-12:00", "Tu": "09:00-12:00", …} → "Mo-Fr 09:00-12:00"."""
    runs = []
    for day in DAYS:
        hours = spans.get(day)
        if runs and hours and runs[-1][2] == hours and follows(runs[-1][1], day):
            runs[-1][1] = day
        elif hours:
            runs.append([day, day, hours])
    return "; ".join(
        f"{first if first == last else f'{first}-{last}'} {hours}" for first, last, hours in runs
    )


def follows(day, following):
    return DAYS.index(following) == DAYS.index(day) + 1


def not_understood(text):
    return Fault(
        "opening_hours",
        "opening-hours",
        _("On ne comprend pas ces horaires : « %(text)s ».") % {"text": text[:80]},
        _("Écrivez par exemple « 9h-12h30 et 13h30-17h30 », ou « fermé »."),
        text[:80],
    )
