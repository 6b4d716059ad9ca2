"""Pages in other languages: the home page and a page of text, in each language that is asked."""

import json

import pytest
from wagtail.models import Locale

from cms.models import HomePage, SchemeIndexPage, StandardPage


@pytest.fixture
def home():
    return HomePage.objects.get(locale__language_code="fr")


@pytest.fixture
def legal(home):
    return StandardPage.objects.child_of(home).get(slug="mentions-legales")


@pytest.fixture
def translate():
    """`translate(page, "ar", title="…")` → its published translation; `live=False` → a draft."""

    def translate(page, code, *, live=True, **fields):
        translated = page.copy_for_translation(Locale.objects.get(language_code=code))
        blank = {"heading": "", "summary": "", "seo_title": "", "search_description": ""}
        for name, value in {**blank, "title": f"{page.slug} {code}", **fields}.items():
            setattr(translated, name, value)
        revision = translated.save_revision()
        if live:
            revision.publish()
        return type(page).objects.get(pk=translated.pk)

    return translate


@pytest.fixture
def arabic_home(home, translate):
    return translate(home, "ar", title="الرئيسية", heading="أين تسكن؟", summary="خلف الباب شخص.")


@pytest.fixture
def arabic_legal(arabic_home, legal, translate):
    body = [{"type": "paragraph", "value": "<p>من نحن.</p>"}]
    return translate(legal, "ar", title="من نحن", body=json.dumps(body))


@pytest.fixture
def arabic_schemes(arabic_home, home, translate):
    return translate(SchemeIndexPage.objects.child_of(home).get(), "ar", title="المساعدات")
