"""The factories themselves: what they make would pass the admin's forms."""

import inspect

import pytest
from factory.django import DjangoModelFactory

from imports.models import ImportBatch, ImportRow
from tests import factories

#: Written by the machinery of imports: no form shows them.
WITHOUT_A_FORM = {ImportBatch, ImportRow}

FACTORIES = [
    value
    for _, value in inspect.getmembers(factories, inspect.isclass)
    if issubclass(value, DjangoModelFactory)
    and not value._meta.abstract
    and value._meta.model not in WITHOUT_A_FORM
]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_a_factory_makes_valid_objects_twice(factory):
    for instance in factory.create_batch(2):
        instance.full_clean(
            exclude=[field.name for field in instance._meta.fields if not field.editable]
        )


@pytest.mark.django_db
def test_an_offer_keeps_the_themes_it_is_given():
    theme = factories.ThemeFactory(code="sante")

    offer = factories.OfferFactory(themes=[theme])

    assert list(type(offer).objects.get(pk=offer.pk).themes.all()) == [theme]
