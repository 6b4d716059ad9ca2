"""Campaigns: under way, coming, then an archive that says so; one of them on the home page."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import (
    CampaignIndexPage,
    CampaignNews,
    CampaignPage,
    CampaignScheme,
    HomePage,
    NewsIndexPage,
    NewsPage,
)
from tests.factories import OfferFactory, SchemeFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaigns():
    index = CampaignIndexPage(title="Campagnes", slug="campagnes")
    return HomePage.objects.get().add_child(instance=index)


@pytest.fixture
def add(campaigns):
    def add(title, start, end, **fields):
        """Between two days counted from today."""
        today = timezone.localdate()
        page = CampaignPage(
            title=title,
            starts_on=today + timedelta(days=start),
            ends_on=today + timedelta(days=end),
            **fields,
        )
        return campaigns.add_child(instance=page)

    return add


def html(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def titles(found):
    return [page.title for page in found]


class TestList:
    def test_those_under_way_come_first_then_those_to_come_then_the_archive(self, client, add):
        add("Finie", -30, -1)
        add("Bientôt", 1, 30)
        add("Dernier jour", -30, 0)
        add("Premier jour", 0, 30)
        context = client.get("/campagnes/").context
        assert titles(context["under_way"]) == ["Dernier jour", "Premier jour"]
        assert titles(context["coming"]) == ["Bientôt"]
        assert titles(context["archive"]) == ["Finie"]

    def test_the_archive_is_told_by_year_and_a_year_has_an_address(self, client, campaigns):
        for year in (2021, 2023):
            page = CampaignPage(
                title=f"De {year}", starts_on=date(year, 1, 1), ends_on=date(year, 2, 1)
            )
            campaigns.add_child(instance=page)
        page = html(client, "/campagnes/")
        assert [heading.text for heading in page.select(".annee h3")] == ["2023", "2021"]
        link = page.select_one(".tri a[href='?annee=2021#archives']")
        assert link.text == "2021"
        narrowed = html(client, "/campagnes/?annee=2021")
        assert [one.a.text for one in narrowed.select("article h4")] == ["De 2021"]
        assert narrowed.select_one(".tri [aria-current]").text == "2021"

    @pytest.mark.parametrize("year", ["deux", "1", "99999", "\0"])
    def test_what_is_no_year_is_said_so_beside_the_whole_archive(self, year, client, add):
        add("Finie", -30, -1)
        response = client.get("/campagnes/", {"annee": year})
        assert titles(response.context["archive"]) == ["Finie"]
        assert response.context["errors"]

    def test_an_empty_year_leads_to_the_others(self, client, add):
        add("Finie", -30, -1)
        text = client.get("/campagnes/?annee=1999").text
        assert "Aucune campagne finie cette année-là." in text

    def test_without_any_the_page_leads_to_the_offers(self, client, campaigns):
        page = html(client, "/campagnes/")
        assert "Pas de campagne en ce moment." in page.text
        assert page.select_one("main .fleche")["href"] == "/offres/"

    def test_drafts_and_restricted_pages_are_in_no_part_of_it(self, client, add):
        add("Brouillon", -1, 1, live=False)
        restricted = add("Réservée", -30, -1)
        PageViewRestriction.objects.create(page=restricted.page_ptr, password="x")
        context = client.get("/campagnes/").context
        assert not context["under_way"]
        assert not context["archive"].object_list
        assert not context["years"]


class TestPage:
    def test_one_that_is_over_is_still_read_and_says_since_when(self, client, campaigns):
        page = campaigns.add_child(
            instance=CampaignPage(
                title="Un été", starts_on=date(2023, 6, 1), ends_on=date(2023, 9, 1)
            )
        )
        text = client.get(page.get_absolute_url()).text
        assert "Cette campagne est finie depuis le 1er\u00a0septembre 2023." in text
        assert "(campagne finie)" in BeautifulSoup(text, "html.parser").title.text
        assert 'href="/campagnes/">Les campagnes du moment' in text

    def test_one_under_way_says_when(self, client, add):
        page = add("En cours", -1, 1)
        text = client.get(page.get_absolute_url()).text
        assert "En ce moment" in text
        assert "est finie" not in text

    def test_it_cannot_end_before_it_begins(self, campaigns):
        page = CampaignPage(
            title="À l’envers", starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1)
        )
        page.slug, page.path, page.depth = "envers", campaigns.path + "0001", 4
        with pytest.raises(ValidationError, match="La date de fin est avant"):
            page.full_clean()

    def test_its_schemes_stand_in_the_order_of_the_editors(self, client, add):
        page = add("En cours", -1, 1)
        schemes = [SchemeFactory(name="Second"), SchemeFactory(name="Premier")]
        schemes.append(SchemeFactory(name="Brouillon", live=False))
        page.schemes = [
            CampaignScheme(scheme=scheme, sort_order=order)
            for scheme, order in zip(schemes, [2, 1, 3], strict=True)
        ]
        page.save()
        found = html(client, page.get_absolute_url()).select(".dispo h3")
        assert [heading.text.strip() for heading in found] == ["Premier", "Second"]

    def test_its_news_are_those_that_anybody_may_read(self, client, add):
        page = add("En cours", -1, 1)
        index = NewsIndexPage.objects.get()
        for title, live in [("Lisible", True), ("Brouillon", False)]:
            news = index.add_child(instance=NewsPage(title=title, date=date(2026, 1, 1), live=live))
            page.news.add(CampaignNews(news=news))
        page.save()
        text = client.get(page.get_absolute_url()).text
        assert "/actualites/lisible/" in text
        assert "Brouillon" not in text

    def test_its_schemes_and_news_show_before_they_are_saved(self, add):
        page = add("En cours", -1, 1)
        page.schemes = [CampaignScheme(scheme=SchemeFactory(name="Tremplin"))]
        response = page.make_preview_request(preview_mode=page.default_preview_mode)
        assert "Tremplin" in response.text


class TestOffers:
    def chosen(self, *offers):
        items = [{"type": "item", "id": str(o.pk), "value": o.pk} for o in offers]
        return {"type": "chosen", "value": {"title": "À saisir", "offers": items}}

    def test_those_that_were_chosen_stand_in_their_order_without_those_that_are_over(
        self, client, add
    ):
        first, second = OfferFactory(title="Première"), OfferFactory(title="Seconde")
        over = OfferFactory(title="Passée", expires_on=date(2020, 1, 1))
        page = add("En cours", -1, 1, offers=[self.chosen(second, over, first)])
        found = html(client, page.get_absolute_url()).select(".offre h3")
        assert [heading.text.strip() for heading in found] == ["Seconde", "Première"]

    def test_those_that_match_are_looked_up(self, client, add):
        OfferFactory(title="Un toit", themes=[ThemeFactory(code="logement")])
        OfferFactory(title="Un job", themes=[ThemeFactory(code="emploi")])
        matching = {"title": "Se loger", "themes": ["logement"]}
        page = add("En cours", -1, 1, offers=[{"type": "offers", "value": matching}])
        found = html(client, page.get_absolute_url()).select(".offre h3")
        assert [heading.text.strip() for heading in found] == ["Un toit"]

    def test_one_that_is_over_leads_to_those_of_today_instead(self, client, add):
        page = add("Finie", -30, -1, offers=[self.chosen(OfferFactory(title="Ancienne"))])
        text = client.get(page.get_absolute_url()).text
        assert "Ancienne" not in text
        assert "Voir les offres du moment" in text


class TestHomePage:
    def test_shows_the_last_to_begin_of_those_that_are_put_there(self, client, add):
        add("Ailleurs", -1, 5)
        add("Ancienne", -9, 5, is_on_home=True)
        add("Récente", -3, 5, is_on_home=True)
        add("Finie", -2, -1, is_on_home=True)
        add("Bientôt", 1, 5, is_on_home=True)
        response = client.get("/")
        assert response.context["campaign"].title == "Récente"
        assert 'href="/campagnes/recente/"' in response.text

    def test_shows_nothing_of_drafts(self, client, add):
        add("Brouillon", -1, 5, is_on_home=True, live=False)
        assert client.get("/").context["campaign"] is None


class TestAPI:
    def test_tells_what_the_page_gathers(self, client, add):
        page = add("En cours", -1, 1, offers=[TestOffers().chosen(OfferFactory(title="Un CV"))])
        page.schemes = [CampaignScheme(scheme=SchemeFactory(code="tremplin"))]
        news = NewsIndexPage.objects.get().add_child(instance=NewsPage(title="Lisible"))
        page.news = [CampaignNews(news=news)]
        page.save()
        data = client.get(f"/api/v1/pages/{page.pk}/").json()
        assert data["state"] == "under-way"
        assert data["schemes"] == ["tremplin"]
        assert data["news"] == [{"title": "Lisible", "url": "/actualites/lisible/"}]
        assert data["offers"][0]["value"]["offers"][0]["title"] == "Un CV"

    def test_narrows_to_a_year_as_the_list_does(self, client, add):
        add("Finie", -800, -700)
        year = (timezone.localdate() - timedelta(days=700)).year
        query = {"type": "cms.CampaignPage", "annee": year}
        items = client.get("/api/v1/pages/", query).json()["items"]
        assert titles_of(items) == ["Finie"]
        assert client.get("/api/v1/pages/", {**query, "annee": "x"}).status_code == 400
        assert client.get("/api/v1/pages/", {**query, "categorie": "emploi"}).status_code == 400


def titles_of(items):
    return [item["title"] for item in items]


class TestBudget:
    """With all that it gathers, each as often as it may."""

    def fill(self, add, number, kind="offers"):
        theme = ThemeFactory()
        scheme = SchemeFactory(themes=[theme])
        offers = [OfferFactory(themes=[theme], scheme=scheme) for _index in range(number)]
        index = NewsIndexPage.objects.get()
        figure = {"value": "12", "label": "portes", "source": "", "date": None}
        lists = {
            "chosen": TestOffers().chosen(*offers[:9]),
            "offers": {"type": "offers", "value": {"title": "Offres", "themes": [theme.line]}},
        }
        page = CampaignPage(
            body=[{"type": "paragraph", "value": "<p>Bonjour</p>"}],
            figures=[{"type": "figure", "value": figure}],
            offers=[lists[kind]],
        )
        fields = {name: getattr(page, name) for name in ("body", "figures", "offers")}
        page = add(f"Avec {number}", -1, 1, **fields)
        for order in range(number):
            news = index.add_child(instance=NewsPage(title=f"Actualité {number} {order}"))
            page.news.add(CampaignNews(news=news))
            page.schemes.add(CampaignScheme(scheme=SchemeFactory(themes=[theme])))
        page.save()
        return page.get_absolute_url()

    @pytest.mark.parametrize("kind", ["chosen", "offers"])
    @pytest.mark.parametrize("number", [2, 12])
    def test_of_a_page(self, number, kind, client, add, django_assert_max_num_queries):
        path = self.fill(add, number, kind)
        client.get(path)
        with django_assert_max_num_queries(12):
            client.get(path)

    @pytest.mark.parametrize("number", [2, 30])
    def test_of_the_list(self, number, client, add, django_assert_max_num_queries):
        for index in range(number):
            add(f"Finie {index}", -2 - index * 100, -1 - index * 100)
            add(f"En cours {index}", -1, 1)
        client.get("/campagnes/")
        with django_assert_max_num_queries(12):
            client.get("/campagnes/")
