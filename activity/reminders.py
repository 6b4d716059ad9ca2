"""Asking late structures for their figures: whom one writes to, and not twice in a row."""

from dataclasses import dataclass, field

from django.db import transaction

from activity import late
from activity.models import Reminder
from activity.notifications import send_reminder
from activity.permissions import people_who_enter, remindable_structures
from catalogue.models import Structure


@dataclass
class Outcome:
    """What became of each structure that somebody wanted to remind."""

    made: list[Reminder] = field(default_factory=list)
    #: Somebody reminded them since the page was made.
    already: list[Reminder] = field(default_factory=list)
    without_people: list[Structure] = field(default_factory=list)

    @property
    def people(self):
        return sum(reminder.people for reminder in self.made)


@transaction.atomic
def remind(user, seen, periods, frequency):
    """Writes to those who owe some of these periods.

    `seen`: {structure's key: the key of the last reminder that was on the page, or None}. Whoever
    was reminded since is left alone; whoever has reported since as well. A second click on the
    same button finds the reminders of the first.
    """
    mine = remindable_structures(user).filter(pk__in=seen)
    locked = Structure.objects.filter(pk__in=mine.values("pk")).order_by("pk")
    keys = [one.pk for one in locked.select_for_update(of=("self",), no_key=True)]
    lates = late.describe(
        late.owing(Structure.objects.filter(pk__in=keys), periods, frequency), periods, frequency
    )
    people, outcome = people_who_enter(keys), Outcome()
    for one in lates:
        users = people.get(one.structure.pk)
        if not users:
            outcome.without_people.append(one.structure)
        elif one.was_reminded and one.reminder.pk != seen[one.structure.pk]:
            outcome.already.append(one.reminder)
        else:
            outcome.made.append(
                Reminder(
                    structure=one.structure,
                    frequency=frequency,
                    since=one.since.starts_on,
                    until=one.periods[-1].starts_on,
                    people=len(users),
                    made_by=user,
                )
            )
    Reminder.objects.bulk_create(outcome.made)
    for reminder in outcome.made:
        send_reminder.enqueue(reminder.pk)  # in this transaction: no worker sees it before its end
    return outcome
