"""Where public pages lead: found wherever an editor may put a link, and asked for politely."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page

from cms.linking import checking
from cms.models import Link, StandardPage, WebAddress
from tests import factories
from tests.blocks import make_image
from tests.other_server import answers, other_server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def elsewhere(settings, db):
    """This machine is another site's, and the pages that a site begins with lead nowhere."""
    settings.WAGTAILADMIN_BASE_URL = "https://parvis.example"
    StandardPage.objects.update(body="[]")


@pytest.fixture
def page_of(db):
    def page_of(*blocks, slug="essai", **fields):
        page = StandardPage(title=slug.capitalize(), slug=slug, **fields)
        page.body = [{"type": kind, "value": value} for kind, value in blocks]
        return Page.objects.get(depth=2).add_child(instance=page)

    return page_of


def collected():
    call_command("collect_links")
    return {(str(link.source), link.text, link.destination or link.missing) for link in links()}


def links():
    return Link.objects.select_related("address")


def paragraph(html):
    return ("paragraph", f"<p>{html}</p>")


TABLE = {
    "caption": "Tarifs",
    "columns": [{"type": "rich_text", "heading": "Où"}],
    "rows": [{"values": ['<p><a href="https://a.fr/table">là</a></p>']}],
}


def test_an_image_leads_nowhere_while_it_is_there(page_of):
    image = make_image()
    page_of(
        ("image", {"image": {"image": image.pk, "alt_text": "Une porte", "decorative": False}}),
        paragraph('<a href="https://a.fr/x">là</a>'),
    )
    assert {destination for _source, _text, destination in collected()} == {"https://a.fr/x"}


class TestFinding:
    @pytest.mark.parametrize(
        ("block", "text"),
        [
            (paragraph('<a href="https://a.fr/table">là</a>'), "là"),
            (("table", TABLE), "là"),
            (("button", {"text": "Aller", "url": "https://a.fr/table"}), "Ou adresse ailleurs"),
            (
                (
                    "accordion",
                    [
                        {
                            "type": "item",
                            "value": {
                                "question": "Où ?",
                                "answer": ('<p><a href="https://a.fr/table">là</a></p>'),
                            },
                        }
                    ],
                ),
                "là",
            ),
            (
                (
                    "accordion",  # without the items' keys, as files may give it
                    [
                        {
                            "question": "Où ?",
                            "answer": '<p><a href="https://a.fr/table">là</a></p>',
                        }
                    ],
                ),
                "là",
            ),
        ],
    )
    def test_a_link_is_found_in_whichever_block_holds_it(self, block, text, page_of):
        page_of(block)
        assert collected() == {("Essai", text, "https://a.fr/table")}

    def test_so_are_those_of_the_catalogue_and_of_its_parts(self):
        scheme = factories.SchemeFactory(name="CEJ", source_url="https://a.fr/cej")
        factories.SchemeFactFactory(scheme=scheme, source_url="https://a.fr/aide")
        factories.SchemeFactory(live=False, source_url="https://a.fr/brouillon")
        assert collected() == {
            ("CEJ", "Adresse de la source", "https://a.fr/cej"),
            ("CEJ", "Adresse de la source", "https://a.fr/aide"),
        }

    @pytest.mark.parametrize(
        "url",
        [
            "mailto:accueil@a.fr",
            "tel:0102030405",
            "#plus-bas",
            "/actualites/",
            "https://parvis.example/actualites/",  # counted when somebody follows it
            "https://exemple.test/",
            "https://a.fr:8443/",
            "https://[/",
            "https://a.fr/" + "x" * 1_000,
        ],
    )
    def test_what_cannot_or_need_not_be_asked_is_left(self, url, page_of):
        page_of(paragraph(f'<a href="{url}">là</a>'))
        assert collected() == set()

    def test_what_nobody_may_read_is_not_looked_at(self, page_of):
        page_of(paragraph('<a href="https://a.fr/">là</a>'), live=False)
        assert collected() == set()

    def test_one_address_of_many_pages_is_asked_for_once(self, page_of):
        for slug in ("un", "deux"):
            link = '<a href="https://a.fr/é#bas">là</a>'
            page_of(paragraph(f"{link} {link}"), slug=slug)
        assert len(collected()) == 2
        assert WebAddress.objects.get().url == "https://a.fr/%C3%A9"

    def test_collecting_again_changes_nothing(self, page_of):
        page_of(paragraph('<a href="https://a.fr/">là</a> <a linktype="page" id="999">ici</a>'))
        first = (collected(), list(links().values()), list(WebAddress.objects.values()))
        assert (collected(), list(links().values()), list(WebAddress.objects.values())) == first

    def test_what_is_no_longer_linked_is_forgotten(self, page_of):
        page = page_of(paragraph('<a href="https://a.fr/">là</a> <a href="https://b.fr/">ici</a>'))
        collected()
        page.body = [{"type": "paragraph", "value": '<p><a href="https://b.fr/">Ici</a></p>'}]
        page.save()
        assert collected() == {("Essai", "Ici", "https://b.fr/")}
        assert WebAddress.objects.get().url == "https://b.fr/"

    def test_it_asks_as_few_questions_for_many_objects(self, page_of):
        numbers = []
        for start in (0, 10):
            for number in range(start, start + 10):
                factories.SchemeFactory(source_url=f"https://a.fr/{number}")
                page_of(paragraph(f'<a href="https://a.fr/p{number}">là</a>'), slug=f"p{number}")
            collected()
            with CaptureQueriesContext(connection) as captured:
                call_command("collect_links")
            numbers.append(len(captured))
        assert numbers[0] == numbers[1]


class TestOfThisSite:
    def test_a_page_that_is_gone_or_hidden_is_told_in_words(self, page_of):
        gone, hidden = page_of(slug="partie"), page_of(slug="cachee", live=False)
        there = page_of(slug="presente")
        page_of(
            paragraph(
                f'<a linktype="page" id="{gone.pk}">un</a> <a linktype="page" id="{hidden.pk}">'
                f'deux</a> <a linktype="page" id="{there.pk}">trois</a>'
            )
        )
        gone.delete()
        assert collected() == {
            ("Essai", "un", "La page a été supprimée."),
            (
                "Essai",
                "deux",
                "La page « Cachee » n’est plus publiée, ou plus pour tout le monde.",
            ),
        }

    @pytest.mark.parametrize("below", [False, True])
    def test_so_is_a_document(self, page_of, below):
        private = Collection.get_first_root_node().add_child(name="Privé")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        if below:
            private = private.add_child(name="Dedans")
        document = get_document_model().objects.create(
            title="Note", file="note.pdf", collection=private
        )
        page_of(
            paragraph('<a linktype="document" id="999">un</a>'),
            (
                "documents",
                {
                    "title": "À lire",
                    "documents": [{"type": "item", "value": {"document": document.pk}}],
                },
            ),
        )
        assert collected() == {
            ("Essai", "un", "Le document a été supprimé."),
            ("Essai", "Document", "Le document « Note » est dans une collection privée."),
        }

    def test_so_is_an_image_be_it_in_a_block_or_for_sharing(self, page_of):
        private = Collection.get_first_root_node().add_child(name="Privé")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        image = make_image()
        image.collection = private.add_child(name="Dedans")
        image.save()
        shown = {"image": {"image": image.pk, "alt_text": "Une porte", "decorative": False}}
        page_of(("image", shown | {"caption": "", "credit": ""}))
        page_of(slug="partagee", social_image=image)
        missing = f"L’image « {image.title} » est dans une collection privée."
        assert {(page, missing) for page, _text, missing in collected()} == {
            ("Essai", missing),
            ("Partagee", missing),
        }

    def test_it_goes_when_the_page_is_back(self, page_of):
        hidden = page_of(slug="cachee", live=False)
        page_of(paragraph(f'<a linktype="page" id="{hidden.pk}">là</a>'))
        assert len(collected()) == 1
        hidden.save_revision().publish()
        assert collected() == set()

    def test_taking_a_page_away_tells_at_once_who_leads_to_it(
        self, page_of, django_capture_on_commit_callbacks
    ):
        target = page_of(slug="cible")
        page_of(paragraph(f'<a linktype="page" id="{target.pk}">là</a>'))
        with django_capture_on_commit_callbacks(execute=True):
            target.unpublish()
        assert [link.text for link in links()] == ["là"]


class TestAsking:
    @pytest.fixture
    def server(self, settings, monkeypatch):
        monkeypatch.setattr(checking, "PAUSE_SECONDS", 0)
        with other_server(settings) as server:
            yield server

    def asked(self, server, status, times=1):
        """An address that answers so, asked for so many times, when it is due."""
        server.answers["/"] = answers(status)
        address, _created = WebAddress.objects.get_or_create(url=f"{server.url}/")
        for _time in range(times):
            WebAddress.objects.update(due_at=timezone.now())
            call_command("check_links")
        address.refresh_from_db()
        return address

    def test_one_that_answers_is_asked_again_in_a_week(self, server):
        address = self.asked(server, 200)
        assert (address.failures, address.problem) == (0, "")
        assert timedelta(days=6) < address.due_at - timezone.now() < timedelta(days=8)
        assert (server.headed, server.asked) == (["/"], [])

    def test_one_that_is_not_due_is_left_alone(self, server):
        self.asked(server, 200)
        call_command("check_links")
        assert server.headed == ["/"]

    def test_a_page_that_is_gone_is_broken_after_three_tries(self, server):
        address = self.asked(server, 404, times=2)
        Link.objects.create(source=Page.objects.first(), address=address)
        assert not Link.objects.broken().exists()
        address = self.asked(server, 404)
        assert Link.objects.broken().get().broken_since == address.failing_since
        assert address.problem == "La page n’existe plus à cette adresse (erreur 404)."

    def test_it_is_well_again_at_the_first_answer(self, server):
        self.asked(server, 500, times=4)
        address = self.asked(server, 200)
        assert (address.failures, address.failing_since, address.problem) == (0, None, "")

    @pytest.mark.parametrize("status", [401, 403, 405, 429])
    def test_what_may_be_meant_for_programs_says_nothing(self, status, server):
        assert self.asked(server, status).problem == ""

    def test_a_server_that_refuses_the_short_question_is_asked_the_long_one(self, server):
        def only_get(handler):
            answers(200 if handler.command == "GET" else 404, b"Bonjour")(handler)

        server.answers["/"] = only_get
        WebAddress.objects.create(url=f"{server.url}/")
        call_command("check_links")
        assert WebAddress.objects.get().problem == ""
        assert [path for path, _headers in server.asked] == ["/"]

    def test_our_own_network_is_never_asked(self):
        WebAddress.objects.create(url="http://127.0.0.1/")
        call_command("check_links")
        problem = WebAddress.objects.get().problem
        assert problem == "Cette adresse ne mène pas à un serveur public."

    def test_a_host_is_asked_a_few_times_in_a_run(self, server, monkeypatch):
        monkeypatch.setattr(checking, "MOST_OF_A_HOST", 2)
        for number in range(3):
            server.answers[f"/{number}"] = answers(200)
            WebAddress.objects.create(url=f"{server.url}/{number}")
        call_command("check_links")
        assert len(server.headed) == 2
        call_command("check_links")
        assert len(server.headed) == 3

    def test_hosts_take_turns(self):
        for url in ("https://a.fr/1", "https://a.fr/2", "https://b.fr/1"):
            WebAddress.objects.create(url=url)
        hosts = [address.url for address in checking.chosen()]
        assert hosts == ["https://a.fr/1", "https://b.fr/1", "https://a.fr/2"]

    def test_a_run_ends_when_its_time_is_over(self, server, monkeypatch):
        monkeypatch.setattr(checking, "SECONDS", 0)
        self.asked(server, 200)
        assert server.headed == []

    def test_a_line_that_is_cut_breaks_no_link(self, settings):
        """Nobody answers, whoever is asked: it is ours that is down."""
        for host in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
            WebAddress.objects.create(url=f"http://{host}/")
        call_command("check_links")
        assert not WebAddress.objects.filter(failures__gt=0).exists()
        with time_machine.travel(timezone.now() + timedelta(minutes=50)):
            assert checking.chosen() == []
