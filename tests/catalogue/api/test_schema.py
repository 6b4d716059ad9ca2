"""The OpenAPI document: valid, complete, and true."""

import pytest
import yaml
from django.core.management import call_command
from jsonschema import Draft202012Validator, FormatChecker

from tests.factories import (
    AgreementDocumentFactory,
    CoverageFactory,
    OfferFactory,
    OfferSessionFactory,
    PartnerFactory,
    SchemeFactFactory,
    SiteClosureFactory,
    StructureFactory,
    ThemeFactory,
)

from .test_lists import LISTS

FORMATS = FormatChecker()
FORMATS.checks("uri")(lambda value: value is None or "://" in value)


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    """Made as in `make check`: anything that drf-spectacular can't describe is an error."""
    path = tmp_path_factory.mktemp("openapi") / "schema.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(path))
    return yaml.safe_load(path.read_text())


def test_the_document_describes_every_list(document):
    paths = {path.strip("/").split("/")[2] for path in document["paths"]}
    assert paths >= set(LISTS)


def test_the_document_describes_nothing_but_reading(document):
    methods = {method for operations in document["paths"].values() for method in operations}
    assert methods == {"get"}
    assert all(path.startswith("/api/v1/") for path in document["paths"])


def test_the_document_is_served(client, document):
    response = client.get("/api/v1/schema/")
    assert yaml.safe_load(response.content)["paths"].keys() == document["paths"].keys()
    assert client.get("/api/v1/schema/?format=json").json()["openapi"].startswith("3.")


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_answers_are_as_described(api, document, path):
    theme = ThemeFactory()
    offer = OfferFactory(
        themes=[theme], partner=PartnerFactory(), scheme=SchemeFactFactory().scheme
    )
    OfferSessionFactory(offer=offer)
    StructureFactory(seat_commune=None)
    CoverageFactory()
    SiteClosureFactory()
    AgreementDocumentFactory(is_public=True, agreement__is_public=True)

    operation = document["paths"][f"/api/v1/{path}/"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    answer = api(path)
    assert answer["results"]
    validator = Draft202012Validator(as_json_schema(schema, document), format_checker=FORMATS)
    validator.validate(answer)


def as_json_schema(schema, document):
    """OpenAPI 3.0 says `nullable` where JSON Schema says a type of null."""

    def translate(node):
        if isinstance(node, list):
            return [translate(item) for item in node]
        if not isinstance(node, dict):
            return node
        node = {key: translate(value) for key, value in node.items() if key != "nullable"} | (
            {"nullable": True} if node.get("nullable") is True else {}
        )
        if node.pop("nullable", False):
            return {"anyOf": [node, {"type": "null"}]}
        return node

    return {**translate(schema), "components": translate(document["components"])}
