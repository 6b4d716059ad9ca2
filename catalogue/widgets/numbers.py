"""Numbers, with a decimal comma or a point."""

import math
import re
import sys

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _

from .base import CatalogueWidget, Refused, quoted

LARGEST = sys.float_info.max
NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:e[+-]?[0-9]{1,3})?")
SPACES = re.compile(r"(?<=[0-9])[\s\u00a0\u202f'’](?=[0-9]{3}(?![0-9]))")
#: What both databases hold; Django's own validators say it of the one in use.
#: https://docs.djangoproject.com/en/5.2/ref/models/fields/#integerfield
RANGES = {
    models.PositiveSmallIntegerField: (0, 32_767),
    models.SmallIntegerField: (-32_768, 32_767),
    models.PositiveIntegerField: (0, 2_147_483_647),
    models.IntegerField: (-2_147_483_648, 2_147_483_647),
}


class FloatWidget(CatalogueWidget):
    def __init__(self, field=None):
        super().__init__()
        low, high = RANGES.get(type(field), (-math.inf, math.inf))
        for validator in getattr(field, "_validators", ()):
            if isinstance(validator, MinValueValidator):
                low = max(low, validator.limit_value)
            elif isinstance(validator, MaxValueValidator):
                high = min(high, validator.limit_value)
        self.low, self.high = low, high

    def render(self, value, obj=None, **kwargs):
        return value

    def understand(self, value, row):
        number = self.exact(self.number(value))
        if not self.low <= number <= self.high:
            raise Refused(
                "out-of-range",
                _("%(value)s est hors des limites.") % {"value": quoted(value)},
                self.limits(),
            )
        return number

    def number(self, value):
        if isinstance(value, str):
            text = SPACES.sub("", value).replace(",", ".").replace("−", "-").lower()
            value = float(text) if NUMBER.fullmatch(text) else None
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        # A whole number of JSON may be longer than any float.
        if is_number and -LARGEST <= value <= LARGEST:
            return value
        raise Refused(
            "not-a-number",
            _("Ce n’est pas un nombre."),
            _("Écrivez seulement des chiffres, sans unité."),
        )

    def exact(self, number):
        return float(number)

    def limits(self):
        if self.low == -math.inf:
            return _("Le plus grand nombre accepté est %(high)s.") % {"high": self.high}
        if self.high == math.inf:
            return _("Le plus petit nombre accepté est %(low)s.") % {"low": self.low}
        return _("Écrivez un nombre de %(low)s à %(high)s.") % {"low": self.low, "high": self.high}


class IntegerWidget(FloatWidget):
    def exact(self, number):
        if number != int(number):
            raise Refused(
                "not-a-whole-number",
                _("%(value)s n’est pas un nombre entier.") % {"value": quoted(number)},
                _("Écrivez un nombre sans virgule."),
            )
        return int(number)
