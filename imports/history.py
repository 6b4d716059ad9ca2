"""What an import did, in the history of each object: "Modifié par l’import du 12 mars 2027…".

Written after the transaction, by the task that tells the search: one statement for each thousand
objects. An entry's number comes from the change it tells, so that none is written twice.
"""

from datetime import datetime
from uuid import UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter
from wagtail.log_actions import registry as log_registry

from catalogue.wording import say_day
from imports.models import Change

CHUNK = 1_000
NAMESPACE = UUID("0f3a1d5e-6d0c-4b8f-9a57-3b1f6c2d8e41")
UNDONE = "undone"

#: What was done → (what the history is filtered by, the sentence).
ACTIONS = {
    Change.Action.CREATED.value: (
        gettext_lazy("Ajouté par un import"),
        gettext_lazy("Ajouté par l’import du %(date)s, flux « %(feed)s »"),
    ),
    Change.Action.UPDATED.value: (
        gettext_lazy("Modifié par un import"),
        gettext_lazy("Modifié par l’import du %(date)s, flux « %(feed)s »"),
    ),
    Change.Action.WITHDRAWN.value: (
        gettext_lazy("Retiré par un import"),
        gettext_lazy("Retiré par l’import du %(date)s, flux « %(feed)s »"),
    ),
    UNDONE: (
        gettext_lazy("Import annulé"),
        gettext_lazy("Annulation de l’import du %(date)s, flux « %(feed)s »"),
    ),
}


class Formatter(LogFormatter):
    def __init__(self, label, sentence):
        self.label, self.sentence = label, sentence

    def format_message(self, log_entry):
        applied_at = datetime.fromisoformat(log_entry.data["date"])
        day = say_day(timezone.localtime(applied_at), year=True)
        return self.sentence % {"date": day, "feed": log_entry.data["feed"]}


def action_of(done):
    return f"imports.{done}"


def register_actions(actions):
    for done, (label, sentence) in ACTIONS.items():
        actions.register_action(action_of(done))(lambda args=(label, sentence): Formatter(*args))


def write(batch):
    """Tells what the batch did, and what was taken back of it. May be run again."""
    model = batch.feed.target_definition.model
    if not hasattr(model, "snippet_viewset") or not batch.applied_at:
        return  # nowhere to read it
    entries = log_registry.get_log_model_for_model(model)
    keys = list(batch.changes.order_by("object_id").values_list("object_id", flat=True))
    for start in range(0, len(keys), CHUNK):
        changes = list(batch.changes.filter(object_id__in=keys[start : start + CHUNK]))
        told = [entry(entries, model, batch, change, change.action) for change in changes]
        if batch.undone_at:
            undone = [change for change in changes if change.undo]
            told += [entry(entries, model, batch, change, UNDONE) for change in undone]
        known = set(
            entries.objects.filter(uuid__in=[item.uuid for item in told]).values_list(
                "uuid", flat=True
            )
        )
        entries.objects.bulk_create([item for item in told if item.uuid not in known])


def entry(entries, model, batch, change, done):
    is_undo = done == UNDONE
    is_deleted = change.action == Change.Action.CREATED and change.undo == Change.Undo.UNDONE
    return entries(
        content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
        object_id=str(change.object_id),
        label=change.title or change.key,
        action=action_of(done),
        timestamp=batch.undone_at if is_undo else batch.applied_at,
        user=batch.undone_by if is_undo else batch.confirmed_by,
        uuid=uuid5(NAMESPACE, f"{change.pk} {done}"),
        data={"batch": batch.pk, "feed": batch.feed.name, "date": batch.applied_at.isoformat()},
        content_changed=True,
        deleted=is_undo and is_deleted,
    )
