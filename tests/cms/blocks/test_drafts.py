"""Drafts save themselves while one writes: a block that is just begun must not stop them."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue

from cms.blocks.bodies import BodyBlock

from .test_bodies import BLOCKS

pytestmark = pytest.mark.django_db

#: Those which have something to show before one chooses anything.
COMPLETE = {"finder", "sessions"}


def just_begun(name):
    body = BodyBlock([(name, BLOCKS[name])])
    return body, StreamValue(body, [(name, BLOCKS[name].get_default())])


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_that_is_just_begun_is_saved_in_a_draft_and_previewed(name, rf):
    body, value = just_begun(name)
    draft = body.get_prep_value(body.clean_deferred(value))
    body.render(body.to_python(draft), {"request": rf.get("/")})


@pytest.mark.parametrize("name", [name for name in BLOCKS if name not in COMPLETE])
def test_it_is_refused_when_the_page_is_published(name):
    body, value = just_begun(name)
    with pytest.raises(ValidationError):
        body.clean(value)
