"""What is at the root for whoever picks the project up: the files agree with each other."""

import configparser
import re
import tomllib
from importlib import metadata

import pytest
import yaml
from django.conf import settings
from packaging.specifiers import SpecifierSet

ROOT = settings.BASE_DIR
TEXTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
REQUIREMENTS = ["requirements", "requirements-dev"]


def read(name):
    return (ROOT / name).read_text("utf-8")


@pytest.fixture(scope="module")
def publiccode():
    """https://yml.publiccode.tools/schema.core.html"""
    return yaml.safe_load(read("publiccode.yml"))


@pytest.fixture(scope="module")
def first_python():
    """The first Python that `make` takes."""
    return ".".join(re.findall(r"\d+", re.search(r"version_info < \((.*?)\)", read("Makefile"))[1]))


def pins(name):
    """What a compiled file holds: [(package, version, its hashes)]."""
    blocks = re.split(r"\n(?=[^\s#])", re.sub(r"^ *#.*\n", "", read(name), flags=re.MULTILINE))
    for block in blocks:
        line, *options = block.replace("\\\n", "").split()
        package, _, version = line.partition("==")
        yield (
            package,
            version,
            [option for option in options if option.startswith("--hash=sha256:")],
        )


# --- Licence and versions -------------------------------------------------------------


def test_one_licence_is_said_everywhere(publiccode):
    kind, owner = re.match(
        r"(.+) License\n\nCopyright \(c\) \d{4}, (.+)\n", read("LICENSE")
    ).groups()
    assert kind == "BSD 3-Clause"
    assert publiccode["legal"]["license"] == "BSD-3-Clause"
    assert publiccode["legal"]["mainCopyrightOwner"].lower() == owner.lower()
    assert re.search(r"BSD-3-Clause\W+\(LICENSE\)", read("README.md"))


def test_the_changelog_and_the_description_know_the_same_release(publiccode):
    first, *releases = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)
    assert first == "Unreleased"
    if releases:
        version, date = re.fullmatch(r"(\d\S*) - (\d{4}-\d\d-\d\d)", releases[0]).groups()
        assert publiccode["softwareVersion"] == version
        assert str(publiccode["releaseDate"]) == date
    else:
        assert publiccode["softwareVersion"] == "dev"
        assert "releaseDate" not in publiccode


# --- The description for catalogues of public code ------------------------------------


def test_the_description_has_what_the_standard_requires(publiccode):
    assert publiccode["publiccodeYmlVersion"] == "0.5"
    assert publiccode["name"] == "Parvis"
    assert publiccode["url"].startswith("https://")
    assert publiccode["platforms"] == ["web"]
    assert publiccode["softwareType"] == "standalone/web"
    assert publiccode["developmentStatus"] in {"development", "beta", "stable", "obsolete"}
    assert publiccode["localisation"]["localisationReady"] is True
    maintenance = publiccode["maintenance"]
    assert maintenance["type"] in {"internal", "contract", "community", "none"}
    # Somebody who can be named maintains it, or is paid to.
    required = {"internal": "contacts", "community": "contacts", "contract": "contractors"}
    if key := required.get(maintenance["type"]):
        assert all(person["name"] for person in maintenance[key])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_described_in_a_language(publiccode, language):
    description = publiccode["description"][language]
    assert len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"]) <= 10_000
    assert description["features"]


def test_the_description_shows_files_that_exist_and_languages_that_are_there(publiccode):
    shown = [publiccode["logo"]]
    for description in publiccode["description"].values():
        shown += description.get("screenshots", [])
    assert [name for name in shown if not (ROOT / name).exists()] == []
    languages = publiccode["localisation"]["availableLanguages"]
    assert [code.lower() for code in languages] == [code for code, _name in settings.LANGUAGES]


# --- Tools ----------------------------------------------------------------------------


def test_editors_keep_to_the_widths_of_the_tools():
    editors = configparser.ConfigParser()
    editors.read_string("[root]\n" + read(".editorconfig"))
    tools = tomllib.loads(read("pyproject.toml"))["tool"]
    assert editors.getint("*.py", "max_line_length") == tools["ruff"]["line-length"]
    assert editors.getint("*.html", "max_line_length") == tools["djlint"]["max_line_length"]
    assert editors.getint("*", "indent_size") == tools["djlint"]["indent"]
    assert editors.get("Makefile", "indent_style") == "tab"


def test_hooks_run_the_tools_that_the_project_pins():
    [repository] = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert repository["repo"] == "local"  # nothing is fetched
    entries = [hook["entry"].split()[0] for hook in repository["hooks"]]
    tools = {entry.removeprefix(".venv/bin/") for entry in entries} - {"git", "bash"}
    assert tools == {"ruff", "djlint"}
    assert {*tools, "pre-commit"} <= {package for package, *_ in pins("requirements-dev.txt")}
    assert {hook["language"] for hook in repository["hooks"]} == {"system"}


# --- Dependencies ---------------------------------------------------------------------


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_each_package_has_its_version_and_hashes(name):
    found = list(pins(f"{name}.txt"))
    assert len(found) > 50
    assert [package for package, version, hashes in found if not (version and hashes)] == []
    asked = re.findall(r"^([a-z][\w-]+)", read(f"{name}.in"), re.MULTILINE)
    assert set(asked) <= {package for package, *_ in found}


def test_hashes_are_checked_wherever_packages_are_installed():
    assert re.search(r"^INSTALL := pip install .*--require-hashes", read("Makefile"), re.MULTILINE)
    for text in [ROOT / "Makefile", *TEXTS]:
        for line in re.findall(r"pip install .*", text.read_text("utf-8")):
            assert "--require-hashes" in line, text


def test_the_first_python_is_said_everywhere(publiccode, first_python):
    for name in ["README.md", "CONTRIBUTING.md", "Makefile"]:
        assert f"Python {first_python} or newer" in read(name)
    [python] = [item for item in publiccode["dependsOn"]["open"] if item["name"] == "Python"]
    assert python["versionMin"] == first_python


def test_each_package_installs_on_the_first_python(first_python):
    wanted = {package: metadata.metadata(package) for package, *_ in pins("requirements.txt")}
    assert {
        package: about["Requires-Python"]
        for package, about in wanted.items()
        if first_python not in SpecifierSet(about["Requires-Python"] or "")
    } == {}


# --- Texts ----------------------------------------------------------------------------


def test_links_between_texts_lead_somewhere():
    assert {
        (text.name, link)
        for text in TEXTS
        for link in re.findall(r"\]\((?!https?:|#)([^)\s#]+)", text.read_text("utf-8"))
        if not (text.parent / link).exists()
    } == set()


def test_what_texts_say_of_make_can_be_made():
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    said = {
        (target, text.name)
        for text in TEXTS
        for target in re.findall(r"`(?:\S+=\S+ )?make\s+([a-z-]+)", text.read_text("utf-8"))
    }
    assert said
    assert {(target, name) for target, name in said if target not in targets} == set()
