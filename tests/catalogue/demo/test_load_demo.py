import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from modelsearch.backends import get_search_backend

from accounts.models import User
from catalogue import finder, geography
from catalogue.demo import files
from catalogue.demo.loading import load
from catalogue.geography import loading as communes
from catalogue.models import (
    Agreement,
    Commune,
    Coverage,
    DemonstrationRecord,
    Membership,
    Network,
    Offer,
    OfferSession,
    Partner,
    ReceptionSite,
    Role,
    Scheme,
    Structure,
    Theme,
)
from tests.datasets import rows_for_the_module
from tests.factories import OfferFactory, StructureFactory

TERRITORY = "200058014"
THE_SIX = {"94016S00", "94081S00", "94034S00", "94022S00", "94078S00", "91027S00"}
DESCRIPTIONS = files.read("structures")["structures"]
MODELS = [
    Agreement,
    Network,
    Theme,
    Partner,
    Scheme,
    Structure,
    Coverage,
    ReceptionSite,
    Offer,
    OfferSession,
]

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration")]


@pytest.fixture(scope="module", autouse=True)
def demonstration(django_db_setup, django_db_blocker):
    with rows_for_the_module(django_db_blocker):
        communes.load(communes.official_communes())
        load()
        yield


def everything():
    """All the rows, as they are in the database."""
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


class TestTheSeven:
    def test_the_24_communes_lead_to_exactly_the_six(self):
        territory = Commune.objects.filter(epci_code=TERRITORY)
        findings = [finder.structures_for(commune) for commune in territory]

        assert len(findings) == 24
        assert all(finding.confirmed for finding in findings)
        assert all(len(finding.structures) == 1 for finding in findings)
        assert {finding.structures[0].imilo_code for finding in findings} == THE_SIX

    @pytest.mark.parametrize("row", DESCRIPTIONS, ids=lambda row: row["imilo_code"])
    def test_every_spelling_of_the_sources_is_covered(self, row):
        written = geography.resolve_list(row.get("communes", ""))
        covered = Commune.objects.filter(coverages__structure__imilo_code=row["imilo_code"])

        assert {found.commune for found in written} == set(covered)

    def test_the_seventh_has_its_real_contact_and_no_invented_coverage(self):
        structure = Structure.objects.get(imilo_code="77468S00")
        seat = structure.sites.get(kind=ReceptionSite.Kind.SEAT)

        assert str(structure.phone) == "01 60 06 60 47"
        assert (seat.address, seat.postal_code, seat.commune.name) == (
            "5 passage de l’Arche Guédon",
            "77200",
            "Torcy",
        )
        assert not seat.is_demonstration
        assert not seat.opening_hours
        assert not structure.coverages.exists()

    def test_their_sites_show_every_way_of_receiving(self):
        sites = ReceptionSite.objects.filter(is_demonstration=True)

        assert {site.access for site in sites} == set(ReceptionSite.Access)
        assert {site.wheelchair for site in sites} == set(ReceptionSite.Wheelchair)
        assert sites.get(access=ReceptionSite.Access.CLOSED).closed_until > timezone.localdate()
        assert sites.filter(closures__starts_on__gt=timezone.localdate()).exists()


class TestTheAgreements:
    def test_two_were_signed_in_montpellier_by_the_national_union(self):
        signed = Agreement.objects.filter(signed_on=date(2019, 5, 10), signed_at="Montpellier")

        assert {agreement.network.code for agreement in signed} == {"unml"}
        assert {
            tuple(agreement.parties.values_list("partner__code", flat=True)): agreement.ends_on
            for agreement in signed
        } == {("smv",): date(2022, 5, 9), ("wetechcare", "emmaus-connect"): date(2020, 5, 9)}
        assert Agreement.objects.public().filter(pk__in=signed).count() == 2

    def test_the_digital_one_follows_those_of_2017_and_2014(self):
        agreement = Agreement.objects.get(code="numerique-2019")
        before = agreement.predecessor

        assert before.signed_when == "en juin 2017"
        assert before.predecessor.signed_when == "en août 2014"
        assert before.predecessor.predecessor is None

    def test_what_is_in_force_is_invented_and_says_so(self):
        invented = Agreement.objects.get(is_demonstration=True)

        assert list(Agreement.objects.in_force_on(timezone.localdate())) == [invented]
        assert invented.structure.imilo_code in THE_SIX
        assert list(Agreement.objects.to_renew()) == list(Agreement.objects.to_convene())


class TestTheNationalList:
    def test_all_its_structures_are_there_with_a_readable_address(self):
        structures = Structure.objects.all()

        assert structures.count() == 447
        assert not structures.filter(slug__regex=r"^[0-9]").exists()
        assert structures.filter(seat_commune=None).count() == 2

    def test_only_the_commune_of_their_seat_is_known(self):
        seats = ReceptionSite.objects.filter(code__endswith="-siege")

        assert seats.count() == 438
        assert not seats.exclude(address="", opening_hours="", phone="", email="").exists()
        assert not seats.filter(is_demonstration=True).exists()

    def test_overseas_seats_keep_their_own_time(self):
        seat = ReceptionSite.objects.get(code="97411S00-siege")

        assert seat.name == "Siège de Saint-Denis"
        assert seat.time_zone == "Indian/Reunion"

    def test_each_belongs_to_the_association_of_its_region(self):
        structure = Structure.objects.get(imilo_code="35238S00")

        assert structure.network.region_code == "53"
        assert structure.network.parent.code == "unml"
        assert not Structure.objects.filter(network=None).exists()

    def test_where_no_region_is_known_the_union_stands_in(self):
        assert Structure.objects.get(imilo_code="97801S00").network.code == "unml"


class TestHonesty:
    """Nothing is invented for a real organisation, and what is invented says so."""

    def test_no_phone_email_or_siret_is_invented(self):
        contacts = Structure.objects.exclude(phone="", email="", siret="")
        site_contacts = ReceptionSite.objects.exclude(phone="", email="", address="")

        assert [item.imilo_code for item in contacts] == ["77468S00"]
        assert [item.code for item in site_contacts] == ["vallee-marne-torcy"]
        assert not Partner.objects.exclude(siret="").exists()
        assert not Offer.objects.exclude(address="", apply_email="", apply_phone="").exists()
        assert not Offer.objects.exclude(apply_url="").exists()

    def test_all_offers_are_flagged(self):
        assert Offer.objects.count() >= 100
        assert not Offer.objects.filter(is_demonstration=False).exists()

    def test_sites_with_hours_are_flagged(self):
        real = ReceptionSite.objects.filter(is_demonstration=False)

        assert not real.exclude(opening_hours="").exists()

    def test_invented_partners_are_flagged_and_named_as_examples(self):
        for partner in Partner.objects.all():
            assert partner.is_demonstration == partner.name.endswith("(exemple)")
            assert bool(partner.website) != partner.is_demonstration

    def test_every_fact_of_a_scheme_has_a_date_and_a_source(self):
        for scheme in Scheme.objects.all():
            assert scheme.checked_on
            for source in (scheme, *scheme.facts.all()):
                assert source.source_label
                assert source.source_url.startswith("https://")


class TestTheProgramme:
    def test_offers_are_of_every_kind_theme_price_and_modality(self):
        offers = Offer.objects.public()

        assert {offer.kind for offer in offers} == set(Offer.Kind)
        assert {offer.fee for offer in offers} == set(Offer.Fee)
        assert {offer.modality for offer in offers} == set(Offer.Modality)
        assert Theme.objects.filter(offers__in=offers).distinct().count() == 7

    def test_an_ended_scheme_says_what_replaced_it(self):
        ended = Scheme.objects.get(code="garantie-jeunes")

        assert ended not in Scheme.objects.current()
        assert ended.replaced_by.code == "cej"

    def test_the_recovery_plan_campaign_is_archived(self):
        assert Scheme.objects.get(code="1jeune1solution") not in Scheme.objects.current()

    def test_sessions_are_coming_and_none_on_a_holiday(self):
        upcoming = OfferSession.objects.upcoming()

        assert upcoming.count() > 100
        days = {f"{timezone.localtime(session.starts_at):%d/%m}" for session in upcoming}
        assert not days & {"25/12", "01/01", "01/05", "08/05", "14/07", "15/08", "01/11", "11/11"}

    @pytest.mark.parametrize("model", MODELS)
    def test_every_field_would_pass_the_admin_s_forms(self, model):
        relations = [field.name for field in model._meta.fields if field.is_relation]
        for item in model.objects.all():
            item.clean_fields(exclude=relations)

    def test_the_search_finds_what_was_loaded(self):
        found = get_search_backend().search("boulangère", Offer)

        assert "demo:boulanger" in {offer.external_id for offer in found}

    def test_texts_follow_french_typography(self):
        rows = [row for rows in everything().values() for row in rows]
        loose = re.compile(r"\w'\w| [:;!?»]")

        assert [
            (name, value)
            for row in rows
            for name, value in row.items()
            if isinstance(value, str) and name != "official_name" and loose.search(value)
        ] == []


class TestLoadingAgain:
    def test_nothing_changes(self):
        before = everything()

        assert load() == 0
        assert everything() == before

    def test_what_an_editor_changed_is_kept(self):
        Structure.objects.filter(imilo_code="94016S00").update(name="Innovam, la nouvelle")
        Scheme.objects.filter(code="cej").update(summary="Autre résumé.")

        load()

        assert Structure.objects.get(imilo_code="94016S00").name == "Innovam, la nouvelle"
        assert Scheme.objects.get(code="cej").summary == "Autre résumé."

    def test_what_an_editor_deleted_stays_deleted(self):
        Offer.objects.get(external_id="demo:boulanger").delete()
        Coverage.objects.filter(commune__name="Rungis").delete()
        ReceptionSite.objects.get(code="innovam-cachan").delete()
        OfferSession.objects.all().delete()
        before = everything()

        load()

        assert everything() == before

    def test_a_year_later_sessions_come_again(self, time_machine):
        offer = Offer.objects.get(external_id="demo:cv-en-une-heure@innovam-villejuif")
        Offer.objects.filter(external_id__startswith="demo:code-ensemble").delete()
        time_machine.move_to(timezone.now() + timedelta(days=365))
        assert not OfferSession.objects.upcoming().exists()

        made = load()

        assert made == OfferSession.objects.upcoming().count() > 100
        assert offer.sessions.upcoming().exists()
        assert not Offer.objects.filter(external_id__startswith="demo:code-ensemble").exists()


class TestRenewingOffers:
    """In a year, all that expires has expired."""

    @pytest.fixture
    def a_year_later(self, time_machine):
        def travel():
            time_machine.move_to(timezone.now() + timedelta(days=365))
            load()

        return travel

    def test_they_come_again_on_new_dates(self, a_year_later):
        before = Offer.objects.public().count()
        a_year_later()
        assert Offer.objects.public().count() == before
        offer = Offer.objects.get(external_id="demo:boulanger")
        assert offer.expires_on > timezone.localdate() == offer.checked_on

    def test_what_somebody_changed_withdrew_or_made_a_draft_stays_over(self, a_year_later):
        expiring = Offer.objects.filter(expires_on__isnull=False).order_by("pk")
        moved, checked, withdrawn, draft, written, *_rest = expiring
        moved.expires_on += timedelta(days=1)
        moved.save()
        checked.checked_on += timedelta(days=2)
        checked.save()
        expiring.filter(pk=withdrawn.pk).update(status=Offer.Status.WITHDRAWN)
        expiring.filter(pk=draft.pk).update(live=False)
        written.save_revision().publish()
        kept = [moved, checked, withdrawn, draft, written]
        a_year_later()
        for offer in kept:
            expires_on = offer.expires_on
            offer.refresh_from_db()
            assert offer.expires_on == expires_on


def test_nobody_under_sixteen_is_offered_anything():
    assert not Offer.objects.filter(age_min=None).exists()
    assert not Offer.objects.filter(age_min__lt=16).exists()
    assert not Scheme.objects.current().filter(age_min=None).exists()


def test_what_was_there_before_the_first_loading_is_left_alone():
    Offer.objects.filter(structure__imilo_code="94016S00").delete()
    Agreement.objects.filter(structure__imilo_code="94016S00").delete()
    Structure.objects.filter(imilo_code="94016S00").delete()
    DemonstrationRecord.objects.filter(key="structure:94016S00").delete()
    mine = StructureFactory(imilo_code="94016S00", name="La nôtre", seat_commune=None)

    load()

    mine.refresh_from_db()
    assert mine.name == "La nôtre"
    assert not mine.coverages.exists()


def test_the_offers_of_others_get_no_session():
    offer = OfferFactory(external_id="demo:autre")

    load()

    assert not offer.sessions.exists()


class TestAccounts:
    def test_no_password_no_login(self):
        assert not User.objects.exists()

    def test_one_login_for_each_role_and_one_for_a_region(self, settings):
        settings.DEMONSTRATION_PASSWORD = "porte-ouverte"

        load()

        memberships = Membership.objects.select_related("user")
        assert {item.role for item in memberships} == set(Role.values)
        coordinator = Membership.objects.get(user__email="region@parvis.example")
        assert coordinator.network.parent
        for membership in memberships:
            assert membership.user.check_password("porte-ouverte")
            assert [group.name for group in membership.user.groups.all()] == [
                membership.get_role_display()
            ]
