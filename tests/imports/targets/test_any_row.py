"""Whatever stands in a row, it is cleaned or explained; what is clean holds in the database."""

import json
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import DateTimeField
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.widgets import ColdLookup
from imports import targets
from imports.cleaning import Cleaner
from imports.models import ImportBatch
from imports.reading import Line
from tests import factories

pytestmark = pytest.mark.dialect("imports.classification", "imports.staging")

ALL = [target.code for target in targets.all_targets()]

CELLS = (
    st.none()
    | st.booleans()
    | st.integers(-5, 120)
    | st.floats()
    | st.text(max_size=30)
    | st.dates()
    | st.datetimes()
    | st.sampled_from(
        [
            *("94016S00", "94016", "94110", "A1", "exemple", "emploi", "Atelier", "Mission Locale"),
            *("Association", "Social", "Siège", "9h-12h", "Mo-Fr 09:00-12:00", "2026-01-31 09:30"),
            *("31/01/2026", "48,79", "gratuit", "a@example.org", "https://example.org"),
        ]
    )
)


@pytest.mark.parametrize("code", ALL)
def test_any_row_is_cleaned_or_explained(code, national_feed):
    feed = national_feed(code)
    structure = factories.StructureFactory(imilo_code="94016S00", network=feed.network)
    partner = factories.PartnerFactory(code="exemple")
    factories.OfferFactory(structure=structure, partner=partner, external_id="A1")
    factories.CommuneFactory(insee_code="94016", name="Cachan")
    target = targets.get(code)
    names = list(target.columns)
    cleaner = Cleaner(ImportBatch(feed=feed, mapping={name: name for name in names}))
    for column in cleaner.columns:
        warm_spellings(column.widget)

    right_row = {name: column.example for name, column in target.columns.items()}
    right_row |= {"structure": "94016S00", "commune": "94016", "offer": "A1", "partner": "exemple"}
    seen, right = set(), []

    @example(cells={}, is_nearly_right=True)
    @example(cells={}, is_nearly_right=False)
    @given(
        cells=st.fixed_dictionaries({}, optional=dict.fromkeys(names, CELLS)),
        is_nearly_right=st.booleans(),
    )
    def check(cells, is_nearly_right):
        values = {name: value for name, value in right_row.items() if name in names}
        values = values | dict(list(cells.items())[:3]) if is_nearly_right else cells
        with connection.execute_wrapper(no_query):
            for key, cleaned, faults in cleaner.clean(Line(2, values)):
                json.dumps(cleaned, allow_nan=False)
                is_right = all(fault.level != "error" for fault in faults)
                seen.add(is_right)
                if is_right and key:
                    assert target.derived(cleaned).keys() == set(target.derived_fields)
                    right.append(cleaned)
        while right:
            check_constraints(target, right.pop())

    check()
    assert seen == {True, False}


def warm_spellings(widget):
    try:
        widget.clean("Cachan") if hasattr(widget, "warm_spellings") else None
    except ColdLookup as cold:
        cold.warm()


def no_query(execute, sql, params, many, context):
    raise AssertionError(f"asked the database: {sql}")


def check_constraints(target, cleaned):
    """By the database's own words, for the constraints that one row can break."""
    model = target.model
    values = {
        model._meta.get_field(name).attname: value
        for name, value in cleaned.items()
        if not model._meta.get_field(name).many_to_many
    }
    for name, value in values.items():
        if value and isinstance(model._meta.get_field(name), DateTimeField):
            values[name] = datetime.fromisoformat(value).replace(tzinfo=UTC)
    instance = model(**values, **target.derived(cleaned))
    try:
        instance.validate_constraints()
    except ValidationError as error:
        raise AssertionError(error.messages) from error
