"""What the network published of the first lockdown, from a file to the public page.

More than 600,000 young people contacted in the week of 16 March 2020, more than 400,000
accompanied in each of the next ones, close to 24,000 workshops held remotely: a file of 440
structures whose totals are these goes through a feed, is submitted, and read again everywhere.
"""

import csv
import io

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from activity import grid
from activity.models import ActivityRecord, Report
from activity.periods import Span, Week
from activity.published import refresh as refresh_figures
from activity.summary import Summary
from catalogue.models import Network, Role, Structure
from cms.blocks import PublicFiguresBlock
from cms.models import StandardPage
from imports import services
from imports.models import BatchState
from tests import factories

STRUCTURES = 440
#: Two structures never sent anything: empty cells, which aren't zeros.
SILENT = 2
FIRST, LAST = Week(2020, 12), Week(2020, 19)
WEEKS = [Week(2020, number) for number in range(FIRST.number, LAST.number + 1)]
CONTACTED = 612_540
ACCOMPANIED = [418_203, 409_611, 403_957, 401_250, 405_704, 412_318, 421_009]
WORKSHOPS = 23_964
LOCKDOWN = f"{FIRST.code}..{LAST.code}"
HEADINGS = [
    "Code structure", "Semaine", "Jeunes en contact", "Jeunes accompagnés", "Ateliers (à distance)",
]  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def spread(total, count):
    """So many different whole numbers, with this sum."""
    share, rest = divmod(total, count)
    swing = [(index * 7) % (share // 2 + 1) for index in range(count // 2)]
    found = [share + change for change in swing] + [share - change for change in swing]
    found += [share] * (count - len(found))
    return [value + (index < rest) for index, value in enumerate(found)]


def file_of(codes):
    """As a spreadsheet saves it: Western encoding, thousands set apart."""
    reporting = codes[SILENT:]
    workshops = spread(WORKSHOPS, len(reporting) * len(WEEKS))
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";")
    writer.writerow(HEADINGS)
    for number, week in enumerate(WEEKS):
        persons = spread(ACCOMPANIED[number - 1] if number else CONTACTED, len(reporting))
        writer.writerows(
            [code, f"S{week.number} {week.year}", "", "", ""] for code in codes[:SILENT]
        )
        for code, value in zip(reporting, persons, strict=True):
            cells = ["", f"{value:,}".replace(",", " ")]
            row = [code, f"S{week.number} {week.year}", *(cells if number else cells[::-1])]
            writer.writerow([*row, workshops.pop()])
    return output.getvalue().encode("cp1252")


@pytest.fixture
def union():
    return factories.NetworkFactory(name="Union nationale", kind=Network.Kind.NATIONAL)


@pytest.fixture
def person(union):
    return factories.MembershipFactory(role=Role.DATA, structure=None, network=union).user


@pytest.fixture
def structures(union):
    seat = factories.CommuneFactory()
    regions = factories.NetworkFactory.create_batch(4, parent=union)
    made = [
        factories.StructureFactory.build(network=regions[number % 4], seat_commune=seat)
        for number in range(STRUCTURES)
    ]
    return Structure.objects.bulk_create(made)


@pytest.fixture
def indicators():
    """The shipped ones; made again where a test emptied the tables."""
    for code, name, unit in (
        ("jeunes-en-contact", "Jeunes en contact", "persons"),
        ("jeunes-accompagnes", "Jeunes accompagnés", "persons"),
        ("ateliers", "Ateliers", "acts"),
    ):
        factories.IndicatorFactory(code=code, name=name, unit=unit)


@pytest.fixture
def published(union, person, structures, indicators):
    """The file, through the review and the application; then each structure's weeks, submitted."""
    feed = factories.FeedFactory(target="activity", structure=None, network=union, partner=None)
    content = io.BytesIO(file_of([structure.imilo_code for structure in structures]))
    batch, _created = services.receive(
        feed, content, "confinement.csv", origin="upload", user=person
    )
    assert (batch.state, batch.failure) == (BatchState.REVIEW, "")
    assert batch.counts["invalid"] == 0
    reporting = STRUCTURES - SILENT
    assert batch.counts["new"] == 2 * reporting * len(WEEKS)
    assert batch.counts["unchanged"] == SILENT * len(WEEKS)
    services.confirm(batch, person, {})
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED
    assert ActivityRecord.objects.count() == batch.counts["new"]
    # A few by the button; the thousands of others as it leaves them, which takes less long.
    for report in Report.objects.select_related("structure").order_by("pk")[:40]:
        grid.submit(report.structure, report.period, person)
    now = timezone.now()
    Report.objects.exclude(state="submitted").update(
        state="submitted", submitted_at=now, submitted_by=person, updated_at=now
    )
    assert Report.objects.final().count() == reporting * len(WEEKS)
    if connection.vendor == "postgresql":  # as it does by itself, a minute after a large import
        connection.cursor().execute("ANALYZE")


def totals(client, **parameters):
    answer = client.get("/api/v1/activity/summary/", parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_the_published_figures_are_found_again(client, published, person, structures):
    """In the API, in the summaries that pages are made of, and by anybody on a page."""
    client.force_login(person)
    [contacted] = totals(client, periode=FIRST.code, indicateur="jeunes-en-contact")
    assert contacted["value"] == CONTACTED > 600_000
    assert (contacted["reporting"], contacted["structures"]) == (STRUCTURES - SILENT, STRUCTURES)
    assert contacted["is_provisional"] is False

    weeks = totals(client, periode=LOCKDOWN, indicateur="jeunes-accompagnes", par="semaine")
    assert [week["value"] for week in weeks] == [None, *ACCOMPANIED]  # nobody said of the first
    assert min(ACCOMPANIED) > 400_000

    [workshops] = totals(client, periode=LOCKDOWN, indicateur="ateliers", modalite="remote")
    assert workshops["value"] == WORKSHOPS
    assert 23_500 < WORKSHOPS < 24_000
    assert workshops["remote_share"] == 1

    [persons] = totals(client, periode=LOCKDOWN, indicateur="jeunes-accompagnes")
    assert persons["is_average"] is True
    assert persons["value"] == round(sum(ACCOMPANIED) / len(ACCOMPANIED))

    page = client.get(reverse("activity:dashboard"), {"periode": LOCKDOWN}).content.decode()
    assert "23\u202f964" in page or "23\xa0964" in page
    assert "438 structures sur 440" in page

    summary = Summary(structures, Span(FIRST, LAST))
    by_network = summary.by("network").values()
    [pk] = [one.pk for one in summary.indicators if one.code == "ateliers"]
    assert sum(amounts[pk].total for amounts in by_network) == WORKSHOPS

    client.logout()
    address = page_of_figures().get_absolute_url()
    refresh_figures()  # what is published for the first time waits for the worker
    text = client.get(address).content.decode()
    for value in ("612\u202f540", "418\u202f203", "23\u202f964"):
        assert value in text
    assert text.count("438 structures sur 440 ont renseigné") == 3


def page_of_figures():
    choices = [
        ("jeunes-en-contact", FIRST.code),
        ("jeunes-accompagnes", FIRST.next.code),
        ("ateliers", LOCKDOWN),
    ]
    figures = [
        {
            "indicator": indicator,
            "network": None,
            "structure": None,
            "modality": "",
            "period": "fixed",
            "fixed_period": period,
        }
        for indicator, period in choices
    ]
    page = StandardPage(title="Pendant le confinement", slug="confinement")
    page.body.append(("figures", PublicFiguresBlock().to_python(figures)))
    Page.objects.get(depth=2).add_child(instance=page)
    page.save_revision().publish()
    return page
