"""How sign-in attempts are counted: by account, and by the machine they come from."""

from rest_framework.throttling import BaseThrottle


def typed_email(request, credentials):
    """One account, in whatever case its address is typed."""
    return (credentials or {}).get("username", request.POST.get("username", "")).strip().lower()


def client_address(request):
    """The machine beyond our own proxies (NUM_PROXIES), as the API's throttle knows it."""
    return BaseThrottle().get_ident(request)
