"""Opening hours are checked when they are typed, not when a page shows them.

The library answers in the terms of its grammar; people need to know what is wrong with their
text, and what to write instead.
"""

import re
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from opening_hours import OpeningHours, ParserError

from .schedule import COMMENT
from .suggestions import suggest

EXAMPLE = "Mo-Fr 09:00-12:30,13:30-17:30; PH off"

#: Read once: the library goes through the files of every zone each time it is asked.
TIME_ZONES = available_timezones()

CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
SPAN = re.compile(rf"{CLOCK.pattern}\s*-\s*{CLOCK.pattern}")
SAYS_WHEN = re.compile(r'\d:\d\d|24/7|\boff\b|\bclosed\b|\bunknown\b|""', re.IGNORECASE)
UNSUPPORTED = [
    (
        re.compile(r"\bSH\b"),
        _(
            "Les vacances scolaires (SH) ne sont pas connues du site : indiquez les dates, "
            "ou ajoutez une fermeture exceptionnelle."
        ),
    ),
    (
        re.compile(r"\b(?:sunrise|sunset|dawn|dusk)\b", re.IGNORECASE),
        _("Indiquez des heures : le lever et le coucher du soleil ne sont pas pris en compte."),
    ),
]


def validate_opening_hours(value):
    if not value:
        return
    rules = COMMENT.sub('""', value)
    try:
        hours = OpeningHours(value)
    except ParserError as error:
        _refuse_unreadable(value, rules, str(error))
    if hours.warnings:
        _propose(str(hours))
    for pattern, message in UNSUPPORTED:
        if pattern.search(rules):
            raise ValidationError(message, code="unsupported")
    _check_every_rule_has_hours(value, rules)
    _check_spans_go_forward(rules)


def validate_time_zone(value):
    if value not in TIME_ZONES:
        raise ValidationError(_("Fuseau horaire inconnu : %(value)s."), params={"value": value})


def _refuse_unreadable(value, rules, error):
    for hours, minutes in CLOCK.findall(rules):
        if int(hours) > 24 or int(minutes) > 59:
            raise ValidationError(
                _("« %(clock)s » n’est pas une heure : écrivez une heure de 00:00 à 24:00."),
                code="impossible-time",
                params={"clock": f"{hours}:{minutes}"},
            )
    _propose(_better(value))
    column = int(re.search(r"--> \d+:(\d+)", error).group(1))
    rest = value[column - 1 :].strip()
    if not rest:
        raise ValidationError(
            _("Il manque quelque chose à la fin de « %(text)s ». Exemple : %(example)s"),
            code="unfinished",
            params={"text": value.strip()[-40:], "example": EXAMPLE},
        )
    raise ValidationError(
        _("On ne comprend pas « %(rest)s ». Exemple : %(example)s"),
        code="unreadable",
        params={"rest": rest[:40], "example": EXAMPLE},
    )


def _better(value):
    """What `value` may mean and that would be accepted, or None."""
    suggestion = suggest(value)
    if suggestion is None or suggestion == value:
        return None
    try:
        validate_opening_hours(suggestion)
    except ValidationError:
        return None
    return suggestion


def _propose(suggestion):
    if suggestion:
        raise ValidationError(
            _(
                "Ces horaires ne suivent pas le format OpenStreetMap. "
                "Vouliez-vous écrire : %(suggestion)s ?"
            ),
            code="correctable",
            params={"suggestion": suggestion},
        )


def _check_every_rule_has_hours(value, rules):
    """“Mo, We 09:00-12:00” is two rules, and the first one opens all Monday long."""
    for rule in re.split(r";|,\s", rules):
        if not SAYS_WHEN.search(rule):
            _propose(_better(value))
            raise ValidationError(
                _("« %(rule)s » n’a pas d’heures. Exemple : %(example)s"),
                code="without-hours",
                params={"rule": rule.strip(), "example": EXAMPLE},
            )


def _check_spans_go_forward(rules):
    for span in SPAN.finditer(rules):
        start_hour, start_minute, end_hour, end_minute = map(int, span.groups())
        if (end_hour, end_minute) <= (start_hour, start_minute):
            raise ValidationError(
                _(
                    "« %(span)s » finit avant de commencer. Après minuit, comptez au-delà de "
                    "24 h : 22:00-26:00 finit à 2 h du matin."
                ),
                code="backwards",
                params={"span": span.group()},
            )
