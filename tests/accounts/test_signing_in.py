"""Staff sign in with their e-mail address, and guessing passwords gets nobody far."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db
SIGN_IN = "/gestion/login/"


@pytest.fixture
def colleague():
    return factories.MembershipFactory(user__email="nour@exemple.fr").user


def sign_in(client, email="nour@exemple.fr", password=factories.PASSWORD):
    return client.post(SIGN_IN, {"username": email, "password": password})


def is_inside(response):
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("email", ["nour@exemple.fr", "NOUR@Exemple.FR", " nour@exemple.fr "])
def test_an_address_is_the_same_account_in_any_case(email, client, colleague):
    assert is_inside(sign_in(client, email))


def test_a_wrong_password_keeps_out(client, colleague):
    answer = sign_in(client, password="autre-chose")
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()


def test_an_account_without_membership_gets_nothing_of_the_admin(client):
    user = factories.UserFactory()
    sign_in(client, user.email)
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.status_code == 302
    assert answer.url.startswith(SIGN_IN)


def test_after_ten_wrong_passwords_the_right_one_has_to_wait(client, colleague):
    for n in range(10):
        # Writing the address another way doesn't give more tries.
        sign_in(client, "nour@exemple.fr" if n % 2 else "Nour@exemple.fr", "essai")
    refused = sign_in(client)
    assert refused.status_code == 429
    assert "Attendez un quart d’heure" in refused.content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert is_inside(sign_in(client))


def test_wrong_passwords_of_one_account_dont_lock_another(client, colleague):
    other = factories.MembershipFactory().user
    for _ in range(11):
        sign_in(client, password="essai")
    assert is_inside(sign_in(client, other.email))


@pytest.fixture
def behind_a_proxy(settings):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": 1}


def sign_in_through_proxy(client, forwarded_for, password=factories.PASSWORD):
    form = {"username": "nour@exemple.fr", "password": password}
    return client.post(SIGN_IN, form, headers={"X-Forwarded-For": forwarded_for})


def test_two_machines_behind_one_proxy_are_counted_apart(client, colleague, behind_a_proxy):
    for _ in range(10):
        sign_in_through_proxy(client, "192.0.2.66", "essai")
    assert sign_in_through_proxy(client, "192.0.2.66").status_code == 429
    assert is_inside(sign_in_through_proxy(client, "192.0.2.7"))


def test_an_address_made_up_in_front_gives_no_more_tries(client, colleague, behind_a_proxy):
    for n in range(10):
        sign_in_through_proxy(client, f"203.0.113.{n}, 192.0.2.66", "essai")
    assert sign_in_through_proxy(client, "203.0.113.99, 192.0.2.66").status_code == 429
    assert is_inside(sign_in_through_proxy(client, "192.0.2.66, 192.0.2.7"))


def test_without_a_proxy_what_a_client_says_of_its_address_counts_for_nothing(client, colleague):
    for n in range(10):
        sign_in_through_proxy(client, f"203.0.113.{n}", "essai")
    assert sign_in_through_proxy(client, "203.0.113.99").status_code == 429


def test_public_pages_ask_nothing_about_sign_in_attempts(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/robots.txt")


def test_an_address_is_stored_in_lower_case(admin_client):
    form = {
        "email": "Sam.Petit@Exemple.FR",
        "first_name": "Sam",
        "last_name": "Petit",
        "password1": "une-longue-phrase-secrete",
        "password2": "une-longue-phrase-secrete",
    }
    answer = admin_client.post(reverse("wagtailusers_users:add"), form)
    assert answer.status_code == 302
    assert User.objects.get(last_name="Petit").email == "sam.petit@exemple.fr"


def test_the_same_address_in_another_case_is_refused_in_french(admin_client, colleague):
    form = {"email": "NOUR@exemple.fr", "first_name": "Nour", "last_name": "B"}
    answer = admin_client.post(reverse("wagtailusers_users:add"), form)
    assert answer.status_code == 200
    assert "existe déjà" in str(answer.context["form"].errors["email"])


@pytest.mark.parametrize("view", ["index", "add"])
def test_accounts_are_managed_by_superusers(view, client, admin_client, colleague):
    url = reverse(f"wagtailusers_users:{view}")
    assert admin_client.get(url).status_code == 200
    client.force_login(colleague)
    assert client.get(url).status_code == 302


def test_an_account_can_be_edited(admin_client, colleague):
    url = reverse("wagtailusers_users:edit", args=[colleague.pk])
    assert admin_client.get(url).status_code == 200
    form = {"email": colleague.email, "first_name": "Noor", "last_name": "B", "is_active": "on"}
    assert admin_client.post(url, form).status_code == 302
    colleague.refresh_from_db()
    assert colleague.first_name == "Noor"


def test_the_admin_speaks_french(client):
    page = client.get(SIGN_IN)
    assert "Parvis, espace de gestion" in page.content.decode()
    labels = {field.name: str(field.label) for field in page.context["form"]}
    assert labels["username"] == "Adresse e-mail"
    assert labels["password"] == "Mot de passe"
