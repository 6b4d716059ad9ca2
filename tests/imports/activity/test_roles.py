"""Who brings figures: structures theirs, the national union everybody's; a region reads."""

from io import BytesIO

import pytest
from django.urls import reverse

from catalogue.models import Role
from imports import services
from imports.models import BatchState, ImportBatch
from imports.permissions import may_use
from tests import factories

from .conftest import HEADER, counts, faults, figures

HERE = "94016S00;2024-W15;ateliers;sur site;12\n"
BESIDE = "94081S00;2024-W15;ateliers;sur site;12\n"
THERE = "13201S00;2024-W15;ateliers;sur site;12\n"


def feed_for(place):
    return factories.FeedFactory(
        target="activity", partner=None, policy="valid-rows", **{"structure": None} | place
    )


@pytest.fixture
def regional(here):
    return feed_for({"network": here.network})


@pytest.fixture
def local(here):
    return feed_for({"structure": here.structure})


def test_a_national_feed_writes_for_every_structure(send, here, there):
    assert counts(send(HERE + BESIDE + THERE)) == {"new": 3}


def test_a_feed_of_a_region_writes_for_its_structures_only(send, regional, there):
    batch = send(HERE + BESIDE + THERE, feed=regional)
    assert (counts(batch), faults(batch)) == (
        {"new": 2, "invalid": 1},
        [(4, "structure", "out-of-reach")],
    )


def test_a_feed_of_a_structure_writes_for_it_only(send, local, there):
    batch = send(HERE + BESIDE + THERE, feed=local)
    assert faults(batch) == [(3, "structure", "out-of-reach"), (4, "structure", "out-of-reach")]


@pytest.mark.parametrize(
    ("role", "place", "expected"),
    [
        (Role.DATA, "union", {"national", "regional", "local"}),
        (Role.NETWORK_ADMIN, "union", {"national", "regional", "local"}),
        (Role.DATA, "region", set()),
        (Role.NETWORK_ADMIN, "region", set()),
        (Role.DATA, "structure", {"local"}),
        (Role.STRUCTURE_HEAD, "structure", {"local"}),
        (Role.ADVISER, "structure", set()),
        (Role.COMMUNICATION, "union", set()),
        (Role.DATA, "elsewhere", set()),
    ],
)
def test_who_may_apply_what(role, place, expected, feed, regional, local, here, there, union):
    where = {
        "union": {"network": union, "structure": None},
        "region": {"network": here.network, "structure": None},
        "structure": {"structure": here.structure},
        "elsewhere": {"structure": there.structure},
    }[place]
    user = factories.MembershipFactory(role=role, **where).user
    feeds = {"national": feed, "regional": regional, "local": local}
    assert {name for name, one in feeds.items() if may_use(user, one)} == expected


def test_other_files_of_a_region_are_still_its_own(here):
    user = factories.MembershipFactory(role=Role.DATA, structure=None, network=here.network).user
    offers = factories.FeedFactory(structure=None, network=here.network, partner=None)
    assert may_use(user, offers)


def test_a_superuser_uses_any(regional):
    assert may_use(factories.UserFactory(is_superuser=True), regional)


def test_who_may_not_write_figures_makes_no_feed_of_them(client, here):
    user = factories.MembershipFactory(
        role=Role.NETWORK_ADMIN, structure=None, network=here.network
    ).user
    client.force_login(user)
    answer = client.post(
        reverse("imports_feed:add"),
        {
            "name": "Chiffres",
            "code": "chiffres",
            "target": "activity",
            "network": here.network.pk,
            "mode": "updates",
            "policy": "valid-rows",
            "withdrawal_threshold": 10,
            "is_active": "on",
        },
    )
    assert "Vous n’avez pas le droit d’écrire ce contenu" in answer.content.decode()


@pytest.mark.parametrize(
    ("owner", "state"), [("local", BatchState.APPLIED), ("regional", BatchState.REVIEW)]
)
def test_what_a_program_sends_for_a_region_waits_for_somebody(owner, state, request, indicators):
    feed = request.getfixturevalue(owner)
    feed.applies_alone = True
    feed.save()
    batch, _created = services.receive(
        feed, BytesIO((HEADER + HERE).encode()), "envoi.csv", origin=ImportBatch.Origin.PUSH
    )
    services.run(batch, stop_at=BatchState.APPLIED)
    assert batch.state == state
    assert bool(figures()) == (state == BatchState.APPLIED)


def test_the_faulty_file_is_handed_back_line_by_line(send, client, person):
    """A line of a wide file is one line, however many figures it holds."""
    from openpyxl import load_workbook

    batch = send("wide-wrong.csv")
    client.force_login(person)
    answer = client.get(reverse("imports:corrected", args=[batch.pk]))
    sheet, explained = load_workbook(BytesIO(b"".join(answer))).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == [
        *("Structure", "94016S00", "94061S00", "94016S00", None, "TOTAL", "94081S00")
    ]
    assert "Ce n’est pas un nombre." in sheet["C4"].comment.text
    assert "Indiquez la modalité." in sheet["D4"].comment.text
    assert sheet["A4"].comment is None
    assert [row[0].value for row in explained.iter_rows(min_row=2)].count(4) == 2
