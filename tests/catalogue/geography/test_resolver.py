"""Which commune a text means."""

import pytest

from catalogue.geography import CommuneIndex, resolve, resolve_list

from .conftest import GRAND_ORLY_SEINE_BIEVRE

pytestmark = pytest.mark.dialect

# As the six Missions Locales of Grand-Orly Seine Bièvre write their communes themselves.
LISTS = {
    "Innovam": "Arcueil, Cachan, Gentilly, Kremlin-Bicêtre, Villejuif",
    "Ivry – Vitry": "Ivry-sur-Seine et Vitry-sur-Seine",
    "Bièvre Val-de-Marne": "Chevilly-Larue, L'Hay-les-Roses, Fresnes, Rungis, Thiais",
    "OCVA": "Orly - Choisy - Villeneuve-le-Roi - Ablon",
    "VIVA": "Villeneuve-Saint-Georges - Valenton",
    "Nord-Essonne": (
        "Athis-Mons, Juvisy-sur-Orge, Morangis, Paray-Vieille-Poste, Savigny-sur-Orge, "
        "Viry-Chatillon"
    ),
}


def names(communes):
    return [str(commune) for commune in communes]


@pytest.mark.usefixtures("communes")
class TestExact:
    @pytest.mark.parametrize(
        ("text", "insee_code"),
        [
            ("villejuif", "94076"),
            ("VILLEJUIF", "94076"),
            ("Viry-Chatillon", "91687"),
            ("Kremlin-Bicêtre", "94043"),
            ("le kremlin bicetre", "94043"),
            ("L'Hay-les-Roses", "94038"),
            ("L’Haÿ-les-Roses", "94038"),
            ("Hay les roses (L')", "94038"),
            ("Courneuve (La)", "93027"),
            ("Ivry s/Seine", "94041"),
            ("Ville neuve Saint Georges", "94078"),
            ("St-Ouen sur Seine\r", "93070"),
            ("Y", "80829"),
        ],
    )
    def test_a_name_is_known_however_it_is_written(self, text, insee_code):
        assert resolve(text).commune.pk == insee_code

    @pytest.mark.parametrize(
        ("text", "insee_code"),
        [
            ("94800", "94076"),
            ("94 800", "94076"),
            ("94043", "94043"),
            ("2A004", "2A004"),
            ("2a004", "2A004"),
            ("1001", "01001"),
            ("75041", "94041"),
        ],
    )
    def test_a_code_is_a_postcode_an_insee_code_or_a_former_one(self, text, insee_code):
        assert resolve(text).commune.pk == insee_code

    def test_a_bare_number_is_a_postcode_before_an_insee_code(self):
        assert resolve("59350").commune.name == "Saint-André-lez-Lille"
        assert resolve("13003").commune.name == "Marseille 3e Arrondissement"

    @pytest.mark.parametrize(
        ("text", "insee_code"),
        [
            ("94800 Villejuif", "94076"),
            ("Villejuif 94800", "94076"),
            ("Villejuif, 94800", "94076"),
            ("Villejuif (94)", "94076"),
            ("villejuif 94", "94076"),
            ("villejuif val de marne", "94076"),
            ("94600 Choisy", "94022"),
            ("Lille 59350", "59350"),
            ("lille-59350", "59350"),
            ("Saint-Denis (974)", "97411"),
            ("Saint-Denis Réunion", "97411"),
            ("Saint-Denis (La Réunion)", "97411"),
            ("St Denis 93", "93066"),
            ("20000 Ajaccio", "2A004"),
            ("Ajaccio (2A)", "2A004"),
        ],
    )
    def test_a_name_and_a_code_or_a_department_say_which_one(self, text, insee_code):
        assert resolve(text).commune.pk == insee_code

    @pytest.mark.parametrize(
        "text",
        [
            "94807 VILLEJUIF CEDEX",
            "94807 Villejuif Cedex 7",
            "Villejuif cedex",
            "94807 villejuif",
        ],
    )
    def test_a_cedex_is_the_town_it_serves(self, text):
        assert resolve(text).commune.pk == "94076"

    @pytest.mark.parametrize(
        "text",
        [
            "Paris 19e",
            "PARIS 19EME ARRONDISSEMENT",
            "Paris 19",
            "Paris - 19ème Arrondissement",
            "75019",
            "75019 Paris",
            "75119",
            "Paris Cedex 19",
            "75945 PARIS CEDEX 19",
        ],
    )
    def test_an_arrondissement_has_many_spellings(self, text):
        assert resolve(text).commune.pk == "75119"

    def test_a_number_after_a_city_is_its_arrondissement_unless_in_brackets(self):
        assert resolve("Lyon 03").commune.name == "Lyon 3e Arrondissement"
        assert resolve("Marseille 13").commune.name == "Marseille 13e Arrondissement"
        assert len(resolve("Marseille (13)").communes) == 16

    @pytest.mark.parametrize("text", ["75056", "Paris 75056", "paris-75056"])
    def test_the_code_of_a_city_is_the_whole_city(self, text):
        assert resolve(text).commune.pk == "75056"

    def test_a_name_that_is_one_commune_s_is_not_the_beginning_of_a_smaller_one_s(self):
        assert names(resolve("Orly").communes) == ["Orly (94)"]

    def test_the_beginning_of_one_name_only_is_enough(self):
        assert names(resolve("juvisy").communes) == ["Juvisy-sur-Orge (91)"]
        assert names(resolve("kremlin").communes) == ["Le Kremlin-Bicêtre (94)"]


@pytest.mark.usefixtures("communes")
class TestSeveral:
    def test_homonyms_are_told_by_their_department(self):
        found = resolve("saint-denis")
        assert found.status == "several"
        assert found.commune is None
        assert names(found.communes)[:2] == ["Saint-Denis (974)", "Saint-Denis (93)"]

    def test_the_most_populous_comes_first(self):
        assert names(resolve("Fresnes").communes) == [
            "Fresnes (94)",
            "Fresnes (41)",
            "Fresnes (21)",
            "Fresnes (89)",
        ]

    def test_a_more_populous_town_is_offered_beside_the_village_of_that_very_name(self):
        assert names(resolve("Choisy").communes) == [
            "Choisy-le-Roi (94)",
            "Choisy-au-Bac (60)",
            "Choisy (74)",
        ]
        assert names(resolve("Ablon").communes) == ["Ablon-sur-Seine (94)", "Ablon (14)"]

    def test_a_beginning_shared_by_many_offers_them(self):
        assert names(resolve("Vitry").communes)[:2] == [
            "Vitry-sur-Seine (94)",
            "Vitry-le-François (51)",
        ]

    @pytest.mark.parametrize("text", ["Paris", "paris (75)", "75000", "75000 Paris"])
    def test_a_city_offers_its_arrondissements_in_order(self, text):
        found = resolve(text)
        assert len(found.communes) == 20
        assert found.communes[0].name == "Paris 1er Arrondissement"
        assert found.communes[1].name == "Paris 2e Arrondissement"

    def test_a_postcode_may_be_shared(self):
        assert {"Athis-Mons (91)"} == set(names(resolve("91200").communes))
        shared = resolve("58120")
        assert names(shared.communes) == [
            "Château-Chinon (Ville) (58)",
            "Château-Chinon (Campagne) (58)",
        ]


@pytest.mark.usefixtures("communes")
class TestNone:
    @pytest.mark.parametrize(
        ("text", "nearest"),
        [
            ("vilejuif", "Villejuif (94)"),
            ("Kremlin Bicette", "Le Kremlin-Bicêtre (94)"),
            ("94800 vilejuif", "Villejuif (94)"),
            ("vilejuif 94", "Villejuif (94)"),
            ("vitri", "Vitry-sur-Seine (94)"),
            ("94807", "Villejuif (94)"),
        ],
    )
    def test_a_faulty_spelling_suggests_the_nearest(self, text, nearest):
        found = resolve(text)
        assert found.status == "none"
        assert found.communes == ()
        assert names(found.suggestions)[0] == nearest

    def test_a_name_and_a_code_that_disagree_suggest_both(self):
        found = resolve("94800 Ivry-sur-Seine")
        assert found.status == "none"
        assert {"Ivry-sur-Seine (94)", "Villejuif (94)"} <= set(names(found.suggestions))

    def test_the_right_department_comes_before_a_homonym_elsewhere(self):
        assert names(resolve("Fresne 94").suggestions)[0] == "Fresnes (94)"

    @pytest.mark.parametrize(
        "text", ["", " ", "zzzzzzzz", "99999", "\x00", "x" * 10_000, "x " * 5_000, "((((", "%_'\\"]
    )
    def test_nonsense_suggests_nothing(self, text):
        found = resolve(text)
        assert (found.status, found.communes, found.suggestions) == ("none", (), ())


@pytest.mark.usefixtures("communes")
class TestLists:
    def test_the_six_missions_locales_lists_are_the_24_communes_of_the_territory(self, sample):
        found = [item.commune for text in LISTS.values() for item in resolve_list(text)]
        territory = [item for item in sample if item.epci_code == GRAND_ORLY_SEINE_BIEVRE]
        assert len(territory) == 24
        assert sorted(names(found)) == sorted(names(territory))

    @pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
    def test_each_name_alone_leads_to_the_same_commune_or_offers_it(self, text):
        for name, together in zip(
            text.replace(" et ", ", ").replace(" - ", ", ").split(", "),
            resolve_list(text),
            strict=True,
        ):
            assert together.commune in resolve(name).communes

    def test_a_homonym_without_company_stays_a_question(self):
        assert resolve_list("Fresnes")[0].status == "several"
        assert resolve_list("Lille, Fresnes")[1].status == "several"


def test_a_known_text_takes_one_query(communes, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert resolve("94600 choisy").commune
    with django_assert_num_queries(1):
        assert len(resolve("Saint-Denis").communes) > 2


def test_an_unknown_text_takes_three_queries(communes, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert resolve("vilejuif").suggestions


def test_the_index_in_memory_answers_like_the_database(communes, django_assert_num_queries):
    index = CommuneIndex()
    texts = ["94600 choisy", "Fresnes", "Paris", "vilejuif 94", "94807", "zzz", "59350"]
    in_database = [resolve(text) for text in texts]
    with django_assert_num_queries(0):
        assert [resolve(text, index) for text in texts] == in_database
