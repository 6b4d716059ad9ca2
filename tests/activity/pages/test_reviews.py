"""The yearly review of an agreement: what it gathers, and who reads how much of it."""

import csv
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from catalogue.models import Agreement, Offer, OfferSession, Role
from tests import factories
from tests.catalogue.admin.tools import admin_url, text_of

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def url(agreement, year=2024):
    return reverse("activity:review", args=[agreement.pk, year])


@pytest.fixture
def sign_in(client, member):
    def sign_in(role=Role.STRUCTURE_HEAD, at="structure"):
        client.force_login(member(role, at))
        return client

    return sign_in


@pytest.fixture
def partner():
    return factories.PartnerFactory(name="Atelier du Pont")


@pytest.fixture
def scheme():
    return factories.SchemeFactory(name="Parcours du Pont")


@pytest.fixture
def agreement(structure, partner, scheme):
    return factories.AgreementFactory(
        title="Convention du Pont",
        code="pont",
        structure=structure,
        partners=[partner],
        schemes=[scheme],
        starts_on=date(2023, 1, 1),
        ends_on=None,
    )


@pytest.fixture
def offer(structure, partner):
    return factories.OfferFactory(
        title="Atelier CV", structure=structure, partner=partner, starts_on=date(2024, 2, 1)
    )


@pytest.fixture
def held(offer):
    def held(day, hour=14, offer=offer, **values):
        starts_at = datetime.combine(day, datetime.min.time(), PARIS) + timedelta(hours=hour)
        return factories.OfferSessionFactory(offer=offer, starts_at=starts_at, **values)

    return held


@pytest.fixture
def read(sign_in, agreement):
    """What the page says to machines."""

    def read(role=Role.STRUCTURE_HEAD, at="structure", year=2024, agreement=agreement):
        answer = sign_in(role, at).get(url(agreement, year), {"format": "json"})
        assert answer.status_code == 200
        return answer.json()

    return read


# --- What it gathers


def test_the_offers_of_the_partner_and_their_sessions_held(held, read, offer):
    held(date(2024, 3, 1))
    held(date(2024, 4, 19), hour=9)
    held(date(2024, 4, 19), hour=17)  # this evening
    held(date(2024, 3, 2), status=OfferSession.Status.CANCELLED)
    held(date(2023, 12, 31))
    offers = read()["offers"]
    assert (offers["count"], offers["sessions_held"]) == (1, 2)
    assert offers["results"][0]["title"] == "Atelier CV"
    assert offers["results"][0]["sessions_held"] == 2
    assert read(year=2023)["offers"]["sessions_held"] == 1


def test_a_session_on_new_year_s_eve_is_of_the_year_that_ends(held, read):
    held(date(2023, 12, 31), hour=23)
    assert read(year=2023)["offers"]["sessions_held"] == 1
    assert read(year=2024)["offers"]["sessions_held"] == 0


@pytest.mark.parametrize(
    ("values", "is_there"),
    [
        ({"starts_on": date(2023, 5, 1), "ends_on": date(2024, 1, 1)}, True),
        ({"starts_on": date(2023, 5, 1), "ends_on": date(2023, 12, 31)}, False),
        ({"starts_on": date(2025, 1, 1)}, False),
        ({"starts_on": None}, True),
        ({"expires_on": date(2023, 12, 31)}, False),
        ({"status": Offer.Status.WITHDRAWN}, True),
        ({"live": False}, False),
        ({"partner": None}, False),
    ],
)
def test_an_offer_is_carried_in_the_years_it_runs(values, is_there, offer, read):
    Offer.objects.filter(pk=offer.pk).update(**values)
    assert read()["offers"]["count"] == is_there


def test_an_offer_without_dates_was_not_carried_before_it_was_noted(offer, read):
    Offer.objects.filter(pk=offer.pk).update(starts_on=None)
    assert read(year=2023)["offers"]["count"] == 0


def test_the_figures_of_its_schemes(agreement, structure, scheme, interviews, read):
    for starts_on, value in ((date(2024, 4, 8), 12), (date(2024, 4, 1), 3), (date(2023, 4, 3), 10)):
        factories.ActivityRecordFactory(
            structure=structure,
            indicator=interviews,
            starts_on=starts_on,
            scheme=scheme,
            value=value,
        )
    factories.ActivityRecordFactory(structure=structure, indicator=interviews, value=500)
    factories.ActivityRecordFactory(
        structure=structure, indicator=interviews, scheme=factories.SchemeFactory(), value=700
    )
    (figure,) = read()["figures"]
    assert (figure["indicator"], figure["value"]) == ("entretiens", 15)
    assert figure["is_provisional"] is True


def test_the_committees_of_the_year(agreement, read, sign_in):
    for planned_on, held_on in (
        (date(2024, 1, 9), date(2024, 2, 8)),
        (date(2024, 6, 9), None),
        (date(2023, 12, 20), date(2024, 1, 5)),
        (date(2023, 3, 9), date(2023, 3, 9)),
    ):
        factories.AgreementMeetingFactory(
            agreement=agreement,
            planned_on=planned_on,
            held_on=held_on,
            decisions="Un atelier de plus.\nUn bilan." if held_on else "",
        )
    assert [one["planned_on"] for one in read()["meetings"]] == [
        "2023-12-20", "2024-01-09", "2024-06-09"
    ]  # fmt: skip
    page = text_of(sign_in().get(url(agreement)))
    assert "Tenu le 8\u00a0février 2024" in page
    assert "Prévu le 9\u00a0juin 2024, pas tenu à ce jour" in page
    assert "Un atelier de plus." in page


# --- The page


def test_a_year_without_anything_says_what_would_appear(sign_in, agreement):
    page = text_of(sign_in().get(url(agreement)))
    assert "Aucune offre du partenaire" in page
    assert "Aucun chiffre n’est saisi" in page
    assert "Aucun comité prévu ni tenu" in page
    agreement.schemes.clear()
    agreement.save()
    assert "ne nomme aucun dispositif" in text_of(sign_in().get(url(agreement)))


def test_what_the_agreement_asks_for_is_said_first(sign_in, agreement):
    page = text_of(sign_in().get(url(agreement)))
    assert "Pas de comité depuis un an" in page
    assert "En vigueur" in page
    assert "depuis le 1er\u00a0janvier 2023" in page


def test_years_go_from_its_beginning_to_this_one(sign_in, agreement):
    client = sign_in()
    now = client.get(reverse("activity:review-now", args=[agreement.pk]))
    assert now.url == url(agreement, 2024)
    last, first = (client.get(url(agreement, year)) for year in (2024, 2023))
    assert url(agreement, 2023) in last.content.decode()
    assert url(agreement, 2024) in first.content.decode()
    for year in (2022, 2025, 0, 99999):
        assert client.get(url(agreement, year)).status_code == 404, year
        assert url(agreement, year) not in (first.content + last.content).decode()


def test_many_offers_are_paged_and_any_page_is_answered(sign_in, agreement, offer):
    factories.OfferFactory.create_batch(
        50, structure=offer.structure, partner=offer.partner, starts_on=date(2024, 1, 1)
    )
    client = sign_in()
    assert "Page 1 sur 2" in text_of(client.get(url(agreement)))
    for page in ("2", "99", "x", "-1", "\0"):
        assert client.get(url(agreement), {"page": page}).status_code == 200


def test_the_list_of_agreements_leads_to_it(sign_in, agreement):
    page = sign_in(Role.ADVISER).get(admin_url(Agreement, "list")).content.decode()
    assert reverse("activity:review-now", args=[agreement.pk]) in page


# --- Files


def test_a_file_holds_all_of_it(sign_in, agreement, held, scheme, interviews):
    held(date(2024, 3, 1))
    factories.ActivityRecordFactory(
        structure=agreement.structure, indicator=interviews, scheme=scheme
    )
    factories.AgreementMeetingFactory(agreement=agreement, planned_on=date(2024, 3, 9))
    client = sign_in()
    answer = client.get(url(agreement), {"format": "csv"})
    text = b"".join(answer).decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert [(row["Rubrique"], row["Nombre"]) for row in rows] == [
        ("Offre (séances tenues)", "1"),
        ("Chiffre", "12"),
        ("Comité de pilotage", ""),
    ]
    assert "bilan-pont-2024" in answer["Content-Disposition"]
    workbook = load_workbook(BytesIO(client.get(url(agreement), {"format": "xlsx"}).content))
    assert [cell.value for cell in list(workbook.active)[1]][:2] == [
        "Offre (séances tenues)",
        "Atelier CV",
    ]


# --- Who


@pytest.mark.parametrize("role", Role.values)
def test_every_role_reads_its_own_and_no_other(role, sign_in, agreement, there):
    client = sign_in(role)
    elsewhere = factories.AgreementFactory(structure=there.structure)
    assert client.get(url(agreement)).status_code == 200
    for kind in ({}, {"format": "json"}, {"format": "csv"}):
        assert client.get(url(elsewhere), kind).status_code == 404
    assert client.get(reverse("activity:review-now", args=[elsewhere.pk])).status_code == 404


def test_who_may_change_it_finds_the_way(sign_in, agreement):
    edit = admin_url(agreement, "edit")
    assert edit in sign_in(Role.STRUCTURE_HEAD).get(url(agreement)).content.decode()
    assert edit not in sign_in(Role.ADVISER).get(url(agreement)).content.decode()


def test_figures_are_for_those_who_may_read_them(sign_in, agreement, scheme, interviews, read):
    factories.ActivityRecordFactory(
        structure=agreement.structure, indicator=interviews, scheme=scheme, value=4321
    )
    assert read(Role.COMMUNICATION, at="region")["figures"] == []
    page = text_of(sign_in(Role.COMMUNICATION, at="region").get(url(agreement)))
    assert "4321" not in page
    assert "Votre rôle n’ouvre pas" in page


def test_the_union_s_agreement_gathers_every_region_and_a_region_s_its_own(
    here, there, union, partner, scheme, interviews, read
):
    for structure in (here.structure, there.structure):
        factories.OfferFactory(structure=structure, partner=partner, starts_on=date(2024, 1, 1))
        factories.ActivityRecordFactory(structure=structure, indicator=interviews, scheme=scheme)
    factories.OfferFactory(structure=None, partner=partner, starts_on=date(2024, 1, 1))
    of_union, of_region = (
        factories.AgreementFactory(
            structure=None,
            network=network,
            partners=[partner],
            schemes=[scheme],
            starts_on=date(2023, 1, 1),
        )
        for network in (union, here.network)
    )
    for at, agreement, offers, figure in (
        ("union", of_union, 3, 24),
        ("union", of_region, 2, 12),
        ("region", of_region, 2, 12),
    ):
        found = read(Role.NETWORK_ADMIN, at=at, agreement=agreement)
        assert found["offers"]["count"] == offers
        assert found["figures"][0]["value"] == figure


# --- How much it costs


def test_a_large_year_asks_as_few_questions_as_a_small_one(
    sign_in, agreement, offer, held, scheme, interviews, workshops,
    django_assert_max_num_queries, django_assert_num_queries,
):  # fmt: skip
    def fill(number, first):
        for rank in range(first, first + number):
            other = factories.OfferFactory(
                structure=offer.structure, partner=offer.partner, starts_on=date(2024, 1, 1)
            )
            held(date(2024, 1, 1) + timedelta(days=rank), offer=other)
            factories.AgreementMeetingFactory(
                agreement=agreement, planned_on=date(2024, 1, 1) + timedelta(days=rank)
            )
            factories.ActivityRecordFactory(
                structure=agreement.structure,
                indicator=(interviews, workshops)[rank % 2],
                scheme=scheme,
                starts_on=date(2024, 1, 1) + timedelta(weeks=rank % 14),
                modality=("on-site", "remote")[rank // 14],
            )

    fill(2, 0)
    client = sign_in()
    client.get(url(agreement))
    with django_assert_max_num_queries(40) as few:
        client.get(url(agreement))
    fill(20, 2)
    with django_assert_num_queries(len(few)):
        client.get(url(agreement))
