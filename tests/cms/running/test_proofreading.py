"""How easily a page is read, and what is said to whoever writes it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from catalogue.models import Role
from cms.models import StandardPage
from cms.plain_language import read
from cms.proofreading import proofread
from tests.catalogue.admin.tools import text_of

pytestmark = pytest.mark.django_db

EASY = "Tu viens quand tu veux. On parle de toi. On cherche avec toi ce qui te va. " * 3
HARD = (
    "Préalablement à toute sollicitation, les bénéficiaires procéderont à la vérification des "
    "modalités administratives susceptibles de conditionner, conformément aux dispositions "
    "réglementaires applicables, l’attribution définitive des différentes prestations. "
) * 2


class TestReading:
    def test_short_words_in_short_sentences_are_easy(self):
        assert read(EASY).score < 35
        assert str(read(EASY).level) == "facile à lire"

    def test_long_words_in_long_sentences_are_hard(self):
        assert read(HARD).score > 55
        assert str(read(HARD).level) == "très difficile à lire"

    def test_too_short_a_text_has_no_score(self):
        assert (read("Bonjour.").score, read("Bonjour.").level) == (None, "")

    @pytest.mark.parametrize("text", ["", "   \n ", "1 234 !", "…"])
    def test_a_text_without_words_has_nothing(self, text):
        assert (read(text).words, read(text).sentences) == (0, 0)

    def test_paragraphs_titles_and_items_are_sentences_too(self):
        assert read("Nos horaires\nLe lundi\nLe mardi").sentences == 3

    def test_a_number_with_a_comma_or_a_title_does_not_end_a_sentence(self):
        assert read("M. Petit a 12,5 heures. Il vient !").sentences == 2

    def test_a_long_sentence_is_quoted_by_its_beginning(self):
        long = "Il y a " + "un mot, " * 20 + "puis la fin."
        assert read(f"Court. {long}").long_sentences[0].startswith("Il y a un mot")

    @pytest.mark.parametrize("apostrophe", ["'", "’"])
    def test_administrative_words_have_plainer_ones(self, apostrophe):
        text = f"À l{apostrophe}issue de l’atelier, tu percevras rien mais tu vas percevoir."
        assert read(text).jargon == [("à l’issue de", "après"), ("percevoir", "recevoir")]


def page_with(*blocks, **fields):
    page = StandardPage(title="Essai", slug="essai", **fields)
    page.body = [{"type": kind, "value": value} for kind, value in blocks]
    return Page.objects.get(depth=2).add_child(instance=page)


def advice(*blocks):
    return proofread(page_with(*blocks)).advice


class TestAdvice:
    @pytest.mark.parametrize("text", ["ici", "Cliquez ici", "en savoir plus…", " Lire la suite "])
    def test_a_link_says_where_it_leads(self, text):
        (said,) = advice(("paragraph", f'<p><a href="https://a.fr/">{text}</a></p>'))
        assert "ne dit pas où il mène" in said

    def test_an_address_is_no_text(self):
        (said,) = advice(("paragraph", '<p><a href="https://a.fr/">https://a.fr/</a></p>'))
        assert "ne se lit pas à voix haute" in said

    def test_a_link_that_says_where_it_leads_is_let_be(self):
        link = '<a linktype="page" id="3">les horaires de l’antenne</a>'
        assert advice(("paragraph", f"<p>{link}</p>")) == []

    @pytest.mark.parametrize(("alt", "number"), [("IMG_2041.jpg", 1), ("Une porte ouverte", 0)])
    def test_a_file_s_name_describes_no_image(self, alt, number):
        value = {"image": {"image": None, "decorative": False, "alt_text": alt}}
        assert len(advice(("image", {**value, "caption": "", "credit": ""}))) == number

    def test_the_words_of_every_block_count(self):
        steps = [{"type": "item", "value": {"title": "Venir", "text": f"<p>{HARD}</p>"}}]
        page = page_with(("accordion", []), ("steps", {"title": "Étapes", "steps": steps}))
        assert proofread(page).reading.words > 30


class TestInTheEditor:
    def test_the_advice_stands_beside_the_checks(self, sign_in):
        page = page_with(("paragraph", '<p><a href="https://a.fr/">cliquez ici</a></p>'))
        client = sign_in(Role.COMMUNICATION)
        response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        panel = BeautifulSoup(response.content, "html.parser").select_one(
            "[data-side-panel='checks']"
        )
        assert "Le lien « cliquez ici » ne dit pas où il mène" in panel.get_text()
        assert panel.select_one("[data-content-word-count]")

    def test_every_rule_of_the_checker_is_on_and_speaks_french(self, sign_in):
        page = page_with()
        client = sign_in(Role.COMMUNICATION)
        text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        script = BeautifulSoup(text, "html.parser").select_one("#checker-axe-configuration").string
        assert "runOnly" not in script
        assert "image-redundant-alt" in script

    def test_a_page_that_is_not_saved_yet_says_to_save_it(self, sign_in):
        parent = Page.objects.get(depth=2)
        url = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", parent.pk])
        assert "Enregistrez le brouillon" in text_of(sign_in(Role.COMMUNICATION).get(url))


class TestReport:
    def test_the_hardest_comes_first(self, sign_in):
        StandardPage.objects.update(body="[]", summary="")
        easy = page_with(("paragraph", f"<p>{EASY}</p>"))
        page = StandardPage(title="Dure", slug="dure", summary=HARD[:400])
        easy.get_parent().add_child(instance=page)
        response = sign_in(Role.COMMUNICATION).get(reverse("cms_readability"))
        titles = [row["title"] for row in response.context["object_list"]]
        assert titles.index("Dure") < titles.index("Essai")
        assert {row["site"] for row in response.context["object_list"]} == {"localhost"}

    def test_it_asks_as_few_questions_for_many_pages(self, sign_in, django_assert_max_num_queries):
        client = sign_in(Role.COMMUNICATION)
        for number in range(20):
            page = StandardPage(title="P", slug=f"p{number}", summary=HARD[:400])
            Page.objects.get(depth=2).add_child(instance=page)
        client.get(reverse("cms_readability"))
        with django_assert_max_num_queries(30):
            client.get(reverse("cms_readability"))
