"""The learning library: questions on the doorstep, filters that say what they would show."""

import json

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from cms.library import say_duration
from cms.models import HomePage, LibraryPage, ResourcePage
from tests.factories import ThemeFactory

pytestmark = pytest.mark.django_db

VIDEO = {
    "type": "video",
    "value": {
        "title": "Une journée",
        "url": "https://vimeo.com/1",
        "duration": "3:20",
        "image": None,
        "transcript": "",
    },
}


@pytest.fixture
def library():
    page = LibraryPage(title="Apprendre", slug="apprendre")
    return HomePage.objects.get().add_child(instance=page)


@pytest.fixture
def add(library):
    def add(title, minutes=5, themes=(), **fields):
        page = ResourcePage(title=title, minutes=minutes, **fields)
        page.themes = [ThemeFactory(code=code) for code in themes]
        return library.add_child(instance=page)

    return add


def html(client, query=""):
    return BeautifulSoup(client.get(f"/apprendre/{query}").content, "html.parser")


def titles(client, query=""):
    return {page.title for page in client.get(f"/apprendre/{query}").context["resources"]}


class TestQuestions:
    def test_lead_to_what_answers_them(self, client, add):
        add("Un CV", themes=["emploi"])
        add("Un long cours", minutes=90, themes=["emploi"])
        add("Un toit", themes=["logement"])
        form = html(client).select_one(".recherche-form")
        assert form.get("method", "get") == "get"
        labels = [label.text for label in form.select("label")]
        assert labels[:2] == ["Tu cherches quoi\u00a0?", "Tu as combien de temps\u00a0?"]
        assert titles(client, "?theme=emploi&duree=15&support=") == {"Un CV"}

    def test_are_not_asked_again_beside_their_answer(self, client, add):
        page = html(client, "?duree=5")
        assert not page.select(".recherche-form")
        assert page.find("a", string="Repartir des questions")["href"] == "/apprendre/"


class TestFilters:
    @pytest.fixture
    def resources(self, add):
        add("Un CV", themes=["emploi"], level="first")
        add("Un entretien", themes=["emploi", "orientation"], level="next", minutes=30)
        add("Un métier", themes=["orientation"], level="first", content=[VIDEO])

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", {"Un CV", "Un entretien", "Un métier"}),
            ("?theme=emploi", {"Un CV", "Un entretien"}),
            ("?theme=emploi&theme=orientation", {"Un CV", "Un entretien", "Un métier"}),
            ("?theme=orientation&niveau=first", {"Un métier"}),
            ("?support=video", {"Un métier"}),
            ("?duree=15", {"Un CV", "Un métier"}),
        ],
    )
    def test_narrow_the_page_and_the_api_alike(self, query, expected, client, resources):
        assert titles(client, query) == expected
        api = client.get(f"/api/v1/pages/?type=cms.ResourcePage&{query.removeprefix('?')}")
        assert {item["title"] for item in api.json()["items"]} == expected

    def test_each_choice_says_what_it_would_show(self, client, resources):
        facets = client.get("/apprendre/?theme=emploi&niveau=first").context["facets"]
        counts = {
            (facet.name, choice.value): choice.count for facet in facets for choice in facet.choices
        }
        assert counts["theme", "emploi"] == 1
        assert counts["theme", "orientation"] == 1
        assert counts["niveau", "next"] == 1
        assert counts["support", "video"] == 0
        assert counts["duree", "15"] == 1

    def test_what_was_chosen_stays_ticked(self, client, resources):
        page = html(client, "?theme=emploi&duree=15")
        ticked = {(one["name"], one["value"]) for one in page.select("#filtrer [checked]")}
        assert ticked == {("theme", "emploi"), ("duree", "15")}

    def test_nothing_found_leads_back(self, client, resources):
        page = html(client, "?theme=sante")
        assert page.select_one(".vide h3").text == "Rien derrière cette porte."
        assert page.find("a", string="Tout voir")["href"] == "/apprendre/"

    @pytest.mark.parametrize(
        "query", ["theme=x", "duree=-1", "duree=1e9", "niveau=\0", "support=9"]
    )
    def test_what_makes_no_sense_is_said_so_beside_everything(self, query, client, resources):
        response = client.get(f"/apprendre/?{query}")
        assert len(response.context["resources"]) == 3
        assert response.context["form"].errors
        assert client.get(f"/api/v1/pages/?type=cms.ResourcePage&{query}").status_code == 400


def test_an_empty_library_leads_to_the_workshops(client, library):
    assert "Les rayons sont encore vides." in client.get("/apprendre/").text


def test_drafts_and_restricted_pages_are_neither_listed_nor_counted(client, add):
    add("Brouillon", live=False)
    restricted = add("Réservée")
    PageViewRestriction.objects.create(
        page=restricted.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    assert titles(client) == set()
    assert client.get("/apprendre/").context["facets"].total == 0
    assert client.get("/apprendre/brouillon/").status_code == 404
    assert client.get("/apprendre/reservee/").status_code == 302


def test_an_alias_is_as_closed_as_its_source(client, add, library):
    source = add("Réservée")
    source.create_alias(parent=library, update_slug="copie")
    PageViewRestriction.objects.create(
        page=source.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get("/apprendre/copie/").status_code == 302


def test_the_pages_of_a_restricted_library_are_restricted(client, add, library):
    page = add("Un CV")
    assert client.get(page.get_absolute_url()).status_code == 200
    PageViewRestriction.objects.create(
        page=library.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get(page.get_absolute_url()).status_code == 302


def test_the_format_follows_from_the_content(add):
    page = add("Une vidéo", content=[VIDEO])
    assert page.format == "video"
    page.content = []
    page.save()
    page.refresh_from_db()
    assert page.format == "article"


def test_nothing_is_asked_of_another_site_before_the_video_is_clicked(client, add):
    page = add("Une vidéo", content=[VIDEO])
    answer = BeautifulSoup(client.get(page.get_absolute_url()).content, "html.parser")
    assert not answer.select("iframe, video, embed, object")
    assert answer.select_one("a.video-lien")["href"] == "https://vimeo.com/1"
    assert not [one for one in answer.select("[src]") if one["src"].startswith("http")]


def test_a_resource_leads_to_others_about_the_same(client, add):
    page = add("Un CV", themes=["emploi"])
    add("Un entretien", themes=["emploi"])
    add("Un toit", themes=["logement"])
    assert [other.title for other in page.alike()] == ["Un entretien"]
    assert "Un entretien" in client.get(page.get_absolute_url()).text


def test_its_breadcrumb_names_the_library_once(client, add):
    page = add("Un CV")
    answer = BeautifulSoup(client.get(page.get_absolute_url()).content, "html.parser")
    trail = [(link.text, link["href"]) for link in answer.select(".fil a")]
    assert trail == [("Accueil", "/"), ("Apprendre", "/apprendre/")]


def test_its_themes_show_before_they_are_saved(add):
    page = add("Un CV")
    page.themes = [ThemeFactory(code="emploi", name="Trouver un emploi")]
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    assert "Trouver un emploi" in response.text


@pytest.mark.parametrize(
    ("minutes", "said"), [(5, "5\u00a0min"), (60, "1\u00a0h"), (65, "1\u00a0h\u00a005")]
)
def test_durations_are_said_as_on_a_clock(minutes, said):
    assert say_duration(minutes) == said


@pytest.mark.parametrize("number", [2, 30])
def test_many_resources_cost_no_more_queries_than_two(
    number, client, add, django_assert_max_num_queries
):
    body = json.dumps([{"type": "paragraph", "value": "<p>Bonjour</p>"}])
    for index in range(number):
        add(f"Ressource {index}", themes=["emploi", "logement"], content=[VIDEO], body=body)
    for path in ("/apprendre/", "/apprendre/?theme=emploi&duree=15", "/apprendre/ressource-0/"):
        client.get(path)
        with django_assert_max_num_queries(12):
            client.get(path)
