"""What the network did: counts only, nothing about anybody."""

from .indicators import Indicator
from .populations import YoungPopulation
from .published import PublishedFigure
from .records import ActivityRecord, Correction, Modality
from .reminders import Digest, Reminder
from .reports import Report, ReportEvent
from .suppressions import Suppression
from .targets import Target

__all__ = [
    "ActivityRecord",
    "Correction",
    "Digest",
    "Indicator",
    "Modality",
    "PublishedFigure",
    "Reminder",
    "Report",
    "ReportEvent",
    "Suppression",
    "Target",
    "YoungPopulation",
]
