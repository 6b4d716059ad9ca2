"""Alerts: who may put up what, and where."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import StatusTagColumn

from catalogue.resources import CatalogueResource
from catalogue.viewsets.base import CatalogueViewSet, tabs
from catalogue.viewsets.bulk_actions import DeleteBulkAction
from catalogue.viewsets.forms import CatalogueForm
from cms.models import Alert
from cms.querysets import SPEAKS_FOR_ALL

Scope = Alert.Scope
#: What says where, for each scope that leaves a choice.
PLACES = {Scope.SECTION: "section", Scope.NETWORK: "network", Scope.STRUCTURES: "structures"}


class AlertForm(CatalogueForm):
    """Offers the scopes that the person's memberships open."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.for_user or self.for_user.is_superuser:
            return
        memberships = self.policy.memberships_allowing(self.for_user, [self.action])
        self.restrict_network(memberships)
        allowed = {Scope.STRUCTURES}
        if memberships.filter(network__isnull=False).exists():
            allowed.add(Scope.NETWORK)
        if memberships.filter(SPEAKS_FOR_ALL).exists():
            allowed |= {Scope.EVERYWHERE, Scope.SECTION}
        scope = self.fields["scope"]
        scope.choices = [
            choice for choice in scope.choices if not choice[0] or choice[0] in allowed
        ]
        for code, name in PLACES.items():
            self.fields[name].disabled = code not in allowed
        if allowed == {Scope.STRUCTURES} and not self.instance.pk:
            self.initial["scope"] = Scope.STRUCTURES

    def restrict_network(self, memberships):
        """Members of a structure see the network it belongs to, and don't speak for it."""
        own = memberships.filter(network__isnull=False).values("network")
        field = self.fields["network"]
        field.queryset = field.queryset.model.objects.filter(Q(pk__in=own) | Q(parent__in=own))

    def clean(self):
        cleaned = super().clean()
        asked = PLACES.get(cleaned.get("scope"))
        for name in PLACES.values():
            if name == asked:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("À choisir, puisque l’alerte ne s’affiche que là."))
            elif name in cleaned:  # chosen before, for another scope
                cleaned[name] = [] if name == "structures" else None
        return cleaned


class AlertFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("État"),
        method="filter_state",
        choices=[("on", _("affichées")), ("coming", _("à venir")), ("over", _("archivées"))],
        empty_label=_("Toutes"),
    )

    class Meta:
        model = Alert
        fields = ["level", "scope"]

    def filter_state(self, queryset, name, value):
        now = timezone.now()
        if value == "over":
            return queryset.filter(ends_at__lte=now)
        if value == "coming":
            return queryset.filter(starts_at__gt=now)
        return queryset.filter(starts_at__lte=now, ends_at__gt=now)


class AlertResource(CatalogueResource):
    class Meta:
        model = Alert
        import_id_fields = ["id"]
        fields = ["message", "level", "scope", "starts_at", "ends_at"]


def state(alert):
    if alert.is_over():
        return _("archivée")
    return _("affichée") if alert.is_on() else _("à venir")


class AlertViewSet(CatalogueViewSet):
    model = Alert
    icon = "warning"
    menu_order = 160
    add_to_admin_menu = True
    url_prefix = "alertes"
    add_item_label = _("Ajouter une alerte")
    list_display = [
        "message",
        "level",
        "scope",
        "starts_at",
        "ends_at",
        StatusTagColumn("state", label=_("État"), accessor=state, primary=Alert.is_on),
    ]
    search_fields = ["message"]
    filterset_class = AlertFilterSet
    resource_class = AlertResource
    edit_handler = tabs(
        (
            _("Message"),
            [
                FieldPanel("message"),
                FieldPanel("level"),
                MultiFieldPanel(
                    [
                        FieldPanel("link_text"),
                        FieldPanel("link_page"),
                        FieldPanel("link_url"),
                    ],
                    heading=_("Lien, s’il y a plus à lire"),
                ),
            ],
        ),
        (
            _("Quand et où"),
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("scope"),
                FieldPanel("section"),
                FieldPanel("network"),
                FieldPanel("structures", widget=forms.CheckboxSelectMultiple),
            ],
        ),
        form=AlertForm,
    )


class DeleteAlertsBulkAction(DeleteBulkAction):
    """In the place of Wagtail's own, as for the catalogue."""

    models = [Alert]
