"""« Retenir ma ville » and « Oublier »: the only cookie of the public pages, set on demand."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from catalogue import paths
from catalogue.place import COMMUNE_SLUG, COOKIE

KEPT_FOR = timedelta(days=182)


# A CSRF token would need a cookie on every public page, just to set this one. The header that
# browsers add to what they send says as much: does the form come from our own pages?
# https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
@csrf_exempt
@require_POST
def remember_place(request):
    """With a slug, the town is kept; without one, it is forgotten. Then back home."""
    if not comes_from_here(request):
        raise PermissionDenied

    slug = request.POST.get("lieu", "")
    if COMMUNE_SLUG.fullmatch(slug):
        response = redirect(paths.home(lieu=slug))
        response.set_cookie(
            COOKIE,
            slug,
            max_age=KEPT_FOR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response = redirect(paths.home())
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def comes_from_here(request):
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(source).netloc == request.get_host()
    except ValueError:  # not an address at all
        return False
