"""Forms that editors make: what visitors send, who reads it, and when it is erased."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Page, PageViewRestriction

from catalogue.models import Role
from cms.form_fields import CONSENT, TRAP
from cms.models import FormField, FormPage, HomePage
from tests.factories import MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver"}
ANSWER = {"ton_prenom": "Inès", "ton_e_mail": "ines@exemple.test", CONSENT: "on"}


@pytest.fixture(autouse=True)
def _nobody_came_before():
    cache.clear()


@pytest.fixture
def page():
    page = FormPage(title="Nous écrire", slug="nous-ecrire", kept_days=30)
    page.form_fields = [
        FormField(label="Ton prénom", field_type="singleline", clean_name="ton_prenom"),
        FormField(label="Ton e-mail", field_type="email", clean_name="ton_e_mail"),
    ]
    return HomePage.objects.get().add_child(instance=page)


@pytest.fixture
def send(client, page):
    def send(answer=ANSWER, headers=HERE, **changes):
        return client.post(page.action, {**answer, **changes}, headers=headers)

    return send


def test_what_is_sent_is_kept_without_the_consent_nor_the_trap(send, page, client):
    response = send()
    assert response.url == "/nous-ecrire/merci/"
    assert "C’est envoyé" in client.get(response.url).text
    assert FormSubmission.objects.get().form_data == {
        "ton_prenom": "Inès",
        "ton_e_mail": "ines@exemple.test",
    }


def test_nothing_sets_a_cookie(send, page, client):
    assert not client.get("/nous-ecrire/").cookies
    assert not send().cookies
    assert not client.get("/nous-ecrire/merci/").cookies


def test_without_consent_nothing_is_kept(send):
    response = send({name: value for name, value in ANSWER.items() if name != CONSENT})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Sans ton accord" in response.text
    assert not FormSubmission.objects.exists()


def test_what_is_wrong_is_said_beside_its_field_and_linked_from_the_top(send):
    html = BeautifulSoup(send(ton_e_mail="ines").content, "html.parser")
    field = html.select_one("#id_ton_e_mail")
    assert field["aria-invalid"] == "true"
    assert field["value"] == "ines"
    said = html.select_one(f"#{field['aria-describedby']}")
    assert "adresse e-mail complète" in said.text
    assert [link["href"] for link in html.select("[role=alert] a")] == ["#id_ton_e_mail"]


def test_a_program_that_fills_in_everything_learns_nothing(send):
    assert send(**{TRAP: "https://spam.test"}).url == "/nous-ecrire/merci/"
    assert not FormSubmission.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://ailleurs.test"}])
def test_what_comes_from_another_site_is_refused(headers, send):
    assert send(headers=headers).status_code == HTTPStatus.FORBIDDEN


def test_a_flood_is_told_to_wait(send, monkeypatch):
    monkeypatch.setattr("cms.answers.FormRateThrottle.rate", "2/hour", raising=False)
    assert [send().status_code for _ in range(3)] == [302, 302, HTTPStatus.TOO_MANY_REQUESTS]
    assert FormSubmission.objects.count() == 2


def test_a_draft_and_a_restricted_page_take_nothing(send, page):
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN
    )
    assert send().status_code == HTTPStatus.NOT_FOUND
    PageViewRestriction.objects.all().delete()
    page.unpublish()
    assert send().status_code == HTTPStatus.NOT_FOUND


def test_the_page_itself_is_only_read(client, page):
    assert client.post("/nous-ecrire/", ANSWER, headers=HERE).status_code == 405


def test_answers_are_erased_when_their_time_is_over(send, page):
    send()
    send(ton_prenom="Noé")
    old = FormSubmission.objects.earliest("pk")
    FormSubmission.objects.filter(pk=old.pk).update(submit_time=timezone.now() - timedelta(days=31))
    call_command("purge_forms")
    assert [row.form_data["ton_prenom"] for row in FormSubmission.objects.all()] == ["Noé"]
    assert "au bout de 30 jours" in str(BeautifulSoup(send({}).content, "html.parser"))


def test_the_e_mail_leads_to_the_answer_and_does_not_hold_it(send, page):
    page.to_address = "equipe@exemple.test"
    page.save()
    send()
    message = mail.outbox[0]
    assert message.to == ["equipe@exemple.test"]
    assert f"submissions/{page.pk}/" in message.body
    assert "Inès" not in message.body


@pytest.mark.parametrize(("role", "status"), [(Role.COMMUNICATION, 200), (Role.DATA, 302)])
def test_only_those_who_edit_the_page_read_the_answers(role, status, send, page, client):
    send()
    person = MembershipFactory(role=role, structure=None, network=NetworkFactory()).user
    client.force_login(person)
    url = f"/{settings.ADMIN_PATH}forms/submissions/{page.pk}/"
    assert client.get(url).status_code == status


def test_no_cell_of_the_export_is_a_formula(send, page, admin_client):
    send(ton_prenom="=1+1")
    url = f"/{settings.ADMIN_PATH}forms/submissions/{page.pk}/?export=csv"
    text = b"".join(admin_client.get(url)).decode()
    assert "'=1+1" in text
