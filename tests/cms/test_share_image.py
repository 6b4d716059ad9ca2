"""What a shared link shows: the page's own image, as long as anybody may see it."""

from types import SimpleNamespace

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from cms.models import StandardPage
from cms.models.base import BasePage
from tests.blocks import make_renditions
from tests.datasets import read_again, rows_for_the_module

from .test_nothing_leaks import PAGE_TYPES, add, add_one_of_each, corner

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("shared images")]

FILE, TITLE = "obsidienne", "Améthyste"


@pytest.fixture(scope="module")
def shared(django_db_setup, django_db_blocker):
    """An image with its rendition, and a page of each kind whose image it is."""
    with rows_for_the_module(django_db_blocker):
        image = get_image_model().objects.create(
            title=TITLE, file=get_test_image_file(f"{FILE}.png", size=(1200, 630))
        )
        make_renditions(image, "fill-1200x630|format-jpeg")
        yield SimpleNamespace(image=image, pages=add_one_of_each(corner(), social_image=image))


@pytest.fixture
def image(shared):
    return read_again(shared.image)


@pytest.fixture
def private():
    collection = Collection.get_first_root_node().add_child(name="Réservée")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


@pytest.fixture
def pages(shared):
    """One of each kind."""
    return [read_again(page) for page in shared.pages]


def showing(client, pages):
    texts = {type(page): client.get(page.get_absolute_url(), follow=True).text for page in pages}
    return {model for model, text in texts.items() if FILE in text or TITLE in text}


def test_every_kind_of_page_shows_its_own(client, pages):
    assert showing(client, pages) == {model for model in PAGE_TYPES if issubclass(model, BasePage)}


@pytest.mark.parametrize("far_below", [False, True])
def test_no_page_shows_one_of_a_private_collection(far_below, client, pages, image, private):
    image.collection = (
        private.add_child(name="Dedans").add_child(name="Plus loin") if far_below else private
    )
    image.save()
    assert showing(client, pages) == set()


def test_in_its_place_stands_that_of_the_house(client, image, private):
    page = add(StandardPage, corner(), social_image=image)
    image.collection = private
    image.save()
    assert "img/share.png" in client.get(page.get_absolute_url()).text


def test_the_image_costs_one_query(client, image, django_assert_num_queries):
    page = StandardPage(social_image=image)
    with django_assert_num_queries(1):
        assert page.share_image == image
        assert page.share_image is page.share_image
    with django_assert_num_queries(0):
        assert StandardPage().share_image is None
