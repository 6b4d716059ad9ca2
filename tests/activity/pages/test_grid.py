"""The pages of the grid: as a plain form, and as its script uses them."""

import pytest
from django.urls import reverse

from activity import grid
from activity.grid import Change
from activity.models import ActivityRecord, Report
from activity.periods import Month, Week
from catalogue.models import Role
from tests import factories
from tests.activity.conftest import WEEK
from tests.catalogue.admin.tools import text_of

pytestmark = pytest.mark.django_db

KEY, OTHER = "entretiens:on-site", "entretiens:remote"


def url(structure, period=WEEK, name="grid"):
    return reverse(f"activity:{name}", args=[structure.pk, period.code])


@pytest.fixture
def sign_in(client, member):
    def sign_in(role=Role.ADVISER, at="structure"):
        client.force_login(member(role, at))
        return client

    return sign_in


@pytest.fixture
def written(structure, interviews, adviser):
    """What somebody else writes in the grid."""

    def written(value, seen=None, key=KEY, week=WEEK):
        grid.save(structure, week, [Change(key, value, seen)], adviser)

    return written


@pytest.fixture
def finished(structure, written, member):
    written(12)
    grid.submit(structure, WEEK, member(Role.STRUCTURE_HEAD))


def value():
    return ActivityRecord.objects.values_list("value", flat=True).first()


def send(client, structure, *changes, name="grid", **options):
    """As the script does."""
    return client.post(
        url(structure, name=name),
        {
            "changes": [
                dict(zip(("key", "value", "seen"), change, strict=False)) for change in changes
            ]
        },
        content_type="application/json",
        headers={"accept": "application/json"},
        **options,
    )


# --- Which structure, which period


def test_whoever_has_one_structure_goes_straight_to_its_grid(sign_in, structure):
    response = sign_in().get(reverse("activity:entry"), follow=True)
    assert response.request["PATH_INFO"] == url(structure, Week(2024, 16))  # it is Friday


def test_whoever_has_several_chooses_and_sees_where_each_stands(sign_in, here, there, finished):
    page = text_of(
        sign_in(Role.NETWORK_ADMIN, at="region").get(
            reverse("activity:entry"), {"period": WEEK.code}
        )
    )
    assert "Définitive, envoyée le 19\xa0avril 2024" in page
    assert "Pas commencée" in page
    assert here.structures[1].name in page
    assert there.structure.name not in page


def test_a_structure_is_found_by_its_name(sign_in, here):
    factories.StructureFactory(network=here.network, name="Mission Locale du Pont")
    client = sign_in(Role.NETWORK_ADMIN, at="region")
    page = text_of(client.get(reverse("activity:entry"), {"q": "du pont"}))
    assert "Mission Locale du Pont" in page
    assert here.structure.name not in page


def test_a_structure_of_others_does_not_exist(sign_in, there):
    client = sign_in(Role.STRUCTURE_HEAD)
    assert client.get(url(there.structure)).status_code == 404
    assert send(client, there.structure, (KEY, 1, None)).status_code == 404


@pytest.mark.parametrize("code", ["2024", "2024-W54", "2024-T1", "2024-W15..2024-W16", "x"])
def test_an_address_that_is_no_week_leads_nowhere(sign_in, structure, code):
    address = reverse("activity:grid", args=[structure.pk, code])
    assert sign_in().get(address).status_code == 404


def test_any_day_leads_to_its_week(sign_in, structure):
    address = reverse("activity:grid-now", args=[structure.pk])
    response = sign_in().get(address, {"date": "2024-12-31"})
    assert response.url == url(structure, Week(2025, 1))
    response = sign_in().get(address, {"date": "2024-12-31", "frequency": "month"})
    assert response.url == url(structure, Month(2024, 12))


def test_a_week_leads_to_those_beside_but_not_to_the_future(sign_in, structure, interviews):
    client = sign_in()
    assert url(structure, Week(2024, 16)) in client.get(url(structure)).text
    now = client.get(url(structure, Week(2024, 16))).text
    assert url(structure, WEEK) in now
    assert url(structure, Week(2024, 17)) not in now


def test_a_week_that_has_not_begun_is_not_filled_in(sign_in, structure, interviews):
    page = sign_in().get(url(structure, Week(2024, 17)))
    assert "n’a pas commencé" in text_of(page)
    assert f"value:{KEY}" not in page.text


def test_a_month_has_its_own_figures(sign_in, structure, entries, interviews):
    page = text_of(sign_in().get(url(structure, Month(2024, 3))))
    assert entries.name in page
    assert interviews.name not in page


# --- Filling in, without a script


def test_a_form_is_saved(sign_in, structure, interviews):
    response = sign_in().post(url(structure), {f"value:{KEY}": "1 250"}, follow=True)
    assert "1 case enregistrée." in text_of(response)
    assert value() == 1250


def test_zero_is_kept_and_nothing_is_not_zero(sign_in, structure, interviews):
    sign_in().post(url(structure), {f"value:{KEY}": "0", f"value:{OTHER}": ""})
    assert list(ActivityRecord.objects.values_list("modality", "value")) == [("on-site", 0)]


def test_an_emptied_cell_is_not_given_any_more(sign_in, structure, written):
    written(12)
    sign_in().post(url(structure), {f"value:{KEY}": "", f"seen:{KEY}": "12"})
    assert value() is None


def test_last_week_is_beside_each_cell(sign_in, structure, written):
    written(73, week=WEEK.previous)
    assert "sem. préc. 73" in text_of(sign_in().get(url(structure)))


@pytest.mark.parametrize("typed", ["douze", "-1", "1,5", "99999999", "١٢x"])
def test_what_is_no_number_is_shown_again_and_the_rest_is_saved(
    sign_in, structure, interviews, typed
):
    response = sign_in().post(url(structure), {f"value:{KEY}": typed, f"value:{OTHER}": "7"})
    assert "Certaines cases ne sont pas enregistrées" in text_of(response)
    assert f'value="{typed}"' in response.text
    assert value() == 7


def test_what_somebody_else_wrote_is_shown_beside_and_kept(sign_in, structure, written):
    written(20)
    client = sign_in()
    response = client.post(url(structure), {f"value:{KEY}": "15", f"seen:{KEY}": ""})
    assert "Camille" in text_of(response)
    assert "a mis 20" in text_of(response)
    assert 'value="15"' in response.text
    assert value() == 20
    # Sent again as it is, having seen both.
    form = response.context["form"]
    client.post(url(structure), {name: form[name].value() or "" for name in form.fields})
    assert value() == 15


def test_an_unlikely_jump_is_told_and_saved(sign_in, structure, written):
    written(10, week=WEEK.previous)
    response = sign_in().post(url(structure), {f"value:{KEY}": "100"}, follow=True)
    assert "Bien plus que d’habitude (10)" in text_of(response)
    assert value() == 100


def test_a_grid_of_one_theme_keeps_its_figures_apart(sign_in, structure, interviews):
    theme = factories.ThemeFactory()
    client = sign_in()
    client.post(f"{url(structure)}?theme={theme.pk}", {f"value:{KEY}": "3"})
    assert ActivityRecord.objects.get().theme == theme
    assert "+ 3 précisés par ailleurs" in text_of(client.get(url(structure)))
    assert 'value="3"' in client.get(f"{url(structure)}?theme={theme.pk}").text


def test_a_site_of_another_structure_leads_nowhere(sign_in, structure, interviews):
    site = factories.ReceptionSiteFactory()
    assert sign_in().get(f"{url(structure)}?site={site.pk}").status_code == 404


# --- As the script sends it


def test_cells_are_saved_one_by_one(sign_in, structure, interviews):
    answer = send(sign_in(), structure, (KEY, 12, None), (OTHER, 0, None)).json()
    assert answer == {"values": {KEY: 12, OTHER: 0}, "warnings": {}, "conflicts": []}


def test_sent_again_it_is_not_a_conflict(sign_in, structure, interviews):
    client = sign_in()
    for _time in range(2):
        assert send(client, structure, (KEY, 12, None)).json()["conflicts"] == []


def test_a_conflict_comes_back_with_both_values(sign_in, structure, written):
    written(20)
    answer = send(sign_in(), structure, (KEY, 15, None), (OTHER, 4, None)).json()
    assert answer["values"] == {OTHER: 4}
    [conflict] = answer["conflicts"]
    assert (conflict["key"], conflict["mine"], conflict["theirs"]) == (KEY, 15, 20)
    assert conflict["who"].startswith("Camille")


@pytest.mark.parametrize(
    "change", [(KEY, "douze", None), (KEY, -1, None), (KEY, 1), (KEY, 10**9, 1), ("x" * 99, 1, 1)]
)
def test_a_malformed_change_is_refused(sign_in, structure, interviews, change):
    assert send(sign_in(), structure, change).status_code == 400


def test_an_unknown_cell_is_refused_with_a_sentence(sign_in, structure, interviews):
    response = send(sign_in(), structure, ("licornes:", 1, None))
    assert response.status_code == 409
    assert "licornes" in response.json()["detail"]


def test_whoever_is_signed_out_is_told_so(client, structure, interviews):
    """The script keeps its cells: a page to sign in, with a 200, would look like an answer."""
    response = send(client, structure, (KEY, 1, None), HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert response.status_code == 403
    assert value() is None


def test_machines_read_the_grid(sign_in, structure, written):
    written(12)
    answer = sign_in().get(url(structure), {"format": "json"}).json()
    assert answer["state"] == "draft"
    [cell] = [cell for cell in answer["cells"] if cell["key"] == KEY]
    assert (cell["value"], cell["previous"]) == (12, None)


# --- Final, or not


def test_submitting_saves_what_is_on_the_screen_first(sign_in, structure, interviews):
    client = sign_in(Role.STRUCTURE_HEAD)
    response = client.post(url(structure, name="submit"), {f"value:{KEY}": "9"}, follow=True)
    assert "Définitive" in text_of(response)
    assert f'name="value:{KEY}"' not in response.text
    assert value() == 9


def test_a_cell_in_error_keeps_from_submitting(sign_in, structure, interviews):
    client = sign_in(Role.STRUCTURE_HEAD)
    client.post(url(structure, name="submit"), {f"value:{KEY}": "9", f"value:{OTHER}": "x"})
    assert Report.objects.get().state == "draft"


def test_an_empty_week_is_not_submitted(sign_in, structure, interviews):
    client = sign_in(Role.STRUCTURE_HEAD)
    response = client.post(url(structure, name="submit"), {}, follow=True)
    assert "Rien n’est saisi" in text_of(response)


def test_an_adviser_does_not_submit(sign_in, structure, written):
    written(12)
    client = sign_in(Role.ADVISER)
    assert "Envoyer comme définitif" not in text_of(client.get(url(structure)))
    client.post(url(structure, name="submit"), {f"value:{KEY}": "12", f"seen:{KEY}": "12"})
    assert Report.objects.get().state == "draft"


def test_a_final_week_is_not_written_over(sign_in, structure, finished):
    response = send(sign_in(), structure, (KEY, 15, 12))
    assert response.status_code == 409
    assert value() == 12


def test_it_is_reopened_for_a_reason_which_stays(sign_in, structure, finished):
    client = sign_in(Role.STRUCTURE_HEAD)
    response = client.post(url(structure, name="reopen"), {"reason": " "})
    assert "Dites pourquoi" in text_of(response)
    assert Report.objects.get().is_final
    response = client.post(
        url(structure, name="reopen"), {"reason": "Un atelier oublié"}, follow=True
    )
    assert "Rouverte, provisoire" in text_of(response)
    assert "Un atelier oublié" in text_of(response)


def test_an_adviser_does_not_reopen(sign_in, structure, finished):
    client = sign_in(Role.ADVISER)
    assert "Rouvrir cette saisie" not in text_of(client.get(url(structure)))
    client.post(url(structure, name="reopen"), {"reason": "Parce que"})
    assert Report.objects.get().is_final


@pytest.mark.parametrize(("corrections", "shown"), [(20, [20, 20]), (21, [20, 1])])
def test_twenty_corrections_fit_on_a_page(sign_in, structure, written, corrections, shown):
    for number in range(corrections + 1):
        written(number, seen=number - 1 if number else None)
    client = sign_in()
    pages = [client.get(url(structure), {"page": page}) for page in (1, 2)]
    assert [len(page.context["page_obj"]) for page in pages] == shown
    assert ("Page 1 sur 2" in text_of(pages[0])) == (corrections == 21)


def test_corrections_tell_who_wrote_what_over_what(sign_in, structure, written):
    written(12)
    written(20, seen=12)
    page = text_of(sign_in().get(url(structure)))
    history = page[page.index("Historique") :]
    assert "12 20 Camille" in history


def test_the_journal_is_told_page_by_page(sign_in, structure, written):
    written(0)
    for number in range(1, 25):
        written(number, seen=number - 1)
    assert "Page 2 sur 2" in text_of(sign_in().get(url(structure), {"page": 2}))


# --- Who


def test_a_region_reads_and_does_not_write(sign_in, structure, written):
    written(12)
    client = sign_in(Role.NETWORK_ADMIN, at="region")
    page = client.get(url(structure))
    assert "Vous lisez cette saisie" in text_of(page)
    assert f'name="value:{KEY}"' not in page.text
    assert send(client, structure, (KEY, 15, 12)).status_code == 409
    assert value() == 12


def test_communication_has_no_menu_entry_and_no_page(sign_in, structure):
    client = sign_in(Role.COMMUNICATION, at="region")
    assert client.get(url(structure)).url == reverse("wagtailadmin_home")
    assert reverse("activity:entry") not in client.get(reverse("wagtailadmin_home")).text
    menu = sign_in(Role.ADVISER).get(reverse("wagtailadmin_home")).text
    assert reverse("activity:entry") in menu


def test_the_page_takes_as_many_queries_however_full(
    sign_in, structure, written, django_assert_max_num_queries
):
    client = sign_in(Role.STRUCTURE_HEAD)
    with django_assert_max_num_queries(35) as few:
        client.get(url(structure))
    written(1)
    for number in range(1, 9):
        written(number + 1, seen=number)
        written(number, key=OTHER, week=Week(2024, 15 - number))
    with django_assert_max_num_queries(len(few) + 2):  # the journal's own, and its names
        client.get(url(structure))
