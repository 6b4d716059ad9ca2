"""How the cells of a file are read, and how values are shown in one.

`widget.clean(value, row=None)` takes what a reader gives (text, number, boolean, date, nothing)
and returns the value of the field, or raises `Refused`: what is wrong, and what to do about it,
for the person who will correct the file. It depends on the value alone, and on the other columns
that the widget names in `depends_on`; so callers may remember what it said.

`widget.render(value)` is the inverse: `clean` understands what it writes.
"""

from .base import ColdLookup, Doubtful, Refused, as_text
from .choices import ChoiceWidget, YesNoWidget
from .communes import CommuneWidget
from .moments import DateTimeWidget, DateWidget
from .numbers import FloatWidget, IntegerWidget
from .related import (
    ManyRelatedWidget,
    NetworkWidget,
    OfferWidget,
    RelatedWidget,
    StructureWidget,
    ThemeWidget,
)
from .texts import (
    EmailWidget,
    ImiloCodeWidget,
    PhoneWidget,
    PostalCodeWidget,
    SiretWidget,
    TextWidget,
    URLWidget,
)

__all__ = [
    "ChoiceWidget",
    "ColdLookup",
    "CommuneWidget",
    "DateTimeWidget",
    "DateWidget",
    "Doubtful",
    "EmailWidget",
    "FloatWidget",
    "ImiloCodeWidget",
    "IntegerWidget",
    "ManyRelatedWidget",
    "NetworkWidget",
    "OfferWidget",
    "PhoneWidget",
    "PostalCodeWidget",
    "Refused",
    "RelatedWidget",
    "SiretWidget",
    "StructureWidget",
    "TextWidget",
    "ThemeWidget",
    "URLWidget",
    "YesNoWidget",
    "as_text",
]
