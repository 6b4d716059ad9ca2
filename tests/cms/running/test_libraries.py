"""Images and documents: each structure and network has its own, and nobody sees those of others."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page
from wagtail.permissions import policy_registry

from catalogue.models import Role
from cms.libraries import library_of
from cms.models import Library, StandardPage
from tests import factories
from tests.catalogue.admin.tools import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.dialect("cms.libraries")]

Document = get_document_model()


def document(title, collection):
    file = ContentFile(b"%PDF-1.7", name=f"{title.lower()}.pdf")
    return Document.objects.create(title=title, file=file, collection=collection)


@pytest.fixture
def documents(here, there):
    """One in each library, one that everybody shares, one below a library."""
    ours = library_of(here.structure).collection
    return {
        "ours": document("Ours", ours),
        "below": document("Below", ours.add_child(name="Ateliers")),
        "network": document("Network", library_of(here.network).collection),
        "theirs": document("Theirs", library_of(there.structure).collection),
        "shared": document("Shared", Collection.get_first_root_node()),
    }


def not_there_yet():
    """As many documents in the same places, that have no row."""
    for item in Document.objects.all():
        yield Document(title=item.title, collection=item.collection)


def allowed(user, action):
    policy = policy_registry.get_by_type(Document)
    found = policy.instances_user_has_permission_for(user, action)
    titles = {item.title.lower() for item in found}
    asked_one_by_one, asked_before_it_is_there = (
        {
            item.title.lower()
            for item in items
            if policy.user_has_permission_for_instance(user, action, item)
        }
        for items in (Document.objects.all(), not_there_yet())
    )
    assert titles == asked_one_by_one == asked_before_it_is_there
    return titles


class TestMaking:
    def test_whoever_begins_somewhere_finds_its_library_made(self):
        structure = factories.StructureFactory(name="Mission Locale d’Ici")
        factories.MembershipFactory(structure=structure)
        factories.MembershipFactory(structure=structure)
        assert Library.objects.get().collection.name == "Mission Locale d’Ici"
        assert Library.objects.get().structure == structure

    def test_the_job_makes_those_that_lack_and_keeps_the_names(self):
        structure = factories.MembershipFactory(structure__name="Avant").structure
        factories.MembershipFactory(structure=None, network=factories.NetworkFactory(name="Réseau"))
        Library.objects.filter(network__isnull=False).delete()
        type(structure).objects.update(name="Après")
        for _time in range(2):
            call_command("make_libraries")
            names = Library.objects.values_list("collection__name", flat=True)
            assert sorted(names) == ["Après", "Réseau"]

    def test_what_a_structure_leaves_behind_is_not_everybody_s(self, person, there):
        left = document("Left", library_of(there.structure).collection)
        there.structure.delete()
        assert left.title.lower() not in allowed(person(Role.COMMUNICATION), "choose")


class TestWhoMay:
    CHOOSE = {
        Role.ADVISER: {"ours", "below", "shared"},
        Role.STRUCTURE_HEAD: {"ours", "below", "shared"},
        Role.COMMUNICATION: {"ours", "below", "network", "shared"},
        Role.NETWORK_ADMIN: {"ours", "below", "network", "shared"},
        Role.DATA: set(),
    }

    @pytest.mark.parametrize("role", CHOOSE)
    def test_one_chooses_in_one_s_own_and_in_what_is_shared(self, role, person, documents):
        assert allowed(person(role), "choose") == self.CHOOSE[role]

    @pytest.mark.parametrize("role", CHOOSE)
    def test_what_is_shared_is_changed_by_those_who_speak_for_all(self, role, person, documents):
        kept = set() if role == Role.COMMUNICATION else {"shared"}
        assert allowed(person(role), "change") == self.CHOOSE[role] - kept

    def test_the_national_union_reaches_every_library(self, person, documents):
        user = person(Role.COMMUNICATION, national=True)
        assert allowed(user, "delete") == set(documents)

    def test_an_adviser_deletes_nothing(self, person, documents):
        assert allowed(person(Role.ADVISER), "delete") == set()

    def test_whoever_left_sees_nothing(self, person, documents):
        user = person(Role.STRUCTURE_HEAD)
        user.is_active = False
        user.save()
        assert allowed(user, "choose") == set()


class TestAdmin:
    ADDRESSES = [
        "wagtaildocs:index",
        "wagtaildocs_chooser:choose",
        "wagtaildocs_chooser:choose_results",
    ]

    @pytest.mark.parametrize("name", ADDRESSES)
    def test_lists_have_what_one_reaches_and_nothing_else(self, name, sign_in, documents):
        text = text_of(sign_in(Role.STRUCTURE_HEAD).get(reverse(name)))
        assert "Ours" in text
        assert "Theirs" not in text

    @pytest.mark.parametrize("name", ["edit", "delete", "document_usage"])
    def test_no_address_leads_to_those_of_others(self, name, sign_in, documents):
        url = reverse(f"wagtaildocs:{name}", args=[documents["theirs"].pk])
        response = sign_in(Role.STRUCTURE_HEAD).get(url)
        assert response.status_code in {302, 403, 404}

    def test_nor_does_a_bulk_action(self, sign_in, documents):
        url = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "delete"])
        client = sign_in(Role.STRUCTURE_HEAD)
        client.post(f"{url}?id={documents['theirs'].pk}")
        assert Document.objects.filter(title="Theirs").exists()

    def test_one_adds_to_one_s_own_library(self, sign_in, here, documents):
        page = sign_in(Role.ADVISER).get(reverse("wagtaildocs:add_multiple"))
        offered = [collection.name for collection in page.context["collections"]]
        assert offered == ["Mission Locale d’Ici", "Ateliers"]

    def test_nobody_adds_to_that_of_others(self, sign_in, there, documents):
        sent = {
            "title": "Intrus",
            "file": ContentFile(b"%PDF-1.7", name="intrus.pdf"),
            "collection": there.structure.library.collection.pk,
        }
        sign_in(Role.STRUCTURE_HEAD).post(reverse("wagtaildocs:add"), sent)
        assert not Document.objects.filter(collection=sent["collection"], title="Intrus").exists()

    def test_how_often_one_is_used_is_told_before_it_is_deleted(self, sign_in, documents):
        link = f'<p><a linktype="document" id="{documents["ours"].pk}">Lire</a></p>'
        body = [{"type": "paragraph", "value": link}]
        page = StandardPage(title="Essai", slug="essai", body=body)
        Page.objects.get(depth=2).add_child(instance=page)
        url = reverse("wagtaildocs:delete", args=[documents["ours"].pk])
        response = sign_in(Role.STRUCTURE_HEAD).get(url)
        assert response.context["usage_count"] == 1
        assert reverse("wagtaildocs:document_usage", args=[documents["ours"].pk]) in response.text


class TestServing:
    @pytest.fixture
    def page(self, documents):
        body = [
            {
                "type": "paragraph",
                "value": f'<p><a linktype="document" id="{documents["ours"].pk}">Lire</a></p>',
            }
        ]
        page = StandardPage(title="Essai", slug="essai", body=body, live=False)
        return Page.objects.get(depth=2).add_child(instance=page)

    @pytest.fixture(autouse=True)
    def disk(self, monkeypatch, tmp_path):
        """Files are served from where files are."""
        field = get_document_model()._meta.get_field("file")
        monkeypatch.setattr(field, "storage", FileSystemStorage(tmp_path))

    def status(self, client, item):
        response = client.get(item.url)
        if response.streaming:
            list(response)
        return response.status_code

    def test_what_nothing_public_leads_to_is_served_to_nobody_else(
        self, client, sign_in, documents, page
    ):
        assert self.status(client, documents["ours"]) == 404
        sign_in(Role.ADVISER)
        assert self.status(client, documents["ours"]) == 200
        assert self.status(client, documents["theirs"]) == 404

    def test_what_lies_below_a_private_collection_is_served_to_nobody_else(
        self, client, documents, page
    ):
        """Not even where a published page still leads to it."""
        page.save_revision().publish()
        collection = documents["ours"].collection
        documents["ours"].collection = collection.add_child(name="Dedans")
        documents["ours"].save()
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        assert self.status(client, documents["ours"]) == 302

    def test_what_a_published_page_leads_to_is_everybody_s(self, client, documents, page):
        page.save_revision().publish()
        assert self.status(client, documents["ours"]) == 200
        page.refresh_from_db()
        page.unpublish()
        assert self.status(client, documents["ours"]) == 404
