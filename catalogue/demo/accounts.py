"""One login for each role, to try the internal pages."""

from django.conf import settings
from django.contrib.auth import get_user_model

from catalogue.models import Membership, Network, Structure

from . import files


def load_accounts(ledger):
    """Only where the settings hold a password for them: never in production."""
    if not settings.DEMONSTRATION_PASSWORD:
        return
    user_model = get_user_model()
    for row in files.read("accounts")["accounts"]:
        email = row["email"]
        scope = scope_of(row)
        if not ledger.claim(user_model, email) or not any(scope.values()):
            continue
        if user_model.objects.filter(email__iexact=email).exists():
            continue
        user = user_model.objects.create_user(
            email,
            settings.DEMONSTRATION_PASSWORD,
            first_name=row["first_name"],
            last_name=row["last_name"],
        )
        Membership.objects.create(user=user, role=row["role"], **scope)


def scope_of(row):
    return {
        "structure": Structure.objects.filter(imilo_code=row.get("structure")).first(),
        "network": Network.objects.filter(code=row.get("network")).first(),
    }


def logins():
    """The accounts that are there, with their role."""
    emails = [row["email"] for row in files.read("accounts")["accounts"]]
    return Membership.objects.filter(user__email__in=emails, user__is_active=True).select_related(
        "user", "structure", "network"
    )
