"""The public offer, one module per family."""

from .agreements import (
    Agreement,
    AgreementDocument,
    AgreementMeeting,
    AgreementParty,
    AgreementReminder,
)
from .demonstration import DemonstrationRecord
from .geography import Commune, Spelling
from .memberships import Membership, Role
from .networks import Coverage, Network, Structure, StructureLink
from .offers import Offer, OfferSession
from .partners import Partner
from .reviews import ReviewTask
from .scheme_translations import SchemeTranslation
from .schemes import Scheme, SchemeFact, SchemeStep, Theme
from .sites import ReceptionSite, SiteClosure
from .synonyms import Synonym

__all__ = [
    "Agreement",
    "AgreementDocument",
    "AgreementMeeting",
    "AgreementParty",
    "AgreementReminder",
    "Commune",
    "Coverage",
    "DemonstrationRecord",
    "Membership",
    "Network",
    "Offer",
    "OfferSession",
    "Partner",
    "ReceptionSite",
    "ReviewTask",
    "Role",
    "Scheme",
    "SchemeFact",
    "SchemeStep",
    "SchemeTranslation",
    "SiteClosure",
    "Spelling",
    "Structure",
    "StructureLink",
    "Synonym",
    "Theme",
]
