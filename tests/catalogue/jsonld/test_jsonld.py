import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone

from catalogue.jsonld import describe, dumps
from catalogue.models import Offer, OfferSession, ReceptionSite
from cms.shell import Shell
from tests.factories import (
    OfferFactory,
    OfferSessionFactory,
    PartnerFactory,
    ReceptionSiteFactory,
    SchemeFactory,
    SiteClosureFactory,
    StructureFactory,
)

from .validation import faults

SITE_URL = "https://parvis.example"

pytestmark = pytest.mark.django_db


def described(instance):
    """A document as search engines read it, checked against the vocabulary."""
    document = json.loads(dumps(describe(instance, SITE_URL)))
    assert document.pop("@context") == "https://schema.org"
    assert faults(document) == []
    return document


def test_the_checks_would_notice_a_mistake():
    assert faults({"@type": "Structure"})
    assert faults({"@type": "Place", "openingHour": "Mo"})
    assert faults({"@type": "Place", "geo": {"@type": "PeopleAudience"}})
    assert faults({"@type": "Event", "eventStatus": "planned"})
    assert faults({"@type": "Place", "publicAccess": "oui"})


class TestStructures:
    def test_a_structure_is_an_organisation_with_its_places(self):
        structure = StructureFactory(imilo_code="94016S00", website="https://example.org")
        ReceptionSiteFactory(structure=structure, phone="+33140000000")
        document = described(structure)
        assert document["@type"] == "NGO"
        assert document["url"] == SITE_URL + structure.get_absolute_url()
        assert document["identifier"]["value"] == "94016S00"
        (place,) = document["location"]
        assert place["telephone"] == "+33140000000"
        assert place["address"]["addressCountry"] == "FR"

    def test_what_is_not_known_is_left_out(self):
        document = described(StructureFactory(seat_commune=None))
        assert not {"email", "telephone", "address", "location", "sameAs"} & document.keys()

    def test_hidden_and_demonstration_sites_are_left_out(self):
        structure = StructureFactory()
        ReceptionSiteFactory(structure=structure, live=False)
        ReceptionSiteFactory(structure=structure, is_demonstration=True)
        assert "location" not in described(structure)

    @time_machine.travel(datetime(2026, 4, 1, 9, tzinfo=UTC))
    def test_hours_are_those_of_the_coming_week(self):
        site = ReceptionSiteFactory(opening_hours="Mo-Tu 09:00-12:00; Fr 18:00-24:00")
        SiteClosureFactory(site=site, starts_on=date(2026, 4, 3), ends_on=date(2026, 4, 3))
        (place,) = described(site.structure)["location"]
        assert place["openingHoursSpecification"] == [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": "https://schema.org/Tuesday",  # the 6th is Easter Monday
                "opens": "09:00",
                "closes": "12:00",
                "validFrom": "2026-04-07",
                "validThrough": "2026-04-07",
            }
        ]

    def test_a_site_by_appointment_announces_no_open_door(self):
        site = ReceptionSiteFactory(access=ReceptionSite.Access.APPOINTMENT)
        (place,) = described(site.structure)["location"]
        assert place["publicAccess"] is False
        assert "openingHoursSpecification" not in place


class TestSchemes:
    def test_a_scheme_is_a_service_with_its_audience(self):
        document = described(SchemeFactory(age_min=16, age_max=25))
        assert document["@type"] == "GovernmentService"
        assert document["audience"] == {
            "@type": "PeopleAudience",
            "suggestedMinAge": 16,
            "suggestedMaxAge": 25,
        }

    def test_an_archived_scheme_is_not_announced(self):
        assert describe(SchemeFactory(ends_on=date(2022, 2, 28)), SITE_URL) is None


class TestSessions:
    def test_a_session_is_an_event_at_its_site(self):
        session = OfferSessionFactory(site=ReceptionSiteFactory(name="Antenne du Port"))
        document = described(session)
        assert document["@type"] == "Event"
        assert document["location"]["name"] == "Antenne du Port"
        assert document["eventStatus"] == "https://schema.org/EventScheduled"
        assert document["isAccessibleForFree"] is True
        assert datetime.fromisoformat(document["startDate"]) == session.starts_at.replace(
            microsecond=session.starts_at.microsecond // 1000 * 1000
        )

    def test_a_remote_session_takes_place_online(self):
        session = OfferSessionFactory(offer__modality=Offer.Modality.REMOTE)
        document = described(session)
        assert document["location"]["@type"] == "VirtualLocation"
        assert document["eventAttendanceMode"].endswith("OnlineEventAttendanceMode")

    def test_a_cancelled_session_says_so(self):
        session = OfferSessionFactory(status=OfferSession.Status.CANCELLED)
        assert described(session)["eventStatus"].endswith("EventCancelled")

    def test_a_session_is_full_rather_than_unknown(self):
        assert described(OfferSessionFactory(places_left=0))["remainingAttendeeCapacity"] == 0


class TestJobs:
    @pytest.fixture
    def job(self):
        return OfferFactory(
            kind=Offer.Kind.JOB,
            partner=PartnerFactory(),
            description="Tu accueilles les voyageurs.",
            first_published_at=timezone.now(),
            expires_on=timezone.localdate() + timedelta(days=30),
        )

    def test_a_complete_job_is_announced(self, job):
        document = described(job)
        assert document["@type"] == "JobPosting"
        assert document["hiringOrganization"]["name"] == job.partner.name
        assert document["validThrough"] == job.expires_on.isoformat()

    @pytest.mark.parametrize(
        ("field", "nothing"),
        [("description", ""), ("partner", None), ("commune", None), ("expires_on", None)],
    )
    def test_an_incomplete_job_is_not(self, job, field, nothing):
        setattr(job, field, nothing)
        assert describe(job, SITE_URL) is None

    def test_a_workshop_is_no_job(self, job):
        job.kind = Offer.Kind.WORKSHOP
        assert describe(job, SITE_URL) is None


@pytest.mark.parametrize(
    "factory", [StructureFactory, SchemeFactory, OfferFactory], ids=lambda f: f.__name__
)
def test_demonstration_data_is_never_announced_as_real(factory):
    assert describe(factory(is_demonstration=True), SITE_URL) is None


def render(instance, rf):
    template = Template("{% load structured_data %}{% jsonld instance %}")
    return template.render(Context({"instance": instance, "shell": Shell(rf.get("/"))}))


def test_a_page_carries_its_description_as_data(rf):
    html = render(SchemeFactory(name="Contrat d’engagement jeune"), rf)
    assert html.startswith('<script type="application/ld+json">{')
    assert "Contrat d’engagement jeune" in html
    assert "http://testserver/dispositifs/" in html


def test_no_text_can_close_the_data_block(rf):
    html = render(SchemeFactory(name="</script><script>alert(1)</script>"), rf)
    assert html.count("<") == 2
    document = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(document)["name"] == "</script><script>alert(1)</script>"


def test_nothing_to_say_leaves_no_empty_block(rf):
    assert render(SchemeFactory(is_demonstration=True), rf) == ""
