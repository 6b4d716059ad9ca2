"""The dashboard, as people read it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.models import Report
from catalogue.models import Role
from tests import factories
from tests.catalogue.admin.tools import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

DASHBOARD = "/gestion/activite/"
WORKSHOPS = "/gestion/activite/indicateurs/ateliers/"
PAGES = [DASHBOARD, WORKSHOPS]
#: What a page may ask about activity and the catalogue, besides the admin's own questions.
BUDGET = 15


@pytest.fixture(autouse=True)
def coordinator(client, member):
    client.force_login(member(Role.NETWORK_ADMIN, at="region"))


# --- A figure says what it is worth


def test_coverage_is_beside_the_figure(read, record):
    record(10)
    page = read()
    assert "1 structure sur 2 a renseigné" in page
    record(5, rank=1)
    page = read()
    assert "15" in page
    assert "2 structures sur 2 ont renseigné" in page


def test_what_nobody_said_is_not_zero(read, record, interviews):
    record(0)
    assert "Entretiens individuels non renseigné" in read(DASHBOARD)
    assert "Ateliers 0 Définitif" in read(DASHBOARD)


def test_persons_are_an_average_and_the_page_says_why(read, record, young_people):
    record(100, "2024-04-01", indicator=young_people)
    record(200, indicator=young_people)
    page = read(DASHBOARD, periode="2024-04")
    assert "150 en moyenne par semaine" in page
    assert "Des personnes ne s’additionnent pas d’une semaine à l’autre" in page
    assert "200 Définitif" in read(DASHBOARD)  # of one week, it is no average


def test_a_figure_is_compared_with_the_period_before_and_the_year_before(read, record):
    record(30)
    record(10, "2024-04-01")
    record(60, "2023-04-10")
    page = read()
    assert "Précédente 10 +200\xa0%" in page
    assert "Un an avant 60 −50\xa0%" in page


def test_what_has_not_changed_is_stable(read, record):
    record(1000)
    record(1001, "2024-04-01")
    assert "stable" in read()


@pytest.mark.parametrize(("state", "word"), [("submitted", "Définitif"), ("draft", "Provisoire")])
def test_a_figure_is_provisional_until_all_is_submitted(read, record, state, word):
    record(10, state=state)
    page = read(DASHBOARD)
    assert f"Ateliers 10 {word}" in page


def test_only_final_figures_may_be_asked_for(read, record):
    record(10)
    record(5, rank=1, state="draft")
    assert "Ateliers 15 Provisoire" in read(DASHBOARD)
    assert "Ateliers 10 Définitif" in read(DASHBOARD, definitif="true")


def test_the_remote_share_and_the_modalities_are_told(read, record):
    record(30)
    record(10, modality="remote")
    page = read()
    assert "À distance 25\xa0%" in page
    assert "Ateliers 30 10 non renseigné 25\xa0%" in page


def test_structures_are_compared_for_a_thousand_young_people(client, read, record, here):
    big, small = here.structures
    factories.YoungPopulationFactory(structure=big, people=20_000)
    factories.YoungPopulationFactory(structure=small, people=1_000)
    record(20)
    record(10, rank=1)
    assert "Pour 1\xa0000\xa0jeunes 1,4" in read()

    def order(**parameters):
        response = client.get(WORKSHOPS, {"periode": "2024-W15"} | parameters)
        return [row["group"] for row in response.context["dashboard"].compared_rows]

    assert order() == [big.imilo_code, small.imilo_code]
    assert order(mesure="pour-mille") == [small.imilo_code, big.imilo_code]


def test_a_structure_that_said_nothing_comes_last_in_the_table_and_has_no_bar(client, record, here):
    record(10, rank=1)
    dashboard = client.get(WORKSHOPS, {"periode": "2024-W15"}).context["dashboard"]
    silent = dashboard.compared_rows[-1]
    assert (silent["group"], silent["value"]) == (here.structure.imilo_code, None)
    assert [mark.point.value for mark in dashboard.comparison_chart.marks] == [10]


def test_networks_are_compared_with_the_coverage_of_each(client, member, read, record, here, there):
    client.force_login(member(Role.NETWORK_ADMIN, at="union"))
    record(10)
    page = read(comparer="reseau")
    assert f"{here.network.name} 10 – non connu 1 sur 2" in page
    assert f"{there.network.name} non renseigné – non connu 0 sur 2" in page


def test_themes_and_schemes_are_told(read, record):
    record(10)
    record(3, theme=factories.ThemeFactory(name="Santé"))
    record(4, scheme=factories.SchemeFactory(name="CEJ"))
    page = read()
    assert "Santé 3" in page
    assert "CEJ 4" in page


def test_a_view_is_narrowed_and_says_so(read, record):
    theme = factories.ThemeFactory(name="Santé")
    record(10)
    record(3, theme=theme)
    page = read(DASHBOARD, thematique=theme.code)
    assert "Choix\xa0: Santé" in page
    assert "Ateliers 3 Définitif" in page


def test_of_one_modality_no_share_is_shown(client, record):
    record(10)
    record(4, modality="remote")
    page = client.get(WORKSHOPS, {"periode": "2024-W15", "modalite": "remote"})
    assert "modalite" not in page.context["dashboard"].tables
    assert 'id="modalites"' not in page.text
    assert "4 Définitif" in text_of(page)


def test_a_week_says_where_the_figures_of_the_month_are(read, record, entries):
    record(10)
    assert "Les entrées et les sorties se comptent au mois" in read(DASHBOARD)
    assert "Les entrées et les sorties" not in read(DASHBOARD, periode="2024-04")


def test_a_trend_shows_weeks_that_nobody_filled_in(client, record):
    record(10)
    record(4, "2024-03-25")
    dashboard = client.get(WORKSHOPS, {"periode": "2024-W15"}).context["dashboard"]
    assert [point.value for point in dashboard.over_time(dashboard.indicator)[-3:]] == [4, None, 10]


@pytest.mark.parametrize(
    ("period", "step", "count"),
    [("2024-W15", "semaine", 13), ("2024-03", "mois", 13), ("2024-T1", "semaine", 13),
     ("2023", "mois", 12), ("2024-W01..2024-W15", "semaine", 15),
     ("2023-W01..2024-W15", "mois", 16), ("2000-W01..2024-W15", "annee", 25)],
)  # fmt: skip
def test_a_trend_has_as_many_columns_as_one_reads(client, record, period, step, count):
    record(10)
    record(10, "2023-05-01")
    record(10, "2024-03-04")
    dashboard = client.get(WORKSHOPS, {"periode": period}).context["dashboard"]
    assert (dashboard.step, len(dashboard.trend_chart.marks)) == (step, count)


def test_demonstration_figures_are_marked(read, record):
    record(10)
    assert "Données de démonstration" not in read()
    Report.objects.update(is_demonstration=True)
    for path in PAGES:
        assert "Données de démonstration" in read(path)


@pytest.mark.parametrize("path", PAGES)
def test_every_chart_has_a_name_a_sentence_and_its_table(client, record, path):
    record(10)
    record(10, modality="remote", theme=factories.ThemeFactory())
    page = client.get(path, {"periode": "2024-04"}).text
    assert page.count("<svg") > page.count("</desc>") > 1
    assert page.count("<desc ") == page.count('role="img"')
    assert page.count("<table") >= 2


# --- Addresses


def test_two_days_become_an_address_that_can_be_shared(client, record):
    theme = factories.ThemeFactory()
    asked = {"du": "2024-03-27", "au": "2024-04-09", "periode": "2024", "thematique": theme.code,
             "modalite": ""}  # fmt: skip
    response = client.get(DASHBOARD, asked)
    assert response.url == f"{DASHBOARD}?periode=2024-W13..2024-W15&thematique={theme.code}"


def test_each_indicator_has_a_page_and_the_dashboard_has_them_all(client, record):
    record(10)
    narrowed = client.get(DASHBOARD, {"periode": "2024-W15", "indicateur": "ateliers"})
    everything = client.get(DASHBOARD, {"periode": "2024-W15"})
    cards = [len(page.context["dashboard"].groups) for page in (narrowed, everything)]
    assert cards[0] == cards[1] > 1


def test_one_day_is_its_week(client, record):
    assert client.get(DASHBOARD, {"du": "2024-04-10"}).url.endswith("2024-W15..2024-W15")


def test_an_address_without_a_period_is_completed_in_every_link(client, record):
    record(10, "2024-03-04")
    page = client.get(DASHBOARD)
    assert "Mars 2024" in text_of(page)
    assert "?periode=2024-03&amp;format=csv" in page.text
    assert f"{WORKSHOPS}?periode=2024-03" in page.text


def test_the_next_period_is_offered_once_it_has_begun(client, record):
    record(10)
    assert "2024-W16" in client.get(DASHBOARD, {"periode": "2024-W15"}).context["next_query"]
    assert client.get(DASHBOARD, {"periode": "2024-W16"}).context["next_query"] == ""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"periode": "demain"}, "Écrivez une semaine"), ({"du": "hier"}, "Écrivez une date"),
     ({"du": "0001-01-01"}, "supérieure"), ({"au": "2024-04-08"}, "le premier jour"),
     ({"du": "2024-04-08", "au": "2024-03-01"}, "vient avant le premier"),
     ({"structure": "inconnue"}, "inconnue"), ({"reseau": "\0"}, "Réseau"),
     ({"modalite": "x"}, "Modalité"), ({"thematique": "é" * 5_000}, "Thématique"),
     ({"par": "x"}, "Par"), ({"mesure": "x"}, "Mesure"), ({"comparer": "x"}, "Comparer")],
)  # fmt: skip
@pytest.mark.parametrize("path", PAGES)
def test_what_is_wrong_is_told_and_no_figure_is_shown(client, record, path, wrong, words):
    record(77)
    response = client.get(path, {"periode": "2024-W15"} | wrong)
    assert response.status_code == 200
    assert words in text_of(response)
    assert response.context["dashboard"] is None
    assert client.get(path, wrong | {"format": "json"}).status_code == 400


def test_an_unknown_indicator_has_no_page(client, workshops):
    assert client.get("/gestion/activite/indicateurs/licornes/").status_code == 404


# --- When there is nothing to show


def test_an_empty_period_leads_to_the_last_month_that_has_figures(client, record):
    record(10)
    response = client.get(DASHBOARD, {"periode": "2024-W16"})
    assert "Ce n’est pas zéro" in text_of(response)
    assert 'href="?periode=2024-04"' in response.text


def test_before_the_first_figure_it_leads_to_the_entry(client, workshops, here):
    page = client.get(WORKSHOPS)
    assert "Ce n’est pas zéro" in text_of(page)
    assert reverse("activity:entry") in page.text


def test_who_has_no_structure_is_told_what_happens_next(client):
    network = factories.NetworkFactory()
    client.force_login(
        factories.MembershipFactory(role=Role.NETWORK_ADMIN, network=network, structure=None).user
    )
    page = text_of(client.get(DASHBOARD))
    assert "Aucune structure ne vous est confiée" in page


# --- In the menu


def test_the_menu_leads_to_the_dashboard_and_to_the_entry(client, record):
    page = client.get(DASHBOARD).text
    for name in ("dashboard", "entry"):
        assert f'"url": "{reverse(f"activity:{name}")}"' in page


# --- Questions to the database


@pytest.fixture
def grow(workshops, entries):
    """`grow(network, years)`: three more structures, with figures of these years."""
    details = [{}, {"theme": factories.ThemeFactory()}, {"scheme": factories.SchemeFactory()}]
    weeks = {2022: "2022-04-04", 2023: "2023-04-03", 2024: "2024-04-08"}

    def grow(network, years):
        for structure in factories.StructureFactory.create_batch(3, network=network):
            factories.YoungPopulationFactory(structure=structure)
            factories.TargetFactory(structure=structure, indicator=workshops)
            factories.ReportFactory(structure=structure, submitted=True)
            month = {"indicator": entries, "starts_on": "2024-04-01"}
            factories.ActivityRecordFactory(structure=structure, **month)
            for year in years:
                for detail in details:
                    week = {"indicator": workshops, "starts_on": weeks[year], **detail}
                    factories.ActivityRecordFactory(structure=structure, **week)

    return grow


@pytest.mark.parametrize("comparison", ["structure", "reseau"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_as_few_questions_for_more_structures_and_years(
    client, member, here, there, grow, path, comparison
):
    client.force_login(member(Role.NETWORK_ADMIN, at="union"))
    networks = [here.network, there.network]
    asked = {
        "periode": "2024-04",
        "comparer": comparison,
        "reseau": [network.code for network in networks],
    }
    grow(here.network, [2024])
    client.get(path, asked)  # what a process keeps
    before = statements(client, path, asked)
    for network in networks:
        grow(network, [2022, 2023, 2024])
    after = statements(client, path, asked)
    assert len(after) == len(before)
    own = [sql for sql in after if is_own(sql)]
    assert len(own) <= BUDGET, "\n".join(own)


def statements(client, path, asked):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, asked).status_code == 200
    return [query["sql"] for query in captured]


def is_own(sql):
    table = sql.partition(' FROM "')[2].partition('"')[0]
    return table.startswith(("activity_", "catalogue_")) and table != "catalogue_membership"
