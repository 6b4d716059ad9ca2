"""What a page in another language says in that language, and what it says in French."""

import ast
import re
from functools import cache

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, NavigableString
from django.conf import settings
from django.urls import reverse
from django.utils.translation.template import templatize
from wagtail.models import Page

from catalogue.models import Scheme, SchemeFact, SchemeStep, SchemeTranslation
from tests import factories

pytestmark = pytest.mark.django_db

EVERY_CATALOGUE = sorted(settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po"))
#: Ours are written in French: that of the French only has other words for Wagtail's.
CATALOGUES = [path for path in EVERY_CATALOGUE if path.parts[-3] != "fr"]
#: Templates that speak the language of the page, outside of their `{% french %}` parts.
SPOKEN = [
    "site/templates/base.html",
    *(
        f"site/templates/components/{name}.html"
        for name in [
            "alerts", "breadcrumb", "call_to_action", "easy", "finder", "footer", "header",
            "languages", "meta", "place_field",
        ]
    ),
    "catalogue/templates/catalogue/home.html",
    "catalogue/templates/catalogue/translated_scheme_detail.html",
    "catalogue/templates/catalogue/translated_scheme_list.html",
    *(
        f"cms/templates/cms/blocks/{name}.html"
        for name in [
            "accordion", "button", "callout", "cards", "contact", "figure", "gallery", "heading",
            "paragraph", "quote", "steps", "table", "testimonial",
        ]
    ),
    "cms/templates/cms/easy_read_page.html",
    "cms/templates/cms/standard_page.html",
]  # fmt: skip
FRENCH_PARTS = re.compile(r"\{% french.*?\{% endfrench %\}", re.DOTALL)
#: Names that every language writes so.
NAMES = re.compile(r"Missions? Locales?|Parvis|Villejuif|\b(?:AR|FR|UK)\b")
#: What French words would be, among Arabic ones.
LATIN = re.compile(r"[A-Za-zÀ-ÿ]{2,}")


@cache
def catalogue(path):
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def words_of(template):
    source = FRENCH_PARTS.sub("", (settings.BASE_DIR / template).read_text("utf-8"))
    found = re.findall(r"""gettext\(u?('.*?'|".*?")\) """, templatize(source))
    return [ast.literal_eval(literal) for literal in found]


def spoken(page):
    """(text, language) of each text, each label and each hint that the page holds."""
    for node in page.descendants:
        if isinstance(node, NavigableString):
            if type(node) is NavigableString and node.strip() and node.parent.name != "script":
                yield node.strip(), language_of(node.parent)
        else:
            for name in ("aria-label", "placeholder", "alt", "data-around-me", "data-suggestions"):
                if node.get(name):
                    yield node[name], language_of(node)


def language_of(element):
    return next(e["lang"] for e in [element, *element.parents] if e.get("lang"))


def french_unmarked(client, path):
    response = client.get(path)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    for head in page.select("meta, title, link"):
        head.decompose()
    return {
        text
        for text, language in spoken(page)
        if language == "ar" and LATIN.search(NAMES.sub("", text))
    }


@pytest.fixture
def arabic_scheme(arabic_schemes):
    scheme = factories.SchemeFactory(
        name="Contrat", slug="contrat", conditions="tu as 16 ans", how_to_join="Parles-en."
    )
    SchemeFact.objects.create(
        scheme=scheme, value="12 mois", label="au plus", valid_from="2022-03-01"
    )
    SchemeStep.objects.create(scheme=scheme, title="On se rencontre")
    SchemeTranslation.objects.create(
        scheme=scheme, language="ar", name="عقد", summary="نبحث معك.", conditions="عمرك 16 سنة"
    )
    return scheme


@pytest.mark.parametrize(
    "path", ["/ar/", "/ar/?lieu=nulle-part", "/ar/mentions-legales/", "/ar/dispositifs/"]
)
def test_nothing_in_french_passes_for_arabic(client, arabic_legal, arabic_scheme, path):
    factories.OfferSessionFactory()
    factories.ThemeFactory()
    assert french_unmarked(client, path) == set()


def test_what_is_not_translated_is_in_french_and_says_so(client, arabic_home):
    factories.ThemeFactory(name="Un toit")
    page = BeautifulSoup(client.get("/ar/").content, "html.parser")
    part = page.find(string=re.compile("Un toit")).find_parent(lang=True)
    assert (part["lang"], part["dir"]) == ("fr", "ltr")


def test_an_alert_is_in_french_whatever_the_page(client, arabic_home):
    factories.AlertFactory(message="Fermé demain", scope="everywhere")
    page = BeautifulSoup(client.get("/ar/").content, "html.parser")
    assert language_of(page.find(string=re.compile("Fermé demain")).parent) == "fr"


def test_the_menu_leads_to_translations_and_else_to_french_pages_marked_so(client, arabic_schemes):
    page = BeautifulSoup(client.get("/ar/").content, "html.parser")
    links = {a["href"]: a for a in page.select("#menu a")}
    assert links["/ar/dispositifs/"].text == "المساعدات"
    assert "/dispositifs/" not in links
    assert (links["/offres/"].text, links["/offres/"]["lang"]) == ("Offres", "fr")


def test_a_french_page_marks_nothing(client, arabic_legal):
    page = BeautifulSoup(client.get("/mentions-legales/").content, "html.parser")
    assert [e["lang"] for e in page.select("[lang]") if not e.find_parent(id="langues")] == ["fr"]


def test_a_scheme_says_what_was_translated_and_the_rest_in_french(client, arabic_scheme):
    path = "/ar/dispositifs/contrat/"
    page = BeautifulSoup(client.get(path).content, "html.parser")
    for text, language in [
        ("عقد", "ar"),
        ("عمرك 16 سنة", "ar"),
        ("Parles-en.", "fr"),
        ("12 mois", "fr"),
        ("On se rencontre", "fr"),
    ]:
        found = page.main.find(string=re.compile(text))
        assert language_of(found.parent) == language, text
    assert french_unmarked(client, path) == set()


def test_a_translation_that_nobody_read_again_says_so(client, arabic_scheme):
    path, notice = "/ar/dispositifs/contrat/", "لم يراجع هذه الترجمة"
    assert notice in client.get(path).text
    SchemeTranslation.objects.update(is_proofread=True)
    assert notice not in client.get(path).text


def test_a_scheme_in_french_alone_is_read_in_french(client, arabic_schemes):
    scheme = factories.SchemeFactory(slug="garantie")
    assert client.get("/ar/dispositifs/garantie/").url == scheme.get_absolute_url()
    assert client.get("/ar/dispositifs/inconnu/").status_code == 404


def test_a_scheme_and_its_translation_name_each_other(client, arabic_scheme):
    for path in ["/dispositifs/contrat/", "/ar/dispositifs/contrat/"]:
        page = BeautifulSoup(client.get(path).content, "html.parser")
        links = page.select('link[rel="alternate"][hreflang]')
        assert {a["hreflang"]: a["href"] for a in links} == {
            "fr": "http://testserver/dispositifs/contrat/",
            "ar": "http://testserver/ar/dispositifs/contrat/",
            "x-default": "http://testserver/dispositifs/contrat/",
        }
    assert "<loc>http://testserver/ar/dispositifs/contrat/</loc>" in (
        client.get("/sitemap-dispositifs.xml").text
    )


def test_a_translation_waits_for_its_list_to_be_published(client, arabic_scheme, arabic_schemes):
    arabic_schemes.unpublish()
    assert "/ar/dispositifs/" not in client.get("/dispositifs/contrat/").text
    assert "/ar/dispositifs/" not in client.get("/sitemap-dispositifs.xml").text


def test_a_translation_in_a_draft_is_not_public(client, arabic_schemes):
    scheme = factories.SchemeFactory(slug="contrat")
    scheme = Scheme.objects.get(pk=scheme.pk)
    scheme.translations.add(SchemeTranslation(language="ar", name="عقد", summary="نبحث"))
    revision = scheme.save_revision()
    assert client.get("/ar/dispositifs/contrat/").status_code == 302
    assert "عقد" not in client.get("/ar/dispositifs/").text
    revision.publish()
    assert "عقد" in client.get("/ar/dispositifs/").text


def test_a_translated_scheme_keeps_to_the_budget(
    client, arabic_scheme, django_assert_max_num_queries
):
    for path in ["/dispositifs/contrat/", "/ar/dispositifs/contrat/"]:
        client.get(path)
        with django_assert_max_num_queries(12):
            client.get(path)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_each_language_has_all_the_words_that_frame_its_pages(path):
    said = {message.id for message in catalogue(path) if message.string}
    wanted = {word for template in SPOKEN for word in words_of(template)}
    assert wanted
    assert wanted - said == set()


@pytest.mark.parametrize("path", EVERY_CATALOGUE, ids=lambda path: path.parts[-3])
def test_what_is_committed_was_compiled_from_it(path):
    """`make messages`, or French words come out."""
    with path.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert words_in(compiled) == words_in(catalogue(path))


def words_in(messages):
    """[([what is said of one, of several], [the same in the language])]"""
    pairs = [(message.id, message.string) for message in messages if message.id]
    return sorted([*map(listed, pair)] for pair in pairs)


def listed(words):
    return [words] if isinstance(words, str) else list(words)


def test_each_language_has_a_catalogue():
    assert [path.parts[-3] for path in CATALOGUES] == ["ar", "en", "fa_AF", "uk"]


def test_a_language_is_no_region_for_who_translates(client):
    """Wagtail's French calls it so; regions are networks here."""
    client.force_login(factories.UserFactory(is_superuser=True))
    page = Page.objects.get(slug="mentions-legales")
    url = reverse("simple_translation:submit_page_translation", args=[page.pk])
    form = BeautifulSoup(client.get(url).content, "html.parser").main.text
    assert "Langues" in form
    assert "région" not in form.lower()
