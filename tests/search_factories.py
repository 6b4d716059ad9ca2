"""What staff say of the search."""

import factory
from factory.django import DjangoModelFactory

from catalogue.models import Synonym
from cms.models import Promotion


class SynonymFactory(DjangoModelFactory):
    class Meta:
        model = Synonym

    text = factory.Sequence("mot {}".format)
    meaning = "contrat d’engagement jeune"


class PromotionFactory(DjangoModelFactory):
    """Its one target is given: a page, a scheme, a structure or an offer."""

    class Meta:
        model = Promotion

    text = factory.Sequence("recherche {}".format)
