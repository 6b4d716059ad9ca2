"""One login for each role, to try the internal pages."""

from functools import cache

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

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
        user = user_model.objects.create(
            email=email,
            password=demonstration_hash(settings.DEMONSTRATION_PASSWORD),
            first_name=row["first_name"],
            last_name=row["last_name"],
        )
        Membership.objects.create(user=user, role=row["role"], **scope)


@cache
def demonstration_hash(password):
    """A hash is slow on purpose. All have the same password, which is no secret: one hash, too."""
    return make_password(password)


def scope_of(row):
    return {
        "structure": Structure.objects.filter(imilo_code=row.get("structure")).first(),
        "network": Network.objects.filter(code=row.get("network")).first(),
    }


def logins():
    """The accounts that are there, with their role, in the order of the file."""
    emails = [row["email"] for row in files.read("accounts")["accounts"]]
    there = Membership.objects.filter(user__email__in=emails, user__is_active=True)
    return sorted(
        there.select_related("user", "structure", "network"),
        key=lambda membership: emails.index(membership.user.email),
    )
