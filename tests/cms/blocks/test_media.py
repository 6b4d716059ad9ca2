"""Images, documents and videos: what is told of them, and that nothing leaves this site."""

import re

import pytest
from django.core.exceptions import ValidationError

from cms.blocks import TextBlock

pytestmark = pytest.mark.django_db

BLOCKS = TextBlock().child_blocks
VIDEO = {
    "title": "Une journée",
    "url": "https://www.youtube.com/watch?v=abc",
    "duration": "3:20",
    "image": None,
    "transcript": "<p>Bonjour.</p>",
}


def figure(image, alt_text="Une porte ouverte", *, decorative=False):
    chosen = {"image": image.pk, "alt_text": alt_text, "decorative": decorative}
    return {"image": chosen, "caption": "Le samedi", "credit": "Parvis"}


def checked(name, value):
    return BLOCKS[name].clean(BLOCKS[name].to_python(value))


def test_an_image_needs_an_alternative_or_to_be_decorative(image):
    checked("image", figure(image))
    checked("image", figure(image, "", decorative=True))
    with pytest.raises(ValidationError):
        checked("image", figure(image, ""))


def test_an_image_says_its_size_and_comes_in_light_formats(client, page_of, image):
    page_of(("image", figure(image)))
    html = client.get("/essai/").text
    assert 'type="image/avif"' in html
    [tag] = re.findall(r'<img[^>]*alt="Une porte ouverte"[^>]*>', html)
    assert 'width="' in tag
    assert 'height="' in tag
    assert 'loading="lazy"' in tag


def test_the_api_does_not_tell_the_name_of_a_file(page_of, image, body_of_api):
    [block] = body_of_api(page_of(("image", figure(image))))
    assert set(block["value"]["image"]["image"]) == {"url", "width", "height"}
    assert block["value"]["image"]["alt_text"] == "Une porte ouverte"


def test_a_gallery_shows_each_of_its_images_with_its_own_text(client, page_of, image):
    items = [
        {"type": "item", "id": str(index), "value": figure(image, f"Vue {index}")}
        for index in (1, 2)
    ]
    page_of(("gallery", items))
    html = client.get("/essai/").text
    assert 'alt="Vue 1"' in html
    assert 'alt="Vue 2"' in html


def documents(*files):
    items = [
        {"type": "item", "id": str(file.pk), "value": {"document": file.pk, "title": ""}}
        for file in files
    ]
    return {"title": "À télécharger", "documents": items}


def test_a_document_tells_its_format_and_its_size(client, page_of, document):
    page_of(("documents", documents(document)))
    html = client.get("/essai/").text
    assert "Papiers à apporter" in html
    assert re.search(r"PDF,\s2\u00a0Ko", html)


def test_what_is_in_a_private_collection_is_not_shown(
    client, page_of, document, image, private, body_of_api
):
    page = page_of(("documents", documents(document)), ("image", figure(image)))
    for file in (document, image):
        file.collection = private
        file.save()
    html = client.get("/essai/").text.split("<main")[1]
    assert "Papiers" not in html
    assert "Une porte ouverte" not in html
    listed, shown = body_of_api(page)
    assert listed["value"]["documents"][0]["document"] is None
    assert shown["value"]["image"]["image"] is None


def test_a_video_is_a_link_and_loads_nothing(client, page_of):
    page_of(("video", VIDEO))
    html = client.get("/essai/").text.split("<main")[1].split("</main>")[0]
    assert 'href="https://www.youtube.com/watch?v=abc"' in html
    assert re.search(r"Vidéo, 3:20, sur YouTube", html)
    assert not re.search(r"<(iframe|video|embed|object)|src=\"https?:", html)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/video",
        "https://notyoutube.com/watch?v=abc",
        "https://youtube.com.example.org/",
        "javascript:alert(1)//youtube.com",
    ],
)
def test_videos_come_from_where_we_know(url):
    with pytest.raises(ValidationError):
        checked("video", VIDEO | {"url": url})


def test_a_video_says_how_long_it_lasts():
    checked("video", VIDEO)
    with pytest.raises(ValidationError):
        checked("video", VIDEO | {"duration": "long"})
