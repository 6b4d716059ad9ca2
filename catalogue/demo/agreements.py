"""Agreements, with their partners, their schemes and their committees."""

from datetime import timedelta

from django.utils import timezone

from catalogue.models import (
    Agreement,
    AgreementMeeting,
    AgreementParty,
    Network,
    Partner,
    Scheme,
    Structure,
)

from . import files
from .organisations import WRITTEN_ON

#: Of a row, what is turned into something else.
TRANSLATED = {"network", "structure", "partners", "schemes", "predecessor", "meetings"}


def load_agreements(ledger):
    """The holder of one that was deleted, or the partner, takes it along."""
    rows = {row["code"]: row for row in files.read("agreements")["agreements"]}
    found = [agreement_from(row) for row in rows.values()]
    made = ledger.create(Agreement, [one for one in found if one.holder], "code")
    partners, schemes = (
        Partner.objects.in_bulk(field_name="code"),
        Scheme.objects.in_bulk(field_name="code"),
    )
    agreements = Agreement.objects.in_bulk(list(rows), field_name="code")
    for agreement in made:
        row = rows[agreement.code]
        agreement.predecessor = agreements.get(row.get("predecessor"))
        agreement.parties.set(
            AgreementParty(sort_order=order, partner=partners[code])
            for order, code in enumerate(row["partners"])
            if code in partners
        )
        agreement.schemes.set(schemes[code] for code in row.get("schemes", []) if code in schemes)
        agreement.meetings.set(
            AgreementMeeting(**dated(meeting)) for meeting in row.get("meetings", [])
        )
        agreement.save()


def agreement_from(row):
    is_demonstration = row.get("is_demonstration", False)
    return Agreement(
        network=Network.objects.filter(code=row.get("network", "")).first(),
        structure=Structure.objects.filter(imilo_code=row.get("structure", "")).first(),
        is_public=True,
        checked_on=None if is_demonstration else WRITTEN_ON,
        **dated({name: value for name, value in row.items() if name not in TRANSLATED}),
    )


def dated(values):
    """With days in the place of what is counted from today."""
    today = timezone.localdate()
    return {
        name: today + timedelta(days=value)
        if name.endswith("_on") and isinstance(value, int)
        else value
        for name, value in values.items()
    }
