"""Sections, contact pages and key figures: what they lead to, and what they say when empty."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from cms.models import ContactPage, FiguresPage, FormPage, HomePage, SectionPage, StandardPage
from tests.blocks import items

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return HomePage.objects.get()


@pytest.fixture
def section(home):
    return home.add_child(instance=SectionPage(title="Le réseau", slug="reseau"))


def add(parent, title, **fields):
    return parent.add_child(instance=StandardPage(title=title, **fields))


def html_of(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


class TestSection:
    def test_leads_to_its_pages_in_their_order(self, section, client):
        add(section, "Qui nous sommes", search_description="Une histoire depuis 1982.")
        add(section, "Notre charte")
        html = html_of(client, "/reseau/")
        cards = [(link.text, link["href"]) for link in html.select(".cartes a")]
        assert cards == [
            ("Qui nous sommes", "/reseau/qui-nous-sommes/"),
            ("Notre charte", "/reseau/notre-charte/"),
        ]
        assert "Une histoire depuis 1982." in html.select_one(".cartes").text

    def test_leads_to_nothing_that_somebody_may_not_read(self, section, client):
        add(section, "Brouillon", live=False)
        restricted = add(section, "Réservée")
        PageViewRestriction.objects.create(page=restricted.page_ptr, password="x")
        text = client.get("/reseau/").text
        assert "Brouillon" not in text
        assert "Réservée" not in text
        assert "Rien ici pour l’instant." in text

    def test_the_pages_below_say_where_they_stand(self, section, client):
        inner = section.add_child(instance=SectionPage(title="Histoire", slug="histoire"))
        add(inner, "1982", slug="debut")
        html = html_of(client, "/reseau/histoire/debut/")
        trail = [(link.text, link["href"]) for link in html.select(".fil a")]
        assert trail == [
            ("Accueil", "/"),
            ("Le réseau", "/reseau/"),
            ("Histoire", "/reseau/histoire/"),
        ]

    def test_a_section_that_was_unpublished_is_no_more_in_their_trail(self, section, client):
        add(section, "Notre charte", slug="charte")
        section.unpublish()
        html = html_of(client, "/reseau/charte/")
        assert [link.text for link in html.select(".fil a")] == ["Accueil"]

    def test_a_restriction_on_it_holds_for_the_pages_below(self, section, client):
        add(section, "Notre charte", slug="charte")
        PageViewRestriction.objects.create(
            page=section.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )
        assert client.get("/reseau/charte/").status_code == 302

    def test_an_alias_below_it_is_closed_like_its_source(self, section, home, client):
        source = add(home, "Réservée", slug="reservee")
        source.create_alias(parent=section, update_slug="copie")
        PageViewRestriction.objects.create(
            page=source.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )
        assert client.get("/reseau/copie/").status_code == 302


class TestContact:
    @pytest.fixture
    def page(self, home):
        return home.add_child(instance=ContactPage(title="Contact", slug="contact"))

    def test_begins_with_the_question_that_finds_a_door(self, page, client):
        form = html_of(client, "/contact/").select_one("main form")
        assert form["action"] == "/missions-locales/"
        assert form.select_one("input[name=lieu]")

    def test_shows_no_phone_number_nor_address_that_nobody_wrote(self, page, client):
        main = html_of(client, "/contact/").select_one("main")
        assert not main.select("a[href^='tel:'], a[href^='mailto:']")

    def test_shows_the_contacts_that_were_written(self, page, client):
        value = {"title": "Le réseau", "structure": None, "email": "reseau@exemple.test"}
        page.body = [{"type": "contact", "value": value}]
        page.save()
        assert html_of(client, "/contact/").select_one("a[href='mailto:reseau@exemple.test']")

    def test_leads_to_the_forms_below_it(self, page, client):
        page.add_child(instance=FormPage(title="Nous écrire", slug="ecrire"))
        assert 'href="/contact/ecrire/">Nous écrire' in client.get("/contact/").text


class TestFigures:
    @pytest.fixture
    def page(self, home):
        return home.add_child(instance=FiguresPage(title="Chiffres", slug="chiffres"))

    def written(self, **fields):
        figure = {
            "value": "600 000",
            "label": "jeunes contactés",
            "coverage": "toute la France, du 16 au 22 mars 2020",
            "definition": "Au moins un appel.",
            "source": "Un rapport",
            "url": "https://exemple.test/rapport",
            "date": "2020-06-01",
        }
        return items(figure | fields)

    def test_a_written_figure_says_what_it_covers_and_who_says_so_and_when(self, page, client):
        page.body = [{"type": "written_figures", "value": self.written()}]
        page.save()
        figure = html_of(client, "/chiffres/").select_one(".mesure")
        text = " ".join(figure.text.split())
        for words in ("600 000", "jeunes contactés", "du 16 au 22 mars 2020", "Au moins un appel."):
            assert words in text
        assert "1er juin 2020" in text
        assert figure.a["href"] == "https://exemple.test/rapport"

    def test_how_to_read_figures_of_the_activity_is_told_beside_them_only(self, page, client):
        page.body = [{"type": "written_figures", "value": self.written()}]
        page.save()
        assert not page.follows_activity
        page.body = [{"type": "figures", "value": []}]
        page.save()
        assert "Lire ces chiffres" in client.get("/chiffres/").text

    def test_an_empty_page_says_what_will_come(self, page, client):
        assert "Pas encore de chiffre ici." in client.get("/chiffres/").text
