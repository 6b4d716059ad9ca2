"""When a reception site is open: one answer for pages, API and feeds."""

from .schedule import local_time, periods_on
from .state import OpeningState, opening_state
from .week import Day, week

__all__ = ["Day", "OpeningState", "local_time", "opening_state", "periods_on", "week"]
