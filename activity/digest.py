"""What those who coordinate are told on Monday: the figures of the week before, who owes some."""

from dataclasses import dataclass

from activity import late
from activity.coverage import coverage
from activity.models import Indicator
from activity.periods import Frequency
from activity.permissions import remindable_structures
from activity.summary import Summary

#: Beyond, the page has them all.
NAMED = 20


@dataclass(frozen=True)
class Digest:
    week: object
    #: How many structures there are, how many submitted the week, how many began it.
    structures: int
    submitted: int
    begun: int
    figures: list
    #: The first of those that owe something, the longest silent first; how many there are in all.
    late: list
    late_count: int
    #: The last month that is over, and how many submitted it.
    month: object
    submitted_months: int

    @property
    def others(self):
        return self.late_count - len(self.late)


def digest_of(user, week):
    """None for whoever has no structure."""
    structures = remindable_structures(user).public()
    entrusted = list(structures.order_by("pk"))
    if not entrusted:
        return None
    weeks = late.due(late.usual_span(Frequency.WEEK), Frequency.WEEK)
    owing = late.owing(structures, weeks, Frequency.WEEK)
    month = late.last_due(Frequency.MONTH)
    of_week = coverage(entrusted, week)
    of_month = coverage(entrusted, month, Frequency.MONTH)
    summary = Summary(entrusted, week, Indicator.objects.asked(Frequency.WEEK))
    return Digest(
        week=week,
        structures=len(entrusted),
        submitted=sum(one.submitted for one in of_week),
        begun=sum(one.open for one in of_week),
        figures=[figure for figure in summary.figures if figure.value is not None],
        late=late.describe(owing[:NAMED], weeks, Frequency.WEEK),
        late_count=owing.count(),
        month=month,
        submitted_months=sum(one.submitted for one in of_month),
    )
