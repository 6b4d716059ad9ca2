"""Whatever the address, nobody reaches what another structure keeps for itself.

Every route that asks who one is gets asked about the objects of another region, as lists, choosers,
bulk actions and the admin's API understand it: what only these objects say must never come back,
and none of them may change.
"""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.models import Page, TaskState

from catalogue import models
from catalogue.models import Role
from cms.libraries import library_of
from cms.models import Alert, HomePage, StandardPage, StructureNews
from imports.models import Feed
from tests.addresses import ADMIN, address, make_samples, routes

SEARCHED, NEVER = "Zibeline", "Quartz"
TITLE = f"{SEARCHED} {NEVER}"
#: They sign out, or raise their error on purpose.
LEFT_OUT = {f"{ADMIN}logout/", f"{ADMIN}failwhale/", f"{ADMIN}test404/"}
WALKED = (ADMIN, "api/v1/feeds/", "api/v1/activity/", "documents/")
#: What belongs to somebody, and the field that says its name.
KEPT = {
    models.Structure: "name",
    models.ReceptionSite: "name",
    models.Offer: "title",
    models.Agreement: "title",
    models.AgreementDocument: "title",
    StructureNews: "title",
    Alert: "message",
    Feed: "name",
}


@pytest.fixture
def elsewhere(here, there):
    """Everything that another region's structure has, named so that it is recognised; what can be
    drafted has a draft that awaits its review. Answers the arguments of routes about it."""
    samples = make_samples(there.structure)
    for model, name in KEPT.items():
        model.objects.update(**{name: TITLE})
    models.Structure.objects.filter(pk=here.structure.pk).update(name="Mission Locale d’Ici")
    colleague = models.Membership.objects.filter(structure=there.structure).first().user
    colleague.last_name = TITLE
    colleague.save()
    page = HomePage.objects.get(depth=2).add_child(instance=StandardPage(title=TITLE, live=False))
    document = private_document(there.structure)
    samples[f"{ADMIN}choose-page/"] = {"*": page.pk}
    samples[f"{ADMIN}documents/"] = {"*": document.pk}
    samples["documents/"] = {"*": document.pk, "document_filename": document.filename}
    drafted = {
        f"{ADMIN}pages/": page,
        f"{ADMIN}actualites-de-structures/": StructureNews.objects.get(),
        f"{ADMIN}catalogue/structure/": there.structure,
        f"{ADMIN}catalogue/receptionsite/": models.ReceptionSite.objects.get(),
        f"{ADMIN}catalogue/offer/": models.Offer.objects.get(),
    }
    for section, instance in drafted.items():
        samples[section] = {"*": instance.pk, **reviewed(instance, colleague)}
    return samples


def private_document(structure):
    collection = library_of(structure).collection
    file = ContentFile(TITLE.encode(), name="note.txt")
    return get_document_model().objects.create(title=TITLE, file=file, collection=collection)


def reviewed(instance, author):
    instance.refresh_from_db()
    revision = instance.save_revision(user=author)
    state = instance.get_workflow().start(instance, author)
    return {
        "revision_id": revision.pk,
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "action_name": "approve",
        "task_state_id": state.current_task_state_id,
        "workflow_state_id": state.pk,
        "task_id": state.current_task_state.task_id,
    }


def paths(samples):
    walked = {route for route in routes() if route.startswith(WALKED)} - LEFT_OUT
    # Several of ours take the place of Wagtail's own, at the same address.
    of_bulk_actions = {
        reverse(
            "wagtail_bulk_action", args=[*model._meta.label_lower.split("."), action.action_type]
        )
        for action in hooks.get_hooks("register_bulk_action")
        for model in action.models
    }
    return [*(address(route, samples) for route in sorted(walked)), *sorted(of_bulk_actions)]


def identifiers(samples):
    """What a list of things may be asked about by: the numbers of all these objects."""
    numbers = {str(sample["*"]) for sample in samples.values() if str(sample["*"]).isdecimal()}
    return "&".join(f"id={number}" for number in sorted(numbers))


def said(response):
    content = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def kept():
    """All that somebody there could lose."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in (*KEPT, models.Membership, Page, get_document_model(), TaskState)
    }


@pytest.mark.parametrize("role", [Role.COMMUNICATOR, Role.STRUCTURE_HEAD])
def test_no_address_tells_or_changes_what_is_elsewhere(role, client, person, elsewhere):
    client.force_login(person(role))
    client.raise_request_exception = False
    asked = f"q={SEARCHED}&{identifiers(elsewhere)}"
    before = kept()
    told = [
        f"{response.request['REQUEST_METHOD']} {path}"
        for path in paths(elsewhere)
        for response in (client.get(f"{path}?{asked}"), client.post(f"{path}?{asked}"))
        if NEVER in said(response)
    ]
    assert not told, "\n".join(told)
    assert kept() == before
