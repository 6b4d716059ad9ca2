"""Loads the whole demonstration, in one transaction."""

from django.db import transaction

from catalogue.indexing import index_made

from .accounts import load_accounts
from .agreements import load_agreements
from .ledger import Ledger
from .offers import load_offers
from .organisations import load_networks, load_structures
from .programme import load_partners, load_schemes, load_synonyms, load_themes

STEPS = [
    load_networks,
    load_themes,
    load_partners,
    load_schemes,
    load_synonyms,
    load_structures,
    load_agreements,
    load_offers,
    load_accounts,
]


@transaction.atomic
def load(progress=iter):
    """How many objects were made. `progress` wraps the loop over the steps."""
    ledger = Ledger()
    for step in progress(STEPS):
        step(ledger)
    ledger.save()
    index_made(ledger.made)
    return len(ledger.made)
