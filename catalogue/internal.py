"""Internal pages besides Wagtail's own: in the admin's chrome for people, as JSON for machines."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from catalogue.refusals import Refusal


class InternalView(APIView):
    """HTML first: that is what a browser asks for. `?format=json` or an Accept header gets JSON."""

    renderer_classes = [TemplateHTMLRenderer, JSONRenderer]
    template_name = None
    #: Of one page, where it isn't that of its section.
    title = ""
    #: What the section is called, its icon, the name of its first page's URL.
    section = icon = home = ""
    #: Who may come in: those whom this permission policy lets do this to something.
    policy, action = None, "view"

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        # Wagtail answers by sending the person back to the dashboard, with a word about it.
        if not self.policy.user_has_permission(request.user, self.action):
            raise PermissionDenied
        # JSON may be a list, or a number: every action reads names and values.
        if request.method == "POST" and not isinstance(request.data, Mapping):
            raise ParseError(_("Envoyez un objet JSON, ou un formulaire."))

    def handle_exception(self, exc):
        if isinstance(exc, Refusal):
            return self.refused(exc)
        if self.wants_html and isinstance(exc, (Http404, PermissionDenied)):
            raise exc  # the site has pages for these
        return super().handle_exception(exc)

    @property
    def wants_html(self):
        renderer = getattr(self.request, "accepted_renderer", None)
        return renderer is None or renderer.format == "html"

    def page(self, data, context):
        """Two functions, of which one is called: the facts for machines, or those of the page."""
        if not self.wants_html:
            return Response(data())
        return Response(
            {
                "breadcrumbs_items": self.breadcrumbs(),
                "header_title": self.title or self.section,
                "header_icon": self.icon,
                **context(),
            }
        )

    def breadcrumbs(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse(self.home), "label": self.section},
        ]

    # --- After an action

    def back_to(self):
        """Where a person is after an action, and where the address of an action leads."""
        return reverse(self.home)

    def done(self, message, data, *, url=None, code=status.HTTP_200_OK):
        if not self.wants_html:
            return Response(data, status=code)
        if message:
            messages.success(self.request, message)
        return HttpResponseRedirect(url or self.back_to())

    def refused(self, refusal):
        if not self.wants_html:
            return Response({"detail": refusal.message}, status=status.HTTP_409_CONFLICT)
        messages.error(self.request, refusal.message)
        return HttpResponseRedirect(self.back_to())
