"""What a private collection holds, however far below it, is in no block, text, nor answer of the
API: not even what was made of it for pages, before the collection was closed."""

import json
from types import SimpleNamespace

import pytest
from wagtail.models import Collection

from cms.models import PressRoomPage, QuestionsPage
from tests import factories
from tests.blocks import make_document, make_image
from tests.datasets import read_again, rows_for_the_module

from .test_media import VIDEO, documents, figure

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("private files")]

#: In the addresses of the files of `image` and of `document`.
PICTURE, PAPER = "ines", "papiers"


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker):
    with rows_for_the_module(django_db_blocker):
        yield SimpleNamespace(image=make_image(), document=make_document())


@pytest.fixture
def image(files):
    return read_again(files.image)


@pytest.fixture
def document(files):
    return read_again(files.document)


@pytest.fixture(params=["itself", "far below"])
def hidden_place(request, private):
    """A collection that nobody sees without a password: its own, or that of one above it."""
    if request.param == "itself":
        return private
    return private.add_child(name="Dedans").add_child(name="Plus loin")


@pytest.fixture(params=["shown before", "never shown"])
def picture(request, image):
    """Its renditions are read with it; where there are none yet, it is read by itself."""
    if request.param == "never shown":
        image.renditions.all().delete()
    return image


@pytest.fixture
def move():
    def move(file, collection):
        file.collection = collection
        file.save()

    return move


def items(*values):
    return [
        {"type": "item", "id": str(index), "value": value} for index, value in enumerate(values)
    ]


def image_blocks(image):
    """Every kind of block that shows one."""
    partner = factories.PartnerFactory(name="Atelier du Pont")
    return {
        "image": figure(image),
        "gallery": items(figure(image), figure(image)),
        "video": VIDEO | {"image": image.pk},
        "logos": {"title": "Avec", "partners": items({"partner": partner.pk, "image": image.pk})},
    }


def link_to(document):
    return f'<p><a linktype="document" id="{document.pk}">À apporter</a></p>'


def document_blocks(document):
    """The block that lists some, and those whose text may lead to one."""
    text = link_to(document)
    table = {"caption": "À lire", "columns": [{"type": "rich_text", "heading": "Quoi"}]}
    return {
        "documents": documents(document),
        "paragraph": text,
        "callout": {"level": "attention", "text": text},
        "table": table | {"rows": [{"values": [text]}]},
        "steps": {"title": "Étapes", "steps": items(*[{"title": "Un", "text": text}] * 2)},
        "accordion": items({"question": "Lesquels ?", "answer": text}),
        "video": VIDEO | {"transcript": text},
    }


def main_of(client, path="/essai/"):
    return client.get(path).text.split("<main")[1]


@pytest.mark.parametrize("kind", ["image", "gallery", "video", "logos"])
def test_no_block_shows_an_image_of_a_private_collection(
    kind, client, page_of, picture, hidden_place, move, body_of_api
):
    page = page_of((kind, image_blocks(picture)[kind]))
    move(picture, hidden_place)
    assert PICTURE not in main_of(client)
    assert PICTURE not in json.dumps(body_of_api(page))


@pytest.mark.parametrize("kind", ["image", "gallery", "video", "logos"])
def test_a_block_shows_an_image_beside_a_private_collection_and_above_it(
    kind, client, page_of, image, private, move
):
    """Or the test above would prove nothing."""
    page_of((kind, image_blocks(image)[kind]))
    above = Collection.get_first_root_node()
    for place in (above, private.add_sibling(name="Ouverte")):
        move(image, place)
        assert PICTURE in main_of(client)


def test_an_image_that_is_never_shown_takes_none_of_its_page_away(
    client, page_of, image, document, private, move
):
    page_of(("image", figure(image)), ("documents", documents(document)))
    move(image, private.add_child(name="Dedans"))
    assert PAPER in main_of(client)


@pytest.mark.parametrize(
    "kind", ["documents", "paragraph", "callout", "table", "steps", "accordion", "video"]
)
def test_no_block_leads_to_a_document_of_a_private_collection(
    kind, client, page_of, document, hidden_place, move, body_of_api
):
    page = page_of((kind, document_blocks(document)[kind]))
    assert PAPER in main_of(client)
    move(document, hidden_place)
    assert PAPER not in main_of(client)
    assert PAPER not in json.dumps(body_of_api(page))


@pytest.fixture
def outside_of_bodies(home, document):
    """Texts that stand in no body: {address: page}."""
    questions = QuestionsPage(title="Questions", slug="questions")
    group = {"title": "Venir", "questions": items({"question": "?", "answer": link_to(document)})}
    questions.groups = [{"type": "group", "value": group}]
    press = PressRoomPage(title="Presse", slug="presse", reminder=link_to(document))
    for page in (questions, press):
        home.add_child(instance=page)
    return {"/questions/", "/presse/"}


def test_no_other_text_leads_to_a_document_of_a_private_collection(
    client, outside_of_bodies, document, hidden_place, move
):
    assert {path for path in outside_of_bodies if PAPER in main_of(client, path)} == (
        outside_of_bodies
    )
    move(document, hidden_place)
    assert not [path for path in outside_of_bodies if PAPER in main_of(client, path)]
