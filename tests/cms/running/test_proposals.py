"""News and pages are proposed by those who write, and published by those who answer for them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import GroupPagePermission, Page, TaskState

from catalogue.models import Role
from cms.models import FormPage, HomePage, StandardPage, StructureNews
from tests import factories
from tests.catalogue.admin.tools import admin_url, submit, text_of

TITLE = "Samedi, portes ouvertes"
NO_BLOCK = {"body-count": "0", "body": None}

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer_of(person):
    def browser(role):
        client = Client()
        client.force_login(person(role))
        return client

    return browser


def write_news(client, structure, action, **changes):
    """Returns the news, drafted."""
    values = {"structure": structure.pk, "title": TITLE, "slug": "portes"} | NO_BLOCK | changes
    submit(client, admin_url(StructureNews, "add"), action=action, **values)
    return StructureNews.objects.get()


def approve(client, instance):
    name = (
        "wagtailadmin_pages:workflow_action"
        if isinstance(instance, Page)
        else instance.snippet_viewset.get_url_name("workflow_action")
    )
    state = TaskState.objects.get()
    response = client.post(reverse(name, args=[instance.pk, "approve", state.pk]))
    instance.refresh_from_db()
    return response


class TestNewsOfAStructure:
    @pytest.mark.parametrize("role", [Role.ADVISER, Role.COMMUNICATOR])
    def test_are_proposed_then_published_by_its_head(self, role, writer_of, here, mailoutbox):
        head = writer_of(Role.STRUCTURE_HEAD)
        news = write_news(writer_of(role), here.structure, "submit")
        assert not news.live
        assert [message.subject for message in mailoutbox] == [f"À relire\xa0: {TITLE}"]
        assert TITLE in text_of(head.get(reverse("wagtailadmin_home")))
        approve(head, news)
        assert news.live

    def test_are_only_drafted_by_who_may_not_publish(self, writer_of, here):
        assert not write_news(writer_of(Role.COMMUNICATOR), here.structure, "publish").live

    def test_are_written_for_ones_own_structure_only(self, sign_in, here, there):
        client = sign_in(Role.COMMUNICATOR)
        url = admin_url(StructureNews, "add")
        values = {"title": TITLE, "slug": "portes", "structure": there.structure.pk} | NO_BLOCK
        response = submit(client, url, action="submit", **values)
        assert "structure" in response.context["form"].errors
        assert not StructureNews.objects.exists()

    def test_name_the_only_structure_there_is_to_choose(self, sign_in, here):
        form = sign_in(Role.COMMUNICATOR).get(admin_url(StructureNews, "add")).context["form"]
        assert form["structure"].value() == here.structure.pk

    def test_are_published_and_withdrawn_at_their_time(self, writer_of, here, client):
        """By the worker, which runs `publish_scheduled` every minute."""
        tomorrow = timezone.localtime() + timedelta(days=1)
        after = tomorrow + timedelta(days=1)
        news = write_news(
            writer_of(Role.COMMUNICATOR),
            here.structure,
            "submit",
            go_live_at=f"{tomorrow:%Y-%m-%d %H:%M}",
            expire_at=f"{after:%Y-%m-%d %H:%M}",
        )
        approve(writer_of(Role.STRUCTURE_HEAD), news)
        seen = []
        for moment in (timezone.now(), tomorrow, after):
            with time_machine.travel(moment + timedelta(minutes=2)):
                call_command("publish_scheduled")
                seen.append(client.get(news.get_absolute_url()).status_code)
        assert seen == [404, 200, 404]

    def test_are_previewed_where_they_will_be(self, writer_of, here):
        news = write_news(writer_of(Role.COMMUNICATOR), here.structure, "submit")
        preview_url = admin_url(news, "workflow_preview", TaskState.objects.get().task_id)
        preview = writer_of(Role.STRUCTURE_HEAD).get(preview_url)
        assert TITLE in text_of(preview)
        assert here.structure.name in text_of(preview)
        news.refresh_from_db()
        assert not news.live

    def test_are_compared_with_what_is_published(self, writer_of, here):
        head = writer_of(Role.STRUCTURE_HEAD)
        news = write_news(head, here.structure, "publish")
        writer = writer_of(Role.COMMUNICATOR)
        submit(
            writer, admin_url(news, "edit"), action="submit", title="Dimanche plutôt", **NO_BLOCK
        )
        compared = head.get(admin_url(news, "revisions_compare", "live", "latest"))
        assert "Dimanche plutôt" in text_of(compared)


class TestPages:
    @pytest.fixture
    def page(self, db):
        home = HomePage.objects.get()
        return home.add_child(instance=StandardPage(title="Le forum", live=False))

    @pytest.fixture
    def proposed(self, page, person):
        writer = person(Role.WRITER)
        page.save_revision(user=writer)
        page.get_workflow().start(page, writer)
        return page

    def test_a_writer_proposes_and_the_communication_staff_is_asked(
        self, page, writer_of, person, mailoutbox
    ):
        reader = person(Role.COMMUNICATION)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        submit(writer_of(Role.WRITER), url, action="submit", title="Le grand forum", **NO_BLOCK)
        assert [(message.to, message.subject) for message in mailoutbox] == [
            ([reader.email], "À relire\xa0: Le grand forum")
        ]
        assert f"{url}\n" in mailoutbox[0].body

    def test_a_writer_publishes_nothing(self, page, writer_of):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        submit(writer_of(Role.WRITER), url, action="publish", **NO_BLOCK)
        page.refresh_from_db()
        assert not page.live

    def test_what_is_proposed_waits_for_the_communication_staff(self, proposed, writer_of):
        reader = writer_of(Role.COMMUNICATION)
        assert proposed.title in text_of(reader.get(reverse("wagtailadmin_home")))
        approve(reader, proposed)
        assert proposed.live

    @pytest.mark.parametrize("role", [Role.WRITER, Role.STRUCTURE_HEAD, Role.NETWORK_ADMIN])
    def test_nobody_else_approves(self, role, proposed, writer_of):
        client = writer_of(role)
        assert proposed.title not in text_of(client.get(reverse("wagtailadmin_home"))) or (
            role == Role.WRITER  # among what the writer proposed
        )
        approve(client, proposed)
        assert not proposed.live

    def test_a_structures_staff_has_no_page(self):
        of_pages = GroupPagePermission.objects.filter(group__name__in=Role.labels)
        assert set(of_pages.values_list("group__name", flat=True)) == {"Communication", "Rédaction"}

    def test_answers_of_visitors_are_for_who_publishes_their_form(self, writer_of, page):
        form = page.add_child(instance=FormPage(title="Nous écrire", slug="ecrire"))
        FormSubmission.objects.create(form_data={"message": "Bonjour"}, page=form.page_ptr)
        url = reverse("wagtailforms:list_submissions", args=[form.pk])
        assert writer_of(Role.COMMUNICATION).get(url).status_code == 200
        assert writer_of(Role.WRITER).get(url).status_code == 302


def test_a_region_hands_out_no_role_on_pages(sign_in, here):
    client = sign_in(Role.NETWORK_ADMIN)
    membership = factories.MembershipFactory(structure=here.structure)
    form = client.get(admin_url(membership, "edit")).context["form"]
    offered = {value for value, _label in form.fields["role"].choices}
    assert not offered & {Role.COMMUNICATION.value, Role.WRITER.value}
    assert Role.COMMUNICATOR.value in offered
