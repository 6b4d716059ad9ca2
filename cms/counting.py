"""Who is counted when something isn't found, and what is kept of a search: nothing of anybody."""

import re
import unicodedata
from http import HTTPMethod

from .models.counts import MissedSearch
from .models.promotions import key_for

MAX_TEXT = MissedSearch._meta.get_field("text").max_length
PROGRAMS = re.compile(r"bot|crawl|spider|slurp|scan|curl|wget|python|java/|go-http", re.IGNORECASE)
#: An e-mail address or another one of the web, a phone number, a date of birth, any long number.
PERSONAL = re.compile(r"@|\w\.[a-z]{2,}|(?:\d[\s./-]*){6}", re.IGNORECASE)


def is_a_person(request):
    """Programs that name themselves, and previews, aren't counted."""
    program = request.headers.get("User-Agent", "")
    return (
        request.method == HTTPMethod.GET
        and not getattr(request, "is_dummy", False)  # a preview
        and bool(program)
        and not PROGRAMS.search(program)
    )


def count_missed_search(request, text):
    """Never a text that may say who typed it, as far as a program can tell."""
    text = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    key = key_for(text)
    if is_a_person(request) and key and len(text) <= MAX_TEXT and not PERSONAL.search(text):
        MissedSearch.count_one(key, text)
