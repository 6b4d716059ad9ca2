"""The README, the guides that staff read, and their pictures (`docs/screenshots.py`)."""

import re

from bs4 import BeautifulSoup
from django.conf import settings

IMAGES = settings.BASE_DIR / "docs/images"
README = settings.BASE_DIR / "README.md"
GUIDES = sorted((settings.BASE_DIR / "docs").glob("guide-*.md"))
#: A page of five of them opens at once on a telephone's connection.
MAX_BYTES = 150_000


def pictures_of(path):
    """(what it shows in words, its file) of each picture, in Markdown or in HTML."""
    text = path.read_text("utf-8")
    shown = re.findall(r"!\[(.*?)\]\((.+?)\)", text)
    shown += [
        (image.get("alt", ""), image["src"])
        for image in BeautifulSoup(text, "html.parser").find_all("img")
    ]
    return [(words, (path.parent / source).resolve()) for words, source in shown]


def test_each_picture_exists_says_what_it_shows_and_each_one_is_shown():
    shown = [picture for path in [README, *GUIDES] for picture in pictures_of(path)]
    assert all(words for words, _path in shown)
    assert {path for _words, path in shown} == set(IMAGES.iterdir())


def test_the_readme_shows_the_home_page_a_review_and_the_activity():
    assert [path.stem for _words, path in pictures_of(README)] == [
        "readme-accueil",
        "readme-nuit",
        "readme-reponse",
        "imports-verification",
        "activite-tableau",
    ]


def test_no_picture_is_heavy():
    assert [path.name for path in IMAGES.iterdir() if path.stat().st_size > MAX_BYTES] == []
