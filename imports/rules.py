"""What stands between a reviewed batch and the catalogue."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.refusals import Refusal
from imports.models import Feed, ImportBatch, ImportRow
from imports.permissions import may_use

Kind = ImportRow.Kind

#: What can be applied; the other kinds of rows change nothing.
KINDS = [Kind.NEW.value, Kind.CHANGED.value, Kind.VANISHED.value]
#: Origins where nobody is there to look.
UNATTENDED = [ImportBatch.Origin.PUSH, ImportBatch.Origin.PULL]


class TooManyWithdrawals(Refusal):
    """Asks for a second confirmation."""


@dataclass(frozen=True)
class Withdrawals:
    """What a full list would withdraw, among all that its feed has in the catalogue."""

    number: int
    total: int
    threshold: int

    @classmethod
    def of(cls, batch):
        vanished = batch.rows.filter(kind=Kind.VANISHED, excluded=False)
        return cls(
            number=vanished.count(),
            total=batch.feed.provenances.filter(withdrawn_by=None).count(),
            threshold=batch.feed.withdrawal_threshold,
        )

    @property
    def percentage(self):
        return 100 * self.number / self.total if self.total else 0

    @property
    def need_a_second_confirmation(self):
        return self.percentage > self.threshold


def check_application(batch, kinds, *, accepts_withdrawals):
    """Raises a `Refusal` where these kinds of rows may not be applied."""
    if not kinds or not set(kinds) <= set(KINDS):
        raise Refusal(_("Choisissez ce qu’il faut appliquer."))
    invalid = batch.counts.get(Kind.INVALID, 0)
    if invalid and batch.feed.policy == Feed.Policy.ALL_OR_NOTHING:
        raise Refusal(
            _(
                "Ce flux s’applique en entier ou pas du tout, et %(invalid)s lignes sont en "
                "erreur. Corrigez-les, puis renvoyez le fichier."
            )
            % {"invalid": invalid}
        )
    withdrawals = Withdrawals.of(batch)
    if (
        Kind.VANISHED in kinds
        and withdrawals.need_a_second_confirmation
        and not accepts_withdrawals
    ):
        raise TooManyWithdrawals(
            _(
                "Cet import retirerait %(number)s fiches sur %(total)s, plus que le seuil de "
                "%(threshold)s %%. Confirmez ces retraits."
            )
            % {
                "number": withdrawals.number,
                "total": withdrawals.total,
                "threshold": withdrawals.threshold,
            }
        )


def applies_alone(batch):
    """Nobody needs to look at it: its feed allows it, its columns matched, nothing is in error."""
    if not batch.feed.applies_alone or batch.origin not in UNATTENDED:
        return False
    if batch.feed.target_definition.needs_review(batch.feed):
        return False
    if batch.counts.get(Kind.INVALID, 0) or "mapped_by" in batch.choices:
        return False
    # A file cut in the middle of a line, a total among the rows, a list that became empty: valid
    # rows, perhaps, and not what anybody meant. Warnings of the reading come before a field's.
    if not batch.counts["total"] or batch.rows.filter(faults__0__field="").exists():
        return False
    return not Withdrawals.of(batch).need_a_second_confirmation


def check_target(feed):
    if not feed.is_supported:
        raise Refusal(
            _(
                "Le contenu de ce flux n’est plus pris en charge : son historique reste, mais plus "
                "rien ne s’y importe, ni ne s’y annule."
            )
        )


def check_right(feed, user):
    if not may_use(user, feed):
        raise Refusal(_("Vous n’avez pas le droit d’importer dans ce flux."))


def check_right_still(feed, user, *, by_a_person):
    """At the moment of writing: who asked for it may have lost their role since."""
    if by_a_person and (user is None or not may_use(user, feed)):
        raise Refusal(
            _(
                "La personne qui l’a demandé n’a plus le droit d’importer dans ce flux. "
                "Rien n’a été changé."
            )
        )


def purpose(feed):
    """What decides how a feed's rows are read, and what they may write."""
    return [feed.target, feed.structure_id, feed.network_id, feed.partner_id]


def check_purpose_still(batch):
    """Rows read in the name of one structure are not written in the name of another."""
    if batch.choices.get("read_for") != purpose(batch.feed):
        raise Refusal(
            _("Ce flux a été modifié depuis la lecture du fichier. Renvoyez-le : rien n’a changé.")
        )
