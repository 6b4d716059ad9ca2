"""For whoever watches the site."""

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import health


@never_cache
@require_safe
def healthz(request):
    checks = health.report()
    healthy = set(checks.values()) == {health.UP}
    return JsonResponse(
        {"status": health.UP if healthy else health.DOWN, "checks": checks},
        status=200 if healthy else 503,
    )
