"""Bringing the tables in line with the official list."""

from copy import copy

import pytest
from django.core.management import call_command

from catalogue.geography import resolve
from catalogue.geography.loading import load
from catalogue.models import Commune, Spelling
from tests.factories import CommuneFactory, StructureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("catalogue.statistics")]


@pytest.fixture
def few(sample):
    return [copy(commune) for commune in sample[:5]]


def test_loading_twice_changes_nothing(few):
    assert load(few).written == 5
    before = set(Spelling.objects.values_list("pk", "key"))
    assert load(few).written == 0
    assert set(Spelling.objects.values_list("pk", "key")) == before


def test_only_what_changed_is_written(few):
    load(few)
    few[0].name = "Villeneuve-la-Neuve"
    assert load(few).written == 1
    assert resolve("villeneuve la neuve").commune == few[0]
    assert Commune.objects.get(pk=few[0].pk).name == "Villeneuve-la-Neuve"


def test_a_former_name_leads_nowhere_once_changed(few):
    load(few)
    former, few[0].name = few[0].name, "Villeneuve-la-Neuve"
    load(few)
    assert few[0] not in resolve(former).communes


def test_a_commune_that_left_the_list_is_removed(few):
    load(few)
    assert load(few[1:]).removed == 1
    assert not Commune.objects.filter(pk=few[0].pk).exists()


def test_one_that_something_points_to_is_kept_but_no_text_leads_to_it(few):
    load(few)
    StructureFactory(seat_commune=few[0])
    counts = load(few[1:])
    assert (counts.removed, counts.kept) == (0, 1)
    assert Commune.objects.filter(pk=few[0].pk).exists()
    assert resolve(few[0].insee_code).commune is None


def test_a_failure_halfway_leaves_the_tables_as_they_were(few):
    load(few)
    few[0].name, few[1].name = "Villeneuve-la-Neuve", None
    with pytest.raises(Exception, match=r"(?i)null"):
        load(few)
    assert not Commune.objects.filter(name="Villeneuve-la-Neuve").exists()


def test_a_saved_commune_is_found_by_its_spellings():
    commune = CommuneFactory(name="Saint-Étienne-du-Pont", postal_codes=["94999"])
    assert resolve("st etienne du pont").commune == commune
    commune.name = "Villeneuve-la-Neuve"
    commune.save()
    assert resolve("94999").commune.name == "Villeneuve-la-Neuve"
    assert resolve("st etienne du pont").commune is None


def test_the_command_says_what_it_did(few, monkeypatch, capsys):
    monkeypatch.setattr(
        "catalogue.management.commands.load_geography.official_communes", lambda: few
    )
    call_command("load_geography")
    call_command("load_geography")
    assert "5 écrites" in capsys.readouterr().out.splitlines()[0]
