"""The file to fill in, and the published schema."""

from io import BytesIO

import jsonschema
import pytest
from openpyxl import load_workbook

from catalogue.querysets import within_reach_of
from imports import schema, targets, template
from tests.factories import (
    CommuneFactory,
    OfferFactory,
    PartnerFactory,
    StructureFactory,
)

ALL = [target.code for target in targets.all_targets()]

#: The rules of https://specs.frictionlessdata.io/schemas/table-schema.json that concern us.
TABLE_SCHEMA = {
    "type": "object",
    "required": ["fields"],
    "properties": {
        "fields": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "minLength": 1},
                    "title": {"type": "string"},
                    "description": {"type": "string"},
                    "type": {
                        "enum": ["string", "number", "integer", "boolean", "date", "datetime"]
                    },
                    "format": {"enum": ["email", "uri"]},
                    "trueValues": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                    "falseValues": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                    "constraints": {
                        "type": "object",
                        "properties": {
                            "required": {"type": "boolean"},
                            "enum": {"type": "array", "minItems": 1, "uniqueItems": True},
                            "maxLength": {"type": "integer"},
                            "pattern": {"type": "string"},
                            "minimum": {"type": "number"},
                            "maximum": {"type": "number"},
                        },
                        "additionalProperties": False,
                    },
                },
            },
        },
        "primaryKey": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "missingValues": {"type": "array", "items": {"type": "string"}},
    },
}


def workbook_of(code):
    return load_workbook(BytesIO(template.template_file(targets.get(code))))


@pytest.mark.parametrize("code", ALL)
def test_the_example_row_is_read_without_a_fault(code, national_feed, read, tmp_path):
    feed = national_feed(code)
    structure = StructureFactory(imilo_code="94997S00", network=feed.network)
    partner = PartnerFactory(code="exemple--42")
    OfferFactory(structure=structure, partner=partner, external_id="ATELIER-0042")
    CommuneFactory(insee_code="94997")
    path = tmp_path / "modele.xlsx"
    path.write_bytes(
        template.template_file(targets.get(code), lambda queryset: within_reach_of(feed, queryset))
    )
    found = read(feed, path)
    assert found.match.is_complete
    assert found.errors == []
    assert len(found.rows) == 1


@pytest.mark.parametrize("code", ALL)
def test_every_heading_is_explained(code, db):
    sheet, explanations, _lists = workbook_of(code).worksheets
    for cell in sheet[1]:
        assert cell.comment.text.startswith(("Obligatoire.", "Facultatif."))
    explained = [row[0].value for row in explanations.iter_rows(min_row=2)]
    assert explained == [cell.value for cell in sheet[1]]


@pytest.mark.parametrize("code", ALL)
def test_no_cell_of_a_template_is_a_formula(code, db):
    for sheet in workbook_of(code):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_closed_lists_have_a_drop_down(db):
    workbook = workbook_of("offers")
    sheet, _explanations, lists = workbook.worksheets
    [rule] = [
        rule
        for rule in sheet.data_validations.dataValidation
        if any(sheet.cell(1, span.min_col).value == "Type" for span in rule.sqref.ranges)
    ]
    name, span = rule.formula1.split("!")
    assert name == f"'{lists.title}'"
    labels = [cell.value for (cell,) in lists[span.replace("$", "")]]
    assert labels == list(targets.get("offers").columns["kind"].choices)
    assert lists.sheet_state == "hidden"


@pytest.mark.parametrize("code", ALL)
def test_the_schema_is_a_table_schema(code, db):
    described = schema.table_schema(targets.get(code))
    jsonschema.validate(described, TABLE_SCHEMA)
    names = [field["name"] for field in described["fields"]]
    assert len(names) == len(set(names))
    assert set(described["primaryKey"]) <= set(names)


def test_the_schema_says_what_a_column_may_hold():
    fields = {
        field["name"]: field for field in schema.table_schema(targets.get("offers"))["fields"]
    }
    assert fields["Titre"]["constraints"] == {"required": True, "maxLength": 200}
    assert fields["Âge minimum"]["constraints"] == {"required": False, "minimum": 0, "maximum": 99}
    assert fields["Prix"]["constraints"]["enum"] == ["Gratuit", "Tu es payé·e", "Payant"]
    assert fields["Début"]["type"] == "date"
    assert fields["Accessible en fauteuil"]["type"] == "boolean"
