"""Figures of the activity in a page: what may be shown, or why it isn't there."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from activity import grid, published
from activity.models import PublishedFigure, Report
from activity.periods import Month, Week
from cms.blocks import PublicFigureBlock, PublicFiguresBlock
from cms.models import HomePage, StandardPage
from tests import factories

pytestmark = pytest.mark.django_db

WEEK = Week(2024, 15)
DAY = date(2024, 4, 8)


@pytest.fixture
def enter(workshops):
    def enter(structure, value, day=DAY, *, submitted=True, indicator=workshops, **values):
        factories.ActivityRecordFactory(
            structure=structure, indicator=indicator, value=value, starts_on=day, **values
        )
        if submitted:
            report = Report.objects.filter(structure=structure, starts_on=day)
            if not report.exists():
                factories.ReportFactory(structure=structure, starts_on=day, submitted=True)

    return enter


def choice(indicator="ateliers", **values):
    return {
        "indicator": indicator,
        "network": None,
        "structure": None,
        "modality": "",
        "period": "fixed",
        "fixed_period": WEEK.code,
    } | values


@pytest.fixture
def page_with():
    """A page that shows these figures."""

    def page_with(*choices):
        home = Page.objects.get(depth=2)
        page = StandardPage(title="Chiffres", slug=f"chiffres-{len(choices)}")
        figures = PublicFiguresBlock().to_python(list(choices))
        page.body.append(("figures", figures))
        home.add_child(instance=page)
        page.save_revision().publish()
        return page

    return page_with


def later(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


def settle():
    """The worker comes by, when what changed is there to be read."""
    with later(minutes=2):
        published.refresh()


def text_of(client, page):
    settle()
    html = client.get(page.get_absolute_url()).content.decode()
    return re.sub(r"\s+", " ", strip_tags(html.split("<main")[1].split("</main>")[0]))


def of_api(client, page):
    """The figures as the headless API gives them, once the worker came by."""
    settle()
    return shown_by(client, page)


def shown_by(client, page):
    body = client.get(f"/api/v1/pages/{page.pk}/").json()["body"]
    return [figure for block in body if block["type"] == "figures" for figure in block["value"]]


def test_a_figure_comes_with_its_date_its_coverage_and_its_definition(
    client, page_with, enter, here, workshops
):
    enter(here.structure, 1250)
    text = text_of(client, page_with(choice()))
    assert "1 250" in text
    assert "toute la France, semaine 15, du 8 avril 2024 au 14 avril 2024" in text
    assert "1 structure sur 2 a renseigné" in text
    assert "Chiffre définitif, envoyé jusqu’au 19 avril 2024." in text
    assert workshops.definition in text


def test_the_api_says_what_the_page_says(client, page_with, enter, here):
    enter(here.structure, 1250)
    [figure] = of_api(client, page_with(choice()))
    assert figure["value"] == "1\u202f250"
    assert figure["coverage"] == "1 structure sur 2 a renseigné"
    assert set(figure) == {
        *("name", "place", "period", "value", "reason", "unit", "coverage", "definition"),
        *("source", "updated_on", "is_demonstration"),
    }


def test_what_is_not_there_says_why_and_is_never_zero(client, page_with, enter, here, workshops):
    page = page_with(choice())
    assert "Aucun chiffre définitif pour cette période." in text_of(client, page)
    [figure] = of_api(client, page)
    assert (figure["value"], figure["coverage"]) == ("", "")


def test_a_provisional_figure_is_not_there(client, page_with, enter, here):
    enter(here.structure, 40, submitted=False)
    assert "40" not in text_of(client, page_with(choice()))


def test_a_reopened_week_leaves_the_page_at_once(client, page_with, enter, here, adviser):
    enter(here.structure, 40)
    page = page_with(choice(), choice(structure=here.structures[1].pk))
    enter(here.structures[1], 30)
    assert [figure["value"] for figure in of_api(client, page)] == ["70", "30"]
    with later(minutes=10):
        grid.reopen(here.structure, WEEK, adviser, "une erreur")
        country, other = shown_by(client, page)
        assert (country["value"], other["value"]) == ("", "30")
        assert "en cours de vérification" in country["reason"]
        assert [figure["value"] for figure in of_api(client, page)] == ["30", "30"]


def test_visitors_have_nothing_worked_out(client, page_with, enter, here, monkeypatch):
    enter(here.structure, 40)
    page = page_with(choice())
    settle()
    monkeypatch.setattr(published, "worked_out", None)  # whoever tries fails
    assert shown_by(client, page)[0]["value"] == "40"


def test_a_figure_that_no_page_shows_any_more_is_forgotten(page_with, enter, here):
    enter(here.structure, 40)
    page = page_with(choice(), choice(network=here.network.pk))
    call_command("collect_figures")
    assert PublishedFigure.objects.count() == 2
    page.unpublish()
    call_command("collect_figures")
    assert not PublishedFigure.objects.exists()


def test_a_draft_shows_what_is_not_published_yet(client, page_with, enter, here, admin_user):
    enter(here.structure, 40)
    page = page_with(choice())
    settle()
    figures = PublicFiguresBlock().to_python([choice(network=here.network.pk)])
    page.body = [("figures", figures)]
    page.save_revision()
    client.force_login(admin_user)
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "Région d’ici" in answer.content.decode()
    assert ">\n      40\n" in answer.content.decode()
    assert PublishedFigure.objects.count() == 1


def test_a_small_figure_says_that_it_is_not_published(client, page_with, enter, here):
    enter(here.structure, 3)
    page = page_with(choice(structure=here.structure.pk))
    assert "Non publié." in text_of(client, page)
    [figure] = of_api(client, page)
    assert (figure["value"], figure["coverage"], figure["updated_on"]) == ("", "", None)


def test_nothing_published_tells_a_hidden_figure(client, page_with, enter, here, there, union):
    """Country, regions, structures, weeks, month and modalities, all on one page: whoever
    subtracts any from any other finds no figure under five."""
    days = [date(2024, 4, day) for day in (1, 8)]
    structures = [*here.structures, *there.structures]
    small = (here.structures[0], days[0], "remote")
    for structure in structures:
        for day in days:
            for modality in ("on-site", "remote"):
                value = 3 if (structure, day, modality) == small else 37
                enter(structure, value, day, modality=modality)
    places = [{}, *({"network": place.network.pk} for place in (here, there))]
    places += [{"structure": structure.pk} for structure in structures]
    periods = [Week.of(day).code for day in days] + [f"{Week.of(days[0]).code}..2024-W15"]
    choices = [
        choice(**place, modality=modality, fixed_period=period)
        for place in places
        for modality in ("", "on-site", "remote")
        for period in periods
    ]
    shown = of_api(client, page_with(*choices))
    cells = list(zip(choices, shown, strict=True))
    assert sum(not figure["value"] for _choice, figure in cells) > 3
    assert sum(bool(figure["value"]) for _choice, figure in cells) > len(cells) // 3
    assert is_unknown(cells, structures, days, small, [here, there])


def is_unknown(cells, structures, days, small, regions):
    """Whether another table, with another figure in the small cell, shows the same page: a vector
    of changes that no shown sum sees, and that changes the small cell."""
    bases = [(s, day, m) for s in structures for day in days for m in ("on-site", "remote")]
    regional = {region.network.pk: {one.pk for one in region.structures} for region in regions}

    def holds(asked, base):
        structure, day, modality = base
        weeks = asked["fixed_period"].split("..")
        return (
            asked["structure"] in (None, structure.pk)
            and (asked["network"] is None or structure.pk in regional[asked["network"]])
            and asked["modality"] in ("", modality)
            and weeks[0] <= Week.of(day).code <= weeks[-1]
        )

    rows = [
        [int(holds(asked, base)) for base in bases] for asked, figure in cells if figure["value"]
    ]
    target = [int(base == small) for base in bases]
    return rank([*rows, target]) > rank(rows)


def rank(rows):
    """Of a matrix of integers, in fractions."""
    from fractions import Fraction

    rows, found = [[Fraction(value) for value in row] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((index for index in range(found, len(rows)) if rows[index][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for index in range(found + 1, len(rows)):
            factor = rows[index][column] / rows[found][column]
            rows[index] = [a - factor * b for a, b in zip(rows[index], rows[found], strict=True)]
        found += 1
    return found


def test_the_last_complete_period_is_one_that_structures_sent(client, page_with, enter, here):
    for day in (date(2024, 4, 1), DAY):
        enter(here.structures[0], 40, day)
    enter(here.structures[1], 50, date(2024, 4, 1))
    enter(here.structures[1], 60, date(2024, 4, 15))
    page = page_with(choice(period="last-week"), choice(period="last-month"))
    week, month = of_api(client, page)
    assert (week["value"], week["period"][:10]) == ("40", "semaine 15")
    assert (month["value"], month["reason"]) == (
        "",
        "Trop peu de structures ont envoyé leurs chiffres pour le moment.",
    )


def test_a_week_that_is_not_over_is_not_complete(client, page_with, enter, here):
    for structure in here.structures:
        enter(structure, 40, date(2024, 4, 15))
    page = page_with(choice(period="last-week"))
    assert of_api(client, page)[0]["value"] == ""
    with time_machine.travel("2024-04-22"):
        assert of_api(client, page)[0]["value"] == "80"


def test_persons_over_a_month_are_an_average_and_say_so(
    client, page_with, enter, here, young_people
):
    for day in (date(2024, 4, 1), DAY):
        enter(here.structure, 100, day, indicator=young_people, modality="")
    page = page_with(choice("jeunes-accompagnes", fixed_period=Month(2024, 4).code))
    assert "100" in text_of(client, page)
    assert of_api(client, page)[0]["unit"] == "en moyenne chaque semaine"


def test_made_up_figures_are_marked(client, page_with, enter, here):
    enter(here.structure, 40)
    Report.objects.update(is_demonstration=True)
    assert "Données de démonstration." in text_of(client, page_with(choice()))


def test_what_is_gone_says_so(client, page_with, enter, here):
    enter(here.structure, 40)
    page = page_with(choice("disparu"), choice(structure=here.structure.pk))
    here.structure.live = False
    here.structure.save()
    gone, closed = of_api(client, page)
    assert gone["reason"] == "Ce chiffre n’est plus suivi."
    assert closed["value"] == ""


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"fixed_period": ""}, "fixed_period"),
        ({"fixed_period": "printemps"}, "fixed_period"),
        ({"indicator": "jeunes-accompagnes", "modality": "remote"}, "modality"),
        ({"indicator": "entrees-cej"}, "period"),
        ({"indicator": "entrees-cej", "period": "last-week"}, "period"),
        ({"indicator": "disparu"}, "indicator"),
    ],
)
def test_what_makes_no_sense_is_refused_in_the_editor(indicators, values, field):
    block = PublicFigureBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(choice(**values)))
    assert set(refused.value.block_errors) == {field}


def test_a_network_and_a_structure_are_one_too_many(indicators, here):
    block = PublicFigureBlock()
    value = choice(network=here.network.pk, structure=here.structure.pk)
    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))


def test_the_home_page_shows_them_too(client, enter, here):
    enter(here.structure, 1250)
    home = HomePage.objects.get()
    block = home.figures.stream_block.child_blocks["public_figure"]
    home.figures.append(("public_figure", block.to_python(choice())))
    home.save_revision().publish()
    settle()
    html = client.get("/").content.decode()
    assert "1\u202f250" in html
    assert "Missions Locales, à peu près" in html


def test_a_page_costs_the_same_however_many_figures_it_shows(client, page_with, enter, here):
    for structure in here.structures:
        enter(structure, 40)
    places = [{}, {"network": here.network.pk}, {"structure": here.structure.pk}]
    few = page_with(choice())
    many = page_with(*[choice(**place) for place in places for _time in range(10)])
    settle()

    def cost(page):
        client.get(page.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.get_absolute_url()).status_code == 200
        return len(captured)

    # Their networks and structures besides.
    assert cost(many) == cost(few) + 2


def test_editors_see_an_example_before_they_choose(client):
    client.force_login(factories.UserFactory(is_superuser=True))
    block = StandardPage.body.field.stream_block.child_blocks["figures"]
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert "12\u202f480" in answer.content.decode()
    assert "se met à jour seul" in str(block.get_description())


def test_a_figure_of_a_structure_that_is_gone_is_not_the_countrys(client, page_with, enter, here):
    enter(here.structure, 1250)
    page = page_with(choice(structure=here.structure.pk))
    assert "1 250" in text_of(client, page)
    here.structure.live = False
    here.structure.save()
    text = text_of(client, page)
    assert "1 250" not in text
    assert "n’est plus publié" in text
