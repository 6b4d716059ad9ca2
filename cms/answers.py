"""What visitors send through the forms that editors made."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from rest_framework.throttling import SimpleRateThrottle

from catalogue.views.place import comes_from_here

from .form_fields import TRAP
from .models import FormPage
from .querysets import of_this_site


class FormRateThrottle(SimpleRateThrottle):
    """Ample for a workshop behind one address, not for a program."""

    scope = "forms"

    def get_cache_key(self, request, view):
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


# Without a CSRF token, and so without a cookie: see `catalogue.views.place.remember_place`.
@csrf_exempt
@require_POST
def receive_answer(request, pk):
    if not comes_from_here(request):
        raise PermissionDenied
    page = get_object_or_404(FormPage.objects.live().filter(of_this_site()), pk=pk)
    if not all(found.accept_request(request) for found in page.get_view_restrictions()):
        raise Http404
    if request.POST.get(TRAP):  # a program fills in everything, and learns nothing
        return redirect(page.thanks_url)
    form = page.get_form(request.POST, page=page)
    if not form.is_valid():
        return page.show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not FormRateThrottle().allow_request(request, None):
        form.add_error(
            None,
            _("Beaucoup de messages viennent d’arriver d’ici. Attends une heure, puis renvoie."),
        )
        return page.show(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    page.process_form_submission(form)
    return redirect(page.thanks_url)
