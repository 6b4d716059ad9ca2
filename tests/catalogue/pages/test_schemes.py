"""Schemes, by need and age, and what replaced those that are over."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalogue.models import SchemeFact
from tests.factories import (
    CommuneFactory,
    OfferFactory,
    SchemeFactFactory,
    SchemeFactory,
    SchemeStepFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def replaced():
    new = SchemeFactory(name="Tremplin", slug="tremplin")
    return SchemeFactory(
        name="Garantie", slug="garantie", ends_on=date(2022, 2, 28), replaced_by=new
    )


def listed(response):
    return [scheme.name for scheme in response.context["current"]]


class TestList:
    def test_those_that_are_over_stand_apart_with_what_replaced_them(self, client, replaced):
        response = client.get("/dispositifs/")
        assert listed(response) == ["Tremplin"]
        assert response.context["archived"] == [replaced]
        assert "Terminé le 28\u00a0février 2022" in response.text

    def test_by_need(self, client):
        SchemeFactory(name="Se loger", themes=[ThemeFactory(code="logement")])
        SchemeFactory(name="Travailler", themes=[ThemeFactory(code="emploi")])
        assert listed(client.get("/dispositifs/?theme=logement")) == ["Se loger"]

    @pytest.mark.parametrize(
        ("age", "found"), [(15, False), (16, True), (25, True), (29, True), (30, False)]
    )
    def test_by_age_with_the_extension_for_a_disability(self, age, found, client):
        SchemeFactory(name="Parcours", age_min=16, age_max=25, age_max_disability=29)
        assert bool(listed(client.get(f"/dispositifs/?age={age}"))) is found

    def test_a_child_is_offered_nothing_that_does_not_say_so(self, client):
        SchemeFactory(age_min=None, age_max=None)
        assert not listed(client.get("/dispositifs/?age=12"))
        assert listed(client.get("/dispositifs/?age=16"))

    def test_a_wrong_age_says_what_to_write(self, client):
        SchemeFactory(name="Parcours")
        response = client.get("/dispositifs/?age=vingt")
        assert "Écris ton âge en chiffres" in response.text
        assert listed(response) == ["Parcours"]

    @pytest.mark.parametrize(
        "query", [{"theme": "magie"}, {"theme": "\0"}, {"age": "-1"}, {"age": "9" * 10_000}]
    )
    def test_nonsense_is_answered(self, query, client):
        assert client.get("/dispositifs/", query).status_code == 200

    def test_nothing_found_leads_somewhere(self, client):
        assert "Voir tous les dispositifs" in client.get("/dispositifs/?age=99").text

    def test_a_draft_is_not_listed(self, client):
        SchemeFactory(live=False)
        assert not listed(client.get("/dispositifs/"))


class TestPage:
    def test_a_draft_has_none(self, client):
        assert client.get(SchemeFactory(live=False).get_absolute_url()).status_code == 404

    def test_a_figure_says_since_when_and_on_whose_word(self, client):
        scheme = SchemeFactory()
        SchemeFactFactory(
            scheme=scheme,
            value="15–20 h",
            valid_from=date(2022, 3, 1),
            source_label="Code du travail",
            source_url="https://www.legifrance.gouv.fr/",
        )
        text = client.get(scheme.get_absolute_url()).text
        assert "15–20 h" in text
        assert "Depuis mars 2022" in text
        assert (
            '<a href="https://www.legifrance.gouv.fr/" rel="noopener">Code du travail</a>' in text
        )

    def test_conditions_and_steps_are_told_one_by_one(self, client):
        scheme = SchemeFactory(conditions="tu as 16 ans\ntu habites en France")
        SchemeStepFactory(scheme=scheme, title="On se rencontre")
        response = client.get(scheme.get_absolute_url())
        assert response.context["conditions"] == ["tu as 16 ans", "tu habites en France"]
        assert "On se rencontre" in response.text

    def test_an_archived_one_says_what_replaced_it_and_asks_nobody_to_join(self, client, replaced):
        replaced.conditions = "tu as 16 ans"
        replaced.save()
        text = client.get("/dispositifs/garantie/").text
        assert "n’existe plus depuis le 28\u00a0février 2022" in text
        assert 'href="/dispositifs/tremplin/"' in text
        assert "C’est ta porte" not in text

    def test_the_new_one_says_what_it_replaced(self, client, replaced):
        response = client.get("/dispositifs/tremplin/")
        assert list(response.context["replaced"]) == [replaced]

    def test_a_successor_that_is_a_draft_is_not_named(self, client, replaced):
        replaced.replaced_by.unpublish()
        assert "Tremplin" not in client.get("/dispositifs/garantie/").text
        assert "Tremplin" not in client.get("/dispositifs/").text

    def test_its_history_goes_from_the_oldest(self, client):
        scheme = SchemeFactory()
        for year in [2022, 2020]:
            SchemeFactFactory(
                scheme=scheme,
                kind=SchemeFact.Kind.MILESTONE,
                value="",
                label=f"En {year}",
                valid_from=date(year, 1, 1),
            )
        milestones = client.get(scheme.get_absolute_url()).context["milestones"]
        assert [fact.label for fact in milestones] == ["En 2020", "En 2022"]

    def test_its_offers_are_those_near_the_town(self, client):
        scheme = SchemeFactory()
        here = CommuneFactory(insee_code="94016", name="Cachan")
        near = OfferFactory(scheme=scheme, commune=here)
        OfferFactory(scheme=scheme, commune=CommuneFactory(latitude=45.0, longitude=5.0))
        OfferFactory(scheme=scheme, expires_on=timezone.localdate() - timedelta(days=1))
        response = client.get(scheme.get_absolute_url(), {"lieu": "cachan"})
        assert list(response.context["offers"]) == [near]
