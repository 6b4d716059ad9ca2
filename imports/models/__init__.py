from .batches import BatchState, ImportBatch
from .corrected import CorrectedFile
from .feeds import Feed
from .rows import Change, ImportRow, Provenance

__all__ = [
    "BatchState",
    "Change",
    "CorrectedFile",
    "Feed",
    "ImportBatch",
    "ImportRow",
    "Provenance",
]
