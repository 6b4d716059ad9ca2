"""Agreements to test with, as in `tests.factories`."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from catalogue import models


class AgreementFactory(DjangoModelFactory):
    """Of one structure with one partner, in force and quiet: half a year old, two more to come.

    `AgreementFactory(partners=[one, another])`; give `structure=None, network=…` for a network.
    """

    class Meta:
        model = models.Agreement
        skip_postgeneration_save = True

    code = factory.Sequence("convention-{}".format)
    title = factory.Sequence("Convention du Pont {}".format)
    structure = factory.SubFactory("tests.factories.StructureFactory")
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=180))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=730))

    @factory.post_generation
    def partners(self, create, partners, **kwargs):
        from tests.factories import PartnerFactory

        for partner in [PartnerFactory()] if partners is None else partners:
            models.AgreementParty.objects.create(agreement=self, partner=partner)

    @factory.post_generation
    def schemes(self, create, schemes, **kwargs):
        if schemes:
            self.schemes.set(schemes)
            self.save()


class AgreementMeetingFactory(DjangoModelFactory):
    """Held as planned; give `held_on=None` for one to come."""

    class Meta:
        model = models.AgreementMeeting

    agreement = factory.SubFactory(AgreementFactory)
    planned_on = factory.Sequence(lambda n: timezone.localdate() - timedelta(days=n % 100 + 1))
    held_on = factory.SelfAttribute("planned_on")


class AgreementDocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.AgreementDocument

    agreement = factory.SubFactory(AgreementFactory)
    title = factory.Sequence("Texte signé {}".format)
    file = factory.django.FileField(data=b"%PDF-1.7\n", filename="convention.pdf")
