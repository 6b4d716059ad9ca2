"""The gallery of pages that are half written: choosing one makes a draft, and opens its editor."""

from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.mixins import HookResponseMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.starters import Starter, starters

URL_NAME = "cms_starters"


def may_add_pages(user):
    return policy_registry.get_by_type(Page).user_has_permission(user, "add")


class ParentForm(forms.Form):
    """`?parent=12`: the gallery of what may be added under one page."""

    parent = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class StarterForm(forms.Form):
    """One card's: under which page, among those where this person may add such a page."""

    def __init__(self, data, *, starter, parents):
        super().__init__(data, prefix=starter.code)
        self.fields["parent"] = forms.TypedChoiceField(
            label=_("Sous quelle page"),
            choices=[(parent.pk, parent.get_admin_display_title()) for parent in parents],
            coerce=lambda key: next(parent for parent in parents if str(parent.pk) == key),
            widget=forms.Select if len(parents) > 1 else forms.HiddenInput,
            initial=parents[0].pk if parents else None,
        )


@dataclass(frozen=True)
class Card:
    starter: Starter
    form: StarterForm
    #: Whether there is a page to put it under.
    is_open: bool
    #: What must exist first: the names of the types of page that may hold it.
    needs: str


class StartersView(HookResponseMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/admin/starters.html"
    page_title = gettext_lazy("Nouvelle page à partir d’un modèle")
    header_icon = "copy"

    def dispatch(self, request, *args, **kwargs):
        if not may_add_pages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "cards": list(self.cards())}

    def cards(self):
        """Each starter; with `?parent=`, only those that fit under that page."""
        asked = ParentForm(self.request.GET)
        under = asked.cleaned_data["parent"] if asked.is_valid() else None
        for starter in starters().values():
            parents = starter.parents_for(self.request.user)
            if under:
                parents = [parent for parent in parents if parent.pk == under]
                if not parents:
                    continue
            needs = " / ".join(
                str(model._meta.verbose_name)
                for model in starter.model.allowed_parent_page_models()
            )
            form = StarterForm(None, starter=starter, parents=parents)
            yield Card(starter, form, bool(parents), needs)

    def post(self, request):
        starter = starters().get(request.POST.get("starter"))
        if starter is None:
            return self.refuse(_("Ce modèle n’existe pas : choisissez-en un ci-dessous."))
        parents = starter.parents_for(request.user)
        form = StarterForm(request.POST, starter=starter, parents=parents)
        if not form.is_valid():
            return self.refuse(_("Vous ne pouvez pas ajouter cette page à cet endroit."))
        parent = form.cleaned_data["parent"]
        if response := self.run_hook("before_create_page", request, parent, starter.model):
            return response
        page = starter.create(parent, request.user)
        messages.success(request, _("Le brouillon est prêt : complétez ce qui est entre crochets."))
        if starter.reminder:
            messages.info(request, starter.reminder)
        if response := self.run_hook("after_create_page", request, page):
            return response
        return redirect("wagtailadmin_pages:edit", page.pk)

    def refuse(self, message):
        messages.error(self.request, message)
        return self.render_to_response(
            self.get_context_data(), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )


class StartersMenuItem(MenuItem):
    def is_shown(self, request):
        return may_add_pages(request.user)


menu_item = StartersMenuItem(
    gettext_lazy("Modèles de page"),
    reverse_lazy(URL_NAME),
    name="starters",
    icon_name=StartersView.header_icon,
    order=110,
)


def buttons(page, user, view_name, next_url=None):
    """Beside “add a page”, where one may be added from a starter."""
    models = {starter.model for starter in starters().values()}
    fitting = models.intersection(page.specific_class.creatable_subpage_models())
    if fitting and page.permissions_for_user(user).can_add_subpage():
        yield Button(
            _("Ajouter à partir d’un modèle"),
            f"{reverse(URL_NAME)}?{urlencode({'parent': page.pk})}",
            icon_name=StartersView.header_icon,
            priority=16,
        )
