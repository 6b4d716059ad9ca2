"""Readable test data, valid by default (`full_clean` passes): tests name only what they care about.

`OfferFactory(themes=[theme])` and `SchemeFactory(themes=[theme])` set the themes;
what hangs from an object has its own factory: `OfferSessionFactory(offer=offer)`.
"""

from datetime import date, timedelta

import factory
from django.utils import timezone
from django.utils.text import slugify
from factory.django import DjangoModelFactory, Password

from accounts.models import User
from activity import models as activity
from catalogue import models
from cms.models import Alert, NewsCategory, StructureNews
from imports.models import BatchState, Feed, ImportBatch, ImportRow
from tests.agreement_factories import (  # noqa: F401 (here, too, for tests to find)
    AgreementDocumentFactory,
    AgreementFactory,
    AgreementMeetingFactory,
)

#: Given to every user made here, for tests that go through the sign-in form.
PASSWORD = "motdepasse-de-test"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence("personne{}@example.org".format)
    first_name = "Camille"
    last_name = factory.Sequence("Martin {}".format)
    password = Password(PASSWORD)


class CommuneFactory(DjangoModelFactory):
    """In Val-de-Marne, all at the same point: a test about distances gives its own.

    Codes from 94900 on are left to the tests that name one.
    """

    class Meta:
        model = models.Commune

    insee_code = factory.Sequence(lambda n: f"{94100 + n % 800:05d}")
    name = factory.Sequence("Villeneuve-le-Pont-{}".format)
    postal_codes = factory.LazyAttribute(lambda commune: [f"{commune.department_code[:2]}110"])
    department_code = "94"
    department = "Val-de-Marne"
    region_code = "11"
    region = "Île-de-France"
    population = 20_000
    latitude = 48.79
    longitude = 2.36


class NetworkFactory(DjangoModelFactory):
    class Meta:
        model = models.Network

    code = factory.Sequence("reseau-{}".format)
    name = factory.Sequence("Association régionale {}".format)
    kind = models.Network.Kind.REGIONAL


class StructureFactory(DjangoModelFactory):
    """Codes that end in S00, as nearly all real ones do, are left to the tests that name one."""

    class Meta:
        model = models.Structure

    imilo_code = factory.Sequence(lambda n: f"94{n % 1000:03d}S{n // 1000 + 1:02d}")
    name = factory.Sequence("Mission Locale des Rives {}".format)
    slug = factory.LazyAttribute(lambda structure: slugify(structure.name))
    seat_commune = factory.SubFactory(CommuneFactory)
    checked_on = factory.LazyFunction(timezone.localdate)


class CoverageFactory(DjangoModelFactory):
    class Meta:
        model = models.Coverage

    commune = factory.SubFactory(CommuneFactory)
    structure = factory.SubFactory(StructureFactory)


class ReceptionSiteFactory(DjangoModelFactory):
    """Open on weekdays without appointment, at its commune's centre."""

    class Meta:
        model = models.ReceptionSite

    structure = factory.SubFactory(StructureFactory)
    code = factory.Sequence("lieu-{}".format)
    name = factory.Sequence("Antenne {}".format)
    commune = factory.SubFactory(CommuneFactory)
    address = "1 place de la Mairie"
    postal_code = factory.LazyAttribute(lambda site: site.commune.postal_codes[0])
    latitude = factory.SelfAttribute("commune.latitude")
    longitude = factory.SelfAttribute("commune.longitude")
    opening_hours = "Mo-Fr 09:00-12:30,13:30-17:30; PH off"
    checked_on = factory.LazyFunction(timezone.localdate)


class SiteClosureFactory(DjangoModelFactory):
    """Shut today and for the next six days."""

    class Meta:
        model = models.SiteClosure

    site = factory.SubFactory(ReceptionSiteFactory)
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda closure: closure.starts_on + timedelta(days=6))
    message = "Fermé pour travaux."


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = models.Theme
        django_get_or_create = ["code"]

    code = models.Theme.Line.EMPLOI.value
    line = factory.SelfAttribute("code")
    name = factory.LazyAttribute(lambda theme: models.Theme.Line(theme.line).label.capitalize())
    domain = models.Theme.Domain.PROFESSIONAL


class WithThemes(DjangoModelFactory):
    """Modelcluster keeps `themes` in memory until the object is saved again."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @factory.post_generation
    def themes(self, create, themes, **kwargs):
        if create and themes:
            self.themes.set(themes)
            self.save()


class SchemeFactory(WithThemes):
    class Meta:
        model = models.Scheme

    code = factory.Sequence("dispositif-{}".format)
    name = factory.Sequence("Parcours d’avenir {}".format)
    slug = factory.LazyAttribute(lambda scheme: slugify(scheme.name))
    summary = "Tu construis ton projet avec une conseillère ou un conseiller."
    age_min = 16
    age_max = 25
    checked_on = factory.LazyFunction(timezone.localdate)


class SchemeFactFactory(DjangoModelFactory):
    class Meta:
        model = models.SchemeFact

    scheme = factory.SubFactory(SchemeFactory)
    value = "15–20 h"
    label = "d’activités par semaine"
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))


class SchemeStepFactory(DjangoModelFactory):
    class Meta:
        model = models.SchemeStep

    scheme = factory.SubFactory(SchemeFactory)
    title = factory.Sequence("Étape {}".format)
    text = "Tu rencontres ta conseillère ou ton conseiller."


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = models.Partner

    code = factory.Sequence("partenaire-{}".format)
    name = factory.Sequence("Atelier du Pont {}".format)
    kind = models.Partner.Kind.ASSOCIATION


class OfferFactory(WithThemes):
    """A free workshop, on site, visible now and not yet dated."""

    class Meta:
        model = models.Offer

    title = factory.Sequence("Réussir son CV {}".format)
    slug = factory.LazyAttribute(lambda offer: slugify(offer.title))
    kind = models.Offer.Kind.WORKSHOP
    structure = factory.SubFactory(StructureFactory)
    summary = "Tu repars avec un CV prêt à envoyer."
    commune = factory.SubFactory(CommuneFactory)
    latitude = factory.SelfAttribute("commune.latitude", default=None)
    longitude = factory.SelfAttribute("commune.longitude", default=None)
    checked_on = factory.LazyFunction(timezone.localdate)


class OfferSessionFactory(DjangoModelFactory):
    """In a week, for two hours."""

    class Meta:
        model = models.OfferSession

    offer = factory.SubFactory(OfferFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=2))


class MembershipFactory(DjangoModelFactory):
    """An adviser of one structure; give `structure=None, network=…` for a whole network."""

    class Meta:
        model = models.Membership

    user = factory.SubFactory(UserFactory)
    role = models.Role.ADVISER
    structure = factory.SubFactory(StructureFactory)


class FeedFactory(DjangoModelFactory):
    """The offers of one structure, as updates; give `structure=None, network=…` for a network."""

    class Meta:
        model = Feed

    name = factory.Sequence("Ateliers du Pont {}".format)
    code = factory.Sequence("ateliers-{}".format)
    target = "offers"
    structure = factory.SubFactory(StructureFactory)
    partner = factory.SubFactory(PartnerFactory)


class ImportBatchFactory(DjangoModelFactory):
    """A file that was read and waits for somebody's review. Its rows are for the test to make."""

    class Meta:
        model = ImportBatch

    feed = factory.SubFactory(FeedFactory)
    state = BatchState.REVIEW
    filename = "offres.csv"
    sha256 = factory.Sequence("{:064x}".format)
    original = factory.django.FileField(data=b"Titre\nUn atelier\n", filename="offres.csv")
    size = 17
    inspection = factory.LazyFunction(lambda: {"headers": ["Titre"], "header_line": 1})
    mapping = factory.LazyFunction(lambda: {"Titre": "title"})
    created_by = factory.SubFactory(UserFactory)
    staged_at = factory.LazyFunction(timezone.now)


class ImportRowFactory(DjangoModelFactory):
    """A new object, by its line's number."""

    class Meta:
        model = ImportRow

    batch = factory.SubFactory(ImportBatchFactory)
    line = factory.Sequence(lambda n: n + 2)
    key = factory.LazyAttribute(lambda row: f"cle-{row.line}")
    kind = ImportRow.Kind.NEW


class IndicatorFactory(DjangoModelFactory):
    """Acts of each week, with a modality."""

    class Meta:
        model = activity.Indicator
        django_get_or_create = ["code"]

    code = factory.Sequence("indicateur-{}".format)
    name = factory.LazyAttribute(lambda indicator: indicator.code.replace("-", " ").capitalize())
    definition = "Ce que l’on compte."
    source = "Le réseau."
    unit = activity.Indicator.Unit.ACTS
    group = factory.SelfAttribute("unit")
    is_additive = factory.LazyAttribute(lambda indicator: indicator.unit == "acts")
    has_modality = factory.SelfAttribute("is_additive")


class ActivityRecordFactory(DjangoModelFactory):
    """Twelve on site, in the week of Monday 8 April 2024."""

    class Meta:
        model = activity.ActivityRecord

    structure = factory.SubFactory(StructureFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    starts_on = date(2024, 4, 8)
    modality = factory.LazyAttribute(
        lambda record: activity.Modality.ON_SITE if record.indicator.has_modality else ""
    )
    value = 12


class ReportFactory(DjangoModelFactory):
    """The week of Monday 8 April 2024, still being filled in."""

    class Meta:
        model = activity.Report

    structure = factory.SubFactory(StructureFactory)
    starts_on = date(2024, 4, 8)

    class Params:
        submitted = factory.Trait(
            state=activity.Report.State.SUBMITTED, submitted_at=factory.LazyFunction(timezone.now)
        )


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = activity.Target

    structure = factory.SubFactory(StructureFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    year = 2024
    value = 500


class YoungPopulationFactory(DjangoModelFactory):
    class Meta:
        model = activity.YoungPopulation

    structure = factory.SubFactory(StructureFactory)
    people = 10_000
    year = 2022
    source = "INSEE"


class AlertFactory(DjangoModelFactory):
    """For everybody, from an hour ago to tomorrow; `structures=[…]` sets its scope too."""

    class Meta:
        model = Alert
        skip_postgeneration_save = True

    message = factory.Sequence("L’accueil change d’horaires, message {}.".format)
    scope = Alert.Scope.EVERYWHERE
    starts_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))

    @factory.post_generation
    def structures(self, create, structures, **kwargs):
        if create and structures:
            self.scope = Alert.Scope.STRUCTURES
            self.structures.set(structures)
            self.save()


class NewsCategoryFactory(DjangoModelFactory):
    class Meta:
        model = NewsCategory

    name = factory.Sequence("Sujet {}".format)
    slug = factory.LazyAttribute(lambda category: slugify(category.name))


class StructureNewsFactory(DjangoModelFactory):
    """Published today."""

    class Meta:
        model = StructureNews

    structure = factory.SubFactory(StructureFactory)
    title = factory.Sequence("Portes ouvertes {}".format)
    slug = factory.LazyAttribute(lambda news: slugify(news.title))
    summary = "On t’attend, sans rendez-vous."


class ReminderFactory(DjangoModelFactory):
    """About the week of Monday 8 April 2024, to two people."""

    class Meta:
        model = activity.Reminder

    structure = factory.SubFactory(StructureFactory)
    frequency = "week"
    since = until = date(2024, 4, 8)
    people = 2
    made_by = factory.SubFactory(UserFactory)
    sent_at = factory.LazyFunction(timezone.now)


class DigestFactory(DjangoModelFactory):
    """Of the week of Monday 8 April 2024."""

    class Meta:
        model = activity.Digest

    user = factory.SubFactory(UserFactory)
    starts_on = date(2024, 4, 8)
    sent_at = factory.LazyFunction(timezone.now)
