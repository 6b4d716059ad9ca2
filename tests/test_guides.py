"""The guides that staff read, and their pictures (`docs/screenshots.py`)."""

import re

from django.conf import settings

DOCS = settings.BASE_DIR / "docs"


def test_each_picture_of_a_guide_exists_says_what_it_shows_and_each_one_is_shown():
    shown = [
        picture
        for guide in DOCS.glob("guide-*.md")
        for picture in re.findall(r"!\[(.*?)\]\((.+?)\)", guide.read_text("utf-8"))
    ]
    assert all(words for words, _path in shown)
    pictures = {f"images/{path.name}" for path in (DOCS / "images").iterdir()}
    assert {path for _words, path in shown} == pictures
