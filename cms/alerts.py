"""What is announced on the page that somebody asked for."""

from .models import Alert

#: More than these at once, and nobody reads any.
MOST = 4


def alerts_for(request):
    """In one query. A view that speaks of certain structures names them in `request.structures`."""
    alerts = Alert.objects.current().about(getattr(request, "structures", []))
    shown = [alert for alert in alerts if alert.concerns_path(request.path)]
    previewed = getattr(request, "previewed_alert", None)
    if previewed:
        shown = [previewed, *(alert for alert in shown if alert.pk != previewed.pk)]
    return shown[:MOST]
