"""What each list holds, and what it never shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from catalogue.models import Scheme, Structure
from tests.factories import (
    AgreementFactory,
    CommuneFactory,
    CoverageFactory,
    OfferFactory,
    OfferSessionFactory,
    PartnerFactory,
    ReceptionSiteFactory,
    SchemeFactFactory,
    SchemeFactory,
    SiteClosureFactory,
    StructureFactory,
    ThemeFactory,
)

LISTS = [
    "structures",
    "sites",
    "schemes",
    "themes",
    "partners",
    "agreements",
    "offers",
    "sessions",
    "coverage",
]


@pytest.fixture
def network(db):
    """A little of everything, all of it public."""
    commune = CommuneFactory(insee_code="94016", name="Cachan")
    structure = StructureFactory(seat_commune=commune, imilo_code="94016S00")
    CoverageFactory(commune=commune, structure=structure)
    site = ReceptionSiteFactory(structure=structure, commune=commune)
    theme = ThemeFactory()
    scheme = SchemeFactory(themes=[theme])
    partner = PartnerFactory()
    AgreementFactory(structure=structure, partners=[partner], is_public=True)
    SchemeFactFactory(scheme=scheme)
    offer = OfferFactory(
        structure=structure,
        site=site,
        scheme=scheme,
        partner=partner,
        commune=commune,
        themes=[theme],
    )
    OfferSessionFactory(offer=offer, site=site)
    return structure


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.usefixtures("network")
def test_a_list_is_counted_and_paged(api, path):
    page = api(path)
    assert page["count"] == len(page["results"]) == 1
    assert page["next"] is page["previous"] is None


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_is_no_error(api, path):
    assert api(path)["results"] == []


def test_a_structure_hidden_takes_all_it_does_with_it(api, network):
    Structure.objects.update(live=False)
    for path in ["structures", "sites", "agreements", "offers", "sessions", "coverage"]:
        assert api(path)["results"] == [], path
    api("structures/94016S00", status=404)


def test_a_draft_never_shows_through_what_mentions_it(api, network):
    Scheme.objects.update(live=False)
    offer = api("offers")["results"][0]
    assert offer["scheme"] is None
    assert offer["structure"]["imilo_code"] == "94016S00"


def test_an_offer_disappears_the_day_after_its_last(codes):
    offer = OfferFactory(expires_on=date(2026, 3, 2))
    with time_machine.travel(datetime(2026, 3, 2, 20, tzinfo=UTC)):
        assert codes("offers", "id") == [offer.pk]
    with time_machine.travel(datetime(2026, 3, 3, 1, tzinfo=UTC)):
        assert codes("offers", "id") == []


def test_an_offer_lists_its_coming_sessions_only(api):
    offer = OfferFactory()
    OfferSessionFactory(offer=offer, starts_at=timezone.now() - timedelta(days=1))
    coming = OfferSessionFactory(offer=offer)
    assert [row["id"] for row in api(f"offers/{offer.pk}")["sessions"]] == [coming.pk]


def test_a_session_leads_to_its_offer_and_its_calendar(api):
    session = OfferSessionFactory()
    row = api("sessions")["results"][0]
    assert row["offer"]["url"] == f"http://testserver{session.offer.get_absolute_url()}"
    assert row["calendar_url"] == f"http://testserver{session.calendar_url}"


def test_a_structure_lists_its_communes_and_its_sites(api, network):
    detail = api("structures/94016S00")
    assert [commune["name"] for commune in detail["communes"]] == ["Cachan"]
    assert [site["kind"] for site in detail["sites"]] == ["antenne"]


@time_machine.travel(datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
def test_a_site_says_whether_it_is_open_now(api):
    site = ReceptionSiteFactory()
    shut = SiteClosureFactory().site
    assert api(f"sites/{site.code}")["state"] == {
        "code": "open",
        "is_open": True,
        "sentence": "Ouvert, ferme à 12\u00a0h\u00a030, rouvre à 13\u00a0h\u00a030",
        "note": "",
        "until": "2026-03-02T12:30:00+01:00",
    }
    closed = api(f"sites/{shut.code}")
    assert not closed["state"]["is_open"]
    assert closed["closures"][0]["message"] == closed["state"]["note"] == "Fermé pour travaux."


def test_a_scheme_gives_its_conditions_one_by_one(api):
    SchemeFactory(conditions="tu as moins de 26 ans\ntu n’es pas en études")
    row = api("schemes")["results"][0]
    assert row["conditions"] == ["tu as moins de 26 ans", "tu n’es pas en études"]


def test_an_archived_scheme_names_what_replaced_it(api):
    current = SchemeFactory()
    archived = SchemeFactory(ends_on=date(2022, 2, 28), replaced_by=current)
    assert api(f"schemes/{archived.code}")["replaced_by"]["code"] == current.code


def test_demonstration_data_says_so(api):
    StructureFactory(is_demonstration=True)
    assert api("structures")["results"][0]["is_demonstration"] is True


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_few_queries_however_long(api, path, network, django_assert_max_num_queries):
    for _ in range(3):
        structure = StructureFactory()
        CoverageFactory(structure=structure)
        site = ReceptionSiteFactory(structure=structure)
        SiteClosureFactory(site=site)
        scheme = SchemeFactory(themes=list(ThemeFactory._meta.model.objects.all()))
        SchemeFactFactory(scheme=scheme)
        offer = OfferFactory(structure=structure, site=site, scheme=scheme)
        OfferSessionFactory(offer=offer, site=site)
    with django_assert_max_num_queries(6):
        api(path, par_page=100)


def test_pages_have_a_maximum_size(api):
    OfferFactory.create_batch(3)
    assert len(api("offers", par_page=2)["results"]) == 2
    assert len(api("offers", par_page=2, page=2)["results"]) == 1
    assert len(api("offers", par_page=100_000)["results"]) == 3


def test_results_keep_their_order_from_page_to_page(codes):
    OfferFactory.create_batch(7)
    pages = [codes("offers", "id", par_page=3, page=page) for page in (1, 2, 3)]
    found = [pk for page in pages for pk in page]
    assert len(found) == len(set(found)) == 7
