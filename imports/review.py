"""What a batch would do, or did, as its page says it: counts, a sentence, what is in the way."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from imports import wording
from imports.models import BatchState, Feed, ImportRow
from imports.rules import KINDS, Withdrawals

Kind = ImportRow.Kind

#: Short labels of the counts, in the order in which they are shown.
LABELS = {
    Kind.NEW: _("à ajouter"),
    Kind.CHANGED: _("à modifier"),
    Kind.VANISHED: _("à retirer"),
    Kind.INVALID: _("en erreur"),
    Kind.UNCHANGED: _("sans changement"),
    Kind.DUPLICATE: _("en double"),
}
#: The same once it is done, or in a table.
NOUNS = {
    Kind.NEW: ngettext_lazy("%(number)s ajout", "%(number)s ajouts", "count"),
    Kind.CHANGED: ngettext_lazy("%(number)s modification", "%(number)s modifications", "count"),
    Kind.VANISHED: ngettext_lazy("%(number)s retrait", "%(number)s retraits", "count"),
    Kind.INVALID: ngettext_lazy("%(number)s en erreur", "%(number)s en erreur", "count"),
    Kind.UNCHANGED: ngettext_lazy(
        "%(number)s sans changement", "%(number)s sans changement", "count"
    ),
    Kind.DUPLICATE: ngettext_lazy("%(number)s en double", "%(number)s en double", "count"),
}
#: What is worth a word where there is little room.
TELLING = {Kind.NEW, Kind.CHANGED, Kind.VANISHED, Kind.INVALID}
#: What a count means, for who sees such a page for the first time.
MEANINGS = {
    Kind.NEW: _("Pas encore dans Parvis."),
    Kind.CHANGED: _("Déjà dans Parvis ; le fichier dit autre chose."),
    Kind.VANISHED: _("Le fichier ne les cite plus ; rien n’est effacé."),
}
ICONS = {
    Kind.NEW: "plus",
    Kind.CHANGED: "edit",
    Kind.VANISHED: "minus",
    Kind.INVALID: "warning",
    Kind.UNCHANGED: "check",
    Kind.DUPLICATE: "copy",
}

STEPS = [_("Fichier"), _("Colonnes"), _("Vérification"), _("Application")]
STEP_OF = {
    BatchState.RECEIVED: 0,
    BatchState.MAPPING: 1,
    BatchState.STAGING: 2,
    BatchState.REVIEW: 2,
    BatchState.CONFIRMED: 3,
    BatchState.APPLYING: 3,
}


@dataclass
class Tally:
    kind: str
    label: str
    icon: str
    #: Rows of this kind in the file.
    count: int
    #: Those that nobody left out.
    kept: int
    meaning: str = ""
    chosen: bool = True

    @property
    def left_out(self):
        return self.count - self.kept

    @property
    def in_words(self):
        return counted(self.kind, self.count)


def counted(kind, count):
    """ "1 ajout", "12 ajouts"."""
    return NOUNS[kind] % {"count": count, "number": wording.number(count)}


class Review:
    def __init__(self, batch, kinds=None):
        self.batch = batch
        self.feed = batch.feed
        self.model = self.feed.target_definition.model
        self.kinds = KINDS if kinds is None else kinds

    @cached_property
    def tallies(self):
        """Every kind of row that the file has."""
        return [
            Tally(
                kind=kind.value,
                label=label,
                icon=ICONS[kind],
                count=self.batch.counts[kind],
                kept=self.batch.counts[kind] - self.left_out.get(kind, 0),
                meaning=MEANINGS.get(kind, ""),
                chosen=kind in self.kinds,
            )
            for kind, label in LABELS.items()
            if self.batch.counts.get(kind)
        ]

    @property
    def applicable(self):
        return [tally for tally in self.tallies if tally.kind in KINDS]

    @property
    def others(self):
        return [tally for tally in self.tallies if tally.kind not in KINDS]

    @cached_property
    def left_out(self):
        """Kind → rows that a person chose to leave out."""
        rows = self.batch.rows.filter(excluded=True).order_by().values("kind")
        return {row["kind"]: row["number"] for row in rows.annotate(number=Count("pk"))}

    @property
    def changes(self):
        """`Change.Action` → how many there would be."""
        return {
            wording.ACTIONS[tally.kind]: tally.kept for tally in self.applicable if tally.chosen
        }

    @property
    def sentence(self):
        return wording.what_will_change(self.changes, self.model, self.is_blocked)

    @property
    def changes_nothing(self):
        return not any(tally.kept for tally in self.applicable)

    @property
    def invalid(self):
        return self.batch.counts.get(Kind.INVALID, 0)

    @property
    def is_blocked(self):
        return bool(self.invalid) and self.feed.policy == Feed.Policy.ALL_OR_NOTHING

    @cached_property
    def withdrawals(self):
        """Only a full list withdraws anything; the others need not ask."""
        return Withdrawals.of(self.batch) if self.batch.counts.get(Kind.VANISHED) else None

    @property
    def alarms(self):
        return self.withdrawals is not None and self.withdrawals.need_a_second_confirmation


class Result:
    """What was done, from the journal."""

    def __init__(self, batch):
        self.batch = batch
        self.model = batch.feed.target_definition.model

    @cached_property
    def changes(self):
        rows = self.batch.changes.order_by().values("action").annotate(number=Count("pk"))
        return {row["action"]: row["number"] for row in rows}

    @property
    def sentence(self):
        return wording.what_changed(self.changes, self.model)

    @property
    def conflicts(self):
        """Rows whose object changed between the review and the application."""
        return self.batch.counts.get("conflicts", 0)

    @property
    def gone(self):
        """Rows that name something that was deleted in between."""
        return self.batch.counts.get("gone", 0)

    @property
    def undo_conflicts(self):
        return self.batch.counts.get("undo_conflicts", 0)

    @property
    def changed_nothing(self):
        return not self.changes


def steps(batch):
    """The way of a file, for as long as it is on it: (label, "done", "current" or "")."""
    current = STEP_OF.get(batch.state)
    if current is None:
        return []
    return [
        (label, "done" if index < current else "current" if index == current else "")
        for index, label in enumerate(STEPS)
    ]
