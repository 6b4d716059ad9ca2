"""One module, one Resource: what the documentation says of adding a target, done here."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from catalogue.models import Theme
from catalogue.resources import ThemeResource
from imports import matching, schema, targets, template
from imports.targets import Target, register
from tests.factories import FeedFactory


@pytest.fixture
def themes():
    @register
    class Themes(Target):
        code, label, resource_class = "themes", "thématiques", ThemeResource
        synonyms = {"name": ("besoin",)}
        example = {"code": "sport", "name": "Sport", "domain": "Social", "line": "Santé"}

    yield targets.get("themes")
    del targets._targets["themes"]


def test_a_target_is_found_by_its_code(themes):
    assert themes in targets.all_targets()
    assert themes.model is Theme
    assert themes.key == ["code"]


def test_its_columns_come_from_its_resource(themes):
    required = [column.name for column in themes.columns.values() if column.required]
    assert required == ["code", "name", "domain", "line"]
    assert matching.match(themes, ["Code", "Besoin"], {}, {}).mapping == {
        "Code": "code",
        "Besoin": "name",
    }


def test_its_template_is_read_as_any_file(themes, read, tmp_path, db):
    path = tmp_path / "modele.xlsx"
    path.write_bytes(template.template_file(themes))
    found = read(FeedFactory(target="themes"), path)
    assert found.errors == []
    assert found.cleaned[0]["line"] == Theme.Line.SANTE
    assert len(load_workbook(BytesIO(path.read_bytes())).worksheets) == 3


def test_its_schema_is_published(themes):
    assert schema.table_schema(themes)["primaryKey"] == ["Code"]
