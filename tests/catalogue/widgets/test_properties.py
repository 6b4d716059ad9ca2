"""Whatever the cell: a value or `Refused`; and what is shown is understood."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import models, spreadsheets
from catalogue.resources import CatalogueResource, widget_for
from catalogue.widgets import ColdLookup, Refused

CELLS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.timezones())
    | st.from_regex(r"[0-9]{1,5}([/.: ,;|-][0-9]{1,4}){0,5}[ThZ+]?[0-9]{0,4}")
    | st.sampled_from(["emploi, santé", "=HYPERLINK(1)", "'=1", "9h-12h", "1er mai 2026", "1e400"])
)
#: One field of each kind that the Resources have.
FIELDS = list(
    {
        (type(widget_for(field)), type(field), field.related_model): field
        for resource in CatalogueResource.__subclasses__()
        if resource._meta.model._meta.app_label == "catalogue"
        for field in map(resource._meta.model._meta.get_field, resource._meta.fields)
    }.values()
)
OWN = [field for field in FIELDS if not field.is_relation]


@pytest.mark.parametrize("field", FIELDS, ids=str)
@given(cell=CELLS)
def test_any_cell_gives_a_value_or_a_refusal(field, cell):
    widget = widget_for(field)
    if hasattr(widget, "warm"):
        make_empty(widget)
    try:
        widget.clean(cell, {"postal_code": cell, "partner": cell})
    except (Refused, ColdLookup) as verdict:
        assert isinstance(verdict, ColdLookup) or (verdict.code and verdict.message)


def make_empty(widget):
    """Warm, with nothing in the database."""
    one = getattr(widget, "one", widget)
    one.read = lambda scope: []
    if one.model is models.Commune:
        one.by_code, one.index, one.resolved = {}, None, {}
    else:
        one.warm(None)


@pytest.mark.parametrize("field", OWN, ids=str)
@given(cell=CELLS)
def test_what_is_shown_is_understood(field, cell):
    """In a workbook, and in CSV."""
    widget = widget_for(field)
    try:
        value = widget.clean(cell)
    except Refused:
        return
    shown = widget.render(value)
    assert widget.clean(shown) == value
    assert widget.clean(str(spreadsheets.csv_cell(shown))) == value
    in_workbook = spreadsheets.xlsx_cell(None, shown) if not is_formula(shown) else shown
    assert widget.clean(in_workbook) == value


def is_formula(shown):
    """Marked as text in a workbook, and unchanged."""
    return isinstance(shown, str) and spreadsheets.looks_like_formula(shown)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_french_date_is_that_date(day):
    widget = widget_for(models.Offer._meta.get_field("starts_on"))
    for text in (f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day.day}/{day.month}/{day.year}"):
        assert widget.clean(text) == day
    assert widget.clean(datetime(day.year, day.month, day.day)) == day  # noqa: DTZ001
