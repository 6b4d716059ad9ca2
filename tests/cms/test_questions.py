"""Frequently asked questions: folded, each with an address, told to search engines."""

import json

import pytest
from bs4 import BeautifulSoup

from cms.models import HomePage, QuestionsPage

pytestmark = pytest.mark.django_db


def question(text, answer="<p>Oui.</p><p>C’est <b>gratuit</b>.</p>"):
    return {"question": text, "answer": answer}


@pytest.fixture
def page():
    groups = [
        {"title": "Venir", "questions": [question("C’est payant ?"), question("C’est où ?")]},
        {"title": "Rester", "questions": [question("C’est payant ?")]},
    ]
    page = QuestionsPage(
        title="Questions",
        slug="questions",
        groups=json.dumps([{"type": "group", "value": group} for group in groups]),
    )
    return HomePage.objects.get().add_child(instance=page)


def test_each_question_has_an_address_of_its_own(page, client):
    html = BeautifulSoup(client.get("/questions/").content, "html.parser")
    assert [item["id"] for item in html.select("details")] == [
        "cest-payant",
        "cest-ou",
        "cest-payant-2",
    ]
    assert [link["href"] for link in html.select(".tri a")] == ["#venir", "#rester"]
    assert [heading["id"] for heading in html.select("main h2")] == ["venir", "rester"]


def test_search_engines_read_the_questions_with_plain_answers(page, client):
    html = BeautifulSoup(client.get("/questions/").content, "html.parser")
    document = json.loads(html.select_one("script[type='application/ld+json']").string)
    assert document["@type"] == "FAQPage"
    first = document["mainEntity"][0]
    assert first["name"] == "C’est payant ?"
    assert first["acceptedAnswer"]["text"] == "Oui. C’est gratuit."
    assert first["url"] == "http://testserver/questions/#cest-payant"


def test_the_words_of_an_answer_are_searched(page, client):
    page.save_revision().publish()
    assert "/questions/" in client.get("/recherche/?q=gratuit").text
