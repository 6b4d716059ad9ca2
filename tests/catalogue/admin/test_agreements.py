"""Agreements in the admin: written by some, read by others, unknown to the rest."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.models import Agreement, Role
from tests import factories
from tests.catalogue.admin.test_exports import csv_rows
from tests.catalogue.admin.tools import admin_url, submit, text_of

pytestmark = pytest.mark.django_db
WRITERS = [Role.COMMUNICATION, Role.STRUCTURE_HEAD, Role.NETWORK_ADMIN]
PDF = b"%PDF-1.7\n"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-20T12:00:00+01:00", tick=False):
        yield


def new_rows(prefix, *rows):
    """A formset with these rows, as a browser sends it."""
    data = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": 0,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for rank, row in enumerate(rows):
        defaults = {"id": "", "ORDER": rank + 1, "DELETE": ""}
        data |= {f"{prefix}-{rank}-{name}": value for name, value in (defaults | row).items()}
    return data


def content(partner, meetings=(), documents=(), **fields):
    return {
        "title": "Convention avec l’Atelier",
        "code": "atelier",
        **new_rows("parties", {"partner": partner.pk}),
        **new_rows("meetings", *meetings),
        **new_rows("documents", *documents),
        **fields,
    }


def add(client, partner, **values):
    return submit(client, admin_url(Agreement, "add"), **content(partner, **values))


def holder_of(user):
    membership = user.memberships.get()
    return {
        name: place.pk for name in ("structure", "network") if (place := getattr(membership, name))
    }


@pytest.mark.parametrize("role", WRITERS)
def test_a_new_agreement_comes_with_its_partner_committee_and_document(role, client, member, here):
    partner, user = factories.PartnerFactory(), member(role)
    client.force_login(user)
    answer = add(
        client,
        partner,
        meetings=[{"planned_on": "2026-12-01"}],
        documents=[
            {
                "kind": "agreement",
                "title": "Texte",
                "file": SimpleUploadedFile("../../texte.pdf", PDF),
            }
        ],
        starts_on="2026-01-01",
        **holder_of(user),
    )
    assert answer.status_code == 302, answer.context["form"].errors
    agreement = Agreement.objects.get(code="atelier")
    assert list(agreement.partners.all()) == [partner]
    assert agreement.meetings.get().planned_on == date(2026, 12, 1)
    document = agreement.documents.get()
    assert document.file.read() == PDF
    assert document.file.name.startswith("agreements/")
    assert "texte" not in document.file.name


def test_an_agreement_has_a_partner(sign_in, here):
    client = sign_in(Role.STRUCTURE_HEAD)
    values = content(factories.PartnerFactory(), structure=here.structure.pk)
    answer = submit(client, admin_url(Agreement, "add"), **(values | new_rows("parties")))
    assert answer.status_code == 200
    assert not Agreement.objects.filter(code="atelier").exists()


@pytest.mark.parametrize(
    ("name", "sent", "words"),
    [
        ("page.html", b"<script>", "n’est pas accepté"),
        ("texte.pdf", b"<script>", "n’est pas ce que dit son nom"),
        ("texte.docx", PDF, "n’est pas ce que dit son nom"),
        ("texte.pdf.exe", PDF, "n’est pas accepté"),
    ],
)
def test_a_file_that_is_no_document_is_refused(name, sent, words, sign_in, here):
    answer = add(
        sign_in(Role.STRUCTURE_HEAD),
        factories.PartnerFactory(),
        structure=here.structure.pk,
        documents=[{"kind": "other", "title": "x", "file": SimpleUploadedFile(name, sent)}],
    )
    assert words in text_of(answer)
    assert not Agreement.objects.filter(code="atelier").exists()


def test_a_file_too_heavy_is_refused(sign_in, here, monkeypatch):
    monkeypatch.setattr("catalogue.files.MAX_SIZE", 4)
    answer = add(
        sign_in(Role.STRUCTURE_HEAD),
        factories.PartnerFactory(),
        structure=here.structure.pk,
        documents=[{"kind": "other", "title": "x", "file": SimpleUploadedFile("a.pdf", PDF)}],
    )
    assert "trop lourd" in text_of(answer)


def test_what_is_wrong_is_said_where_it_is(sign_in, here):
    answer = add(
        sign_in(Role.STRUCTURE_HEAD),
        factories.PartnerFactory(),
        structure=here.structure.pk,
        starts_on="2026-02-01",
        ends_on="2026-01-01",
        meetings=[{"planned_on": "2026-12-01"}, {"planned_on": "2026-12-01"}],
    )
    assert answer.status_code == 200
    shown = text_of(answer)
    assert "La date de fin est avant la date de début." in shown
    add_once = answer.context["form"].formsets["meetings"]
    assert add_once.non_form_errors() or any(add_once.errors)


@pytest.mark.parametrize("role", WRITERS)
def test_nobody_signs_for_somebody_else(role, sign_in, here, there):
    client, partner = sign_in(role), factories.PartnerFactory()
    for holder in (
        {"structure": there.structure.pk},
        {"network": there.network.pk},
        {},
        *([{"network": here.network.pk}] if role == Role.STRUCTURE_HEAD else []),
    ):
        assert add(client, partner, **holder).status_code == 200, holder
    assert not Agreement.objects.filter(code="atelier").exists()


def test_an_agreement_elsewhere_is_not_one_to_follow(sign_in, here, there):
    answer = submit(
        sign_in(Role.STRUCTURE_HEAD),
        admin_url(here.agreement, "edit"),
        predecessor=there.agreement.pk,
    )
    assert "predecessor" in answer.context["form"].errors


def test_a_circle_is_refused_in_its_field(sign_in, here):
    follower = factories.AgreementFactory(structure=here.structure, predecessor=here.agreement)
    answer = submit(
        sign_in(Role.STRUCTURE_HEAD), admin_url(here.agreement, "edit"), predecessor=follower.pk
    )
    assert "fait déjà suite" in text_of(answer)


def test_a_stored_file_keeps_its_place_and_has_a_link(sign_in, here):
    document = factories.AgreementDocumentFactory(agreement=here.agreement)
    client, url = sign_in(Role.STRUCTURE_HEAD), admin_url(here.agreement, "edit")
    assert document.internal_url in client.get(url).content.decode()
    answer = submit(
        client,
        url,
        **{
            "documents-0-title": "Autre titre",
            "documents-0-file": SimpleUploadedFile("autre.pdf", b"%PDF-autre"),
        },
    )
    assert answer.status_code == 302
    before = document.file.name
    document.refresh_from_db()
    assert document.title == "Autre titre"
    assert document.file.name == before
    assert document.file.read() == PDF


def test_its_history_tells_what_changed(sign_in, here):
    client, url = sign_in(Role.STRUCTURE_HEAD), admin_url(here.agreement, "edit")
    factories.AgreementDocumentFactory(agreement=here.agreement)
    submit(client, url, aims="Avant.")
    submit(client, url, aims="Après.")
    compare = admin_url(here.agreement, "revisions_compare", "earliest", "latest")
    assert "Après" in text_of(client.get(compare))
    for view in ("history", "usage", "inspect", "delete"):
        assert client.get(admin_url(here.agreement, view)).status_code == 200, view


@pytest.mark.parametrize("role", Role.values)
def test_every_role_reads_the_documents_of_its_own_and_no_other(role, sign_in, here, there):
    own = factories.AgreementDocumentFactory(agreement=here.agreement)
    other = factories.AgreementDocumentFactory(agreement=there.agreement)
    client = sign_in(role)
    answer = client.get(own.internal_url)
    assert answer.status_code == 200
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(other.internal_url).status_code == 404
    assert own.title in text_of(client.get(admin_url(here.agreement, "inspect")))


def test_nobody_reads_an_internal_document_without_signing_in(client, here):
    document = factories.AgreementDocumentFactory(agreement=here.agreement)
    answer = client.get(document.internal_url)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("wagtailadmin_login"))


# --- The list


@pytest.fixture
def ending(here):
    return factories.AgreementFactory(
        structure=here.structure, title="Fin proche", ends_on=date(2026, 12, 31)
    )


@pytest.fixture
def silent(here):
    return factories.AgreementFactory(
        structure=here.structure, title="Sans réunion", starts_on=date(2024, 1, 1)
    )


def test_the_list_says_what_each_one_asks_for(sign_in, here, ending, silent):
    shown = text_of(sign_in(Role.ADVISER).get(admin_url(Agreement, "list")))
    assert "se termine bientôt" in shown
    assert "pas de comité depuis un an" in shown
    assert shown.count("en vigueur") >= 3


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("todo=renew", {"Fin proche"}),
        ("todo=convene", {"Sans réunion"}),
        ("in_force=true", {"Fin proche", "Sans réunion", "Convention d’Ici"}),
        ("in_force=false", {"Vieille"}),
        ("q=proche", {"Fin proche"}),
        ("todo=zzz&network=999999999999999999999", None),
    ],
)
def test_the_list_is_narrowed_and_exported_as_narrowed(
    query, titles, sign_in, here, ending, silent
):
    factories.AgreementFactory(
        structure=here.structure, title="Vieille", starts_on=date(2019, 1, 1),
        ends_on=date(2020, 1, 1),
    )  # fmt: skip
    client, url = sign_in(Role.ADVISER), admin_url(Agreement, "list")
    assert client.get(f"{url}?{query}").status_code == 200
    if titles is not None:
        rows = csv_rows(client.get(f"{url}?{query}&export=csv"))
        assert {row["Titre"] for row in rows} == titles


def test_an_export_names_partners_and_holder_by_their_codes(sign_in, here):
    (row,) = csv_rows(sign_in(Role.ADVISER).get(admin_url(Agreement, "list") + "?export=csv"))
    assert row["Partenaires"] == here.agreement.partners.get().code
    assert row["Structure"] == here.structure.imilo_code


def test_a_long_list_asks_as_few_questions(
    sign_in, here, django_assert_max_num_queries, django_assert_num_queries
):
    client, url = sign_in(Role.STRUCTURE_HEAD), admin_url(Agreement, "list")
    client.get(url)
    with django_assert_max_num_queries(22) as few:
        client.get(url)
    for one in factories.AgreementFactory.create_batch(10, structure=here.structure):
        factories.AgreementMeetingFactory(agreement=one)
    with django_assert_num_queries(len(few)):
        client.get(url)
