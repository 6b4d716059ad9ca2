"""The list of feeds, and the page of one."""

import re

import pytest
from django.urls import reverse

from catalogue.models import Role
from imports.models import BatchState, Feed, ImportBatch
from tests import factories
from tests.catalogue.admin.tools import filled, submit, text_of

pytestmark = pytest.mark.django_db

LIST = reverse("imports:feeds")


def url(name, thing):
    return reverse(f"imports:{name}", args=[thing.pk])


# --- The list


def test_without_a_feed_the_page_says_how_to_begin(sign_in):
    page = text_of(sign_in(Role.STRUCTURE_HEAD).get(LIST))
    assert "Votre premier import, en trois temps" in page
    assert "Créer un flux" in page


def test_each_feed_shows_what_became_of_its_last_file(sign_in, feed):
    factories.ImportBatchFactory(feed=feed, state=BatchState.FAILED)
    factories.ImportBatchFactory(feed=feed, state=BatchState.APPLIED)
    page = text_of(sign_in(Role.STRUCTURE_HEAD).get(LIST))
    assert feed.name in page
    assert "Appliqué" in page
    assert "Échec" not in page


def test_what_waits_for_somebody_comes_first(sign_in, batch):
    page = text_of(sign_in(Role.STRUCTURE_HEAD).get(LIST))
    assert page.index("1 import vous attend") < page.index("Rechercher un flux")


def test_feeds_of_others_are_not_there(sign_in, feed):
    elsewhere = factories.FeedFactory(name="Ailleurs")
    factories.ImportBatchFactory(feed=elsewhere)
    page = text_of(sign_in(Role.STRUCTURE_HEAD).get(LIST))
    assert "Ailleurs" not in page
    assert "vous attend" not in page


def test_a_search_that_finds_nothing_says_so(sign_in, feed):
    page = text_of(sign_in(Role.STRUCTURE_HEAD).get(LIST, {"q": "introuvable"}))
    assert "Aucun flux ne correspond." in page


def test_a_parameter_that_makes_no_sense_finds_nothing(sign_in, feed):
    assert "Aucun flux" in text_of(sign_in(Role.STRUCTURE_HEAD).get(LIST, {"target": "licornes"}))


def test_the_filter_names_its_first_choice(sign_in, feed):
    page = text_of(sign_in(Role.STRUCTURE_HEAD).get(LIST))
    assert "Tous les contenus" in page
    assert "-----" not in page


def test_machines_get_the_same_list(sign_in, feed):
    found = sign_in(Role.STRUCTURE_HEAD).get(LIST, {"format": "json"}).json()
    assert [item["code"] for item in found["results"]] == [feed.code]


@pytest.mark.parametrize("role", [Role.ADVISER, Role.COMMUNICATION])
def test_those_who_import_nothing_have_no_such_page(sign_in, role, structure):
    client = sign_in(role)
    assert client.get(LIST).url == reverse("wagtailadmin_home")
    assert LIST not in client.get(reverse("wagtailadmin_home")).content.decode()


# --- The page of a feed


def test_a_file_that_is_dropped_becomes_a_batch(sign_in, feed, upload):
    response = sign_in(Role.STRUCTURE_HEAD).post(url("upload", feed), {"file": upload()})
    batch = ImportBatch.objects.get()
    assert response.url == url("batch", batch)
    assert batch.filename == "offres.csv"
    assert batch.created_by.memberships.get().role == Role.STRUCTURE_HEAD


def test_the_same_file_twice_leads_to_the_same_batch(sign_in, feed, batch, upload):
    client = sign_in(Role.STRUCTURE_HEAD)
    first = client.post(url("upload", feed), {"file": upload()})
    second = client.post(url("upload", feed), {"file": upload()})
    assert first.url == second.url


def test_without_a_file_the_page_asks_for_one(sign_in, feed):
    page = sign_in(Role.STRUCTURE_HEAD).post(url("upload", feed))
    assert "Choisissez un fichier." in text_of(page)


def test_a_machine_that_sends_a_file_gets_its_batch(sign_in, feed, upload):
    response = sign_in(Role.STRUCTURE_HEAD).post(
        url("upload", feed), {"file": upload()}, headers={"accept": "application/json"}
    )
    assert response.status_code == 201
    assert response.json()["id"] == ImportBatch.objects.get().pk


def test_a_feed_that_is_switched_off_takes_no_file(sign_in, feed, upload):
    Feed.objects.update(is_active=False)
    client = sign_in(Role.STRUCTURE_HEAD)
    page = client.post(url("upload", feed), {"file": upload()}, follow=True)
    assert "Ce flux est désactivé." in text_of(page)
    assert not ImportBatch.objects.exists()


def test_the_history_says_who_when_what_and_how_long(sign_in, feed):
    factories.ImportBatchFactory(
        feed=feed,
        state=BatchState.APPLIED,
        created_by__first_name="Dominique",
        counts={"new": 12, "changed": 1_030},
        durations={"staging": 1.2, "applying": 0.4},
    )
    page = text_of(sign_in(Role.STRUCTURE_HEAD).get(url("feed", feed)))
    assert "Dominique" in page
    assert "12 ajouts, 1\u202f030 modifications" in page
    assert "1,6 s" in page


def test_a_token_is_shown_once_and_opens_the_feed(sign_in, feed):
    client = sign_in(Role.STRUCTURE_HEAD)
    response = client.post(url("token", feed), {"action": "create"})
    token = response.context["token"]
    assert token in text_of(response)
    assert "no-store" in response["Cache-Control"]
    assert Feed.objects.get().accepts_token(token)
    assert token not in text_of(client.get(url("feed", feed)))


def test_a_revoked_token_opens_nothing(sign_in, feed):
    client = sign_in(Role.STRUCTURE_HEAD)
    token = client.post(url("token", feed), {"action": "create"}).context["token"]
    client.post(url("token", feed), {"action": "revoke"})
    assert not Feed.objects.get().accepts_token(token)


def test_the_template_file_and_the_schema_are_downloads(sign_in, feed):
    client = sign_in(Role.STRUCTURE_HEAD)
    assert (
        'filename="modele-offers.xlsx"'
        in client.get(url("template", feed)).headers["Content-Disposition"]
    )
    assert client.get(url("schema", feed)).headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("page", ["feed", "template", "schema", "upload", "pull", "token"])
def test_the_feed_of_another_structure_does_not_exist(sign_in, feed, page):
    elsewhere = factories.FeedFactory()
    client = sign_in(Role.STRUCTURE_HEAD)
    assert client.get(url(page, elsewhere)).status_code == 404


# --- Its settings


def test_a_feed_is_created_and_leads_to_its_page(sign_in, structure):
    response = submit(
        sign_in(Role.STRUCTURE_HEAD),
        reverse("imports_feed:add"),
        name="Offres du Pont",
        code="offres-du-pont",
        target="offers",
        structure=structure.pk,
    )
    assert response.url == url("feed", Feed.objects.get())


def test_a_member_of_a_structure_does_not_speak_for_its_network(sign_in, structure):
    response = submit(
        sign_in(Role.STRUCTURE_HEAD),
        reverse("imports_feed:add"),
        name="Offres du réseau",
        code="offres-du-reseau",
        target="offers",
        network=structure.network.pk,
    )
    assert not Feed.objects.exists()
    assert "network" in response.context["form"].errors


def test_the_administration_of_a_network_speaks_for_it(sign_in, structure):
    client = sign_in(Role.NETWORK_ADMIN, network=structure.network)
    submit(
        client,
        reverse("imports_feed:add"),
        name="Offres du réseau",
        code="offres-du-reseau",
        target="offers",
        network=structure.network.pk,
    )
    assert Feed.objects.get().network == structure.network


def test_a_feed_speaks_for_somebody(sign_in, structure):
    response = submit(
        sign_in(Role.STRUCTURE_HEAD),
        reverse("imports_feed:add"),
        name="À personne",
        code="a-personne",
        target="offers",
    )
    assert "structure" in response.context["form"].errors


def test_what_everybody_shares_is_brought_by_a_network(sign_in, structure):
    response = submit(
        sign_in(Role.STRUCTURE_HEAD),
        reverse("imports_feed:add"),
        name="Dispositifs",
        code="dispositifs",
        target="schemes",
        structure=structure.pk,
    )
    assert "network" in response.context["form"].errors


def test_the_content_of_a_feed_that_was_used_stays_what_it_is(sign_in, batch):
    edit = reverse("imports_feed:edit", args=[batch.feed.pk])
    submit(sign_in(Role.STRUCTURE_HEAD), edit, target="partners", name="Renommé")
    feed = Feed.objects.get()
    assert (feed.name, feed.target) == ("Renommé", "offers")


def test_an_address_is_no_place_for_a_password(sign_in, feed):
    edit = reverse("imports_feed:edit", args=[feed.pk])
    client = sign_in(Role.STRUCTURE_HEAD)
    address = {"url": "https://nom:secret@partner.example/p.csv"}
    response = client.post(edit, filled(client.get(edit), address, ""))
    assert "ni mot de passe" in str(response.context["form"].errors["url"])


def test_settings_of_another_structure_do_not_exist(sign_in, structure):
    elsewhere = factories.FeedFactory()
    client = sign_in(Role.STRUCTURE_HEAD)
    for page in ("edit", "history"):
        address = reverse(f"imports_feed:{page}", args=[elsewhere.pk])
        assert client.get(address).status_code == 404


def test_the_page_that_makes_a_feed_says_so(sign_in):
    page = sign_in(Role.STRUCTURE_HEAD).get(reverse("imports_feed:add")).content.decode()
    title = page.partition("<title>")[2].partition("</title>")[0]
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
    assert "Créer un flux" in title
    assert "Créer un flux" in heading


def test_help_is_a_click_away(sign_in, feed):
    client = sign_in(Role.STRUCTURE_HEAD)
    for page in (LIST, url("feed", feed)):
        assert f'href="{reverse("imports:help")}"' in client.get(page).content.decode()
    page = text_of(client.get(reverse("imports:help")))
    assert "Une colonne doit reconnaître chaque ligne" in page
