"""Agreements with their partners, committees and documents."""

import django_filters
from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import BooleanColumn, Column, StatusTagColumn

from catalogue import resources
from catalogue.agreements import alerts_of, state_of
from catalogue.models import Agreement, Network, Partner, Structure
from catalogue.viewsets.base import (
    CHECKED_COLUMN,
    CHECKED_PANEL,
    CatalogueViewSet,
    CheckedFilterSet,
    tabs,
    visible,
)
from catalogue.viewsets.forms import HeldForm
from catalogue.viewsets.views import IndexView, InspectView


class AgreementForm(HeldForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for form in self.formsets["documents"].forms:
            # A file isn't replaced by another under the same title: one adds, one deletes.
            form.fields["file"].disabled = form.instance.pk is not None


class StoredFileInput(forms.FileInput):
    """With a link to what is there already, through the view that knows who may read it."""

    template_name = "catalogue/admin/stored_file_input.html"

    def get_context(self, name, value, attrs):
        document = getattr(value, "instance", None)
        stored = document if document and document.pk else None
        return {**super().get_context(name, value, attrs), "stored": stored}


class AgreementFilterSet(CheckedFilterSet):
    todo = django_filters.ChoiceFilter(
        label=_("À faire"),
        method="filter_todo",
        choices=[
            ("renew", _("se termine bientôt")),
            ("convene", _("pas de comité depuis un an")),
        ],
        empty_label=_("Tout"),
    )
    in_force = django_filters.BooleanFilter(label=_("En vigueur"), field_name="is_in_force")
    partner = django_filters.ModelChoiceFilter(
        label=_("Partenaire"),
        field_name="partners",
        queryset=visible(Partner),
        empty_label=_("Tous"),
    )
    structure = django_filters.ModelChoiceFilter(
        label=_("Structure"), queryset=visible(Structure), empty_label=_("Toutes")
    )
    network = django_filters.ModelChoiceFilter(
        label=_("Réseau"), queryset=visible(Network), empty_label=_("Tous")
    )

    class Meta:
        model = Agreement
        fields = ["is_public", "is_demonstration"]

    def filter_todo(self, queryset, name, value):
        return queryset.filter(**{f"is_to_{value}": True})


class AgreementIndexView(IndexView):
    def get_base_queryset(self):
        agreements = super().get_base_queryset().with_state()
        return agreements if self.is_export else agreements.prefetch_related("partners")


class AgreementInspectView(InspectView):
    def get_fields_context(self):
        """With its documents: who may look may read them."""
        documents = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((document.internal_url, document) for document in self.object.documents.all()),
        )
        if not documents:
            return super().get_fields_context()
        row = {"label": _("Documents"), "value": documents, "component": None}
        return [*super().get_fields_context(), row]


class AgreementViewSet(CatalogueViewSet):
    model = Agreement
    icon = "doc-full"
    add_item_label = _("Ajouter une convention")
    index_view_class = AgreementIndexView
    inspect_view_class = AgreementInspectView
    list_display = [
        "title",
        Column(
            "partners",
            label=_("Partenaires"),
            accessor=lambda agreement: ", ".join(map(str, agreement.partners.all())),
        ),
        Column("holder", label=_("Tenue par")),
        "ends_on",
        StatusTagColumn(
            "state",
            label=_("État"),
            accessor=state_of,
            primary=lambda agreement: agreement.is_in_force,
        ),
        Column(
            "alerts",
            label=_("À faire"),
            accessor=lambda agreement: ", ".join(map(str, alerts_of(agreement))) or "–",
        ),
        BooleanColumn("is_public", label=_("Publique"), sort_key="is_public"),
        CHECKED_COLUMN,
    ]
    list_related = ["network", "structure"]
    search_fields = ["title", "code"]
    filterset_class = AgreementFilterSet
    resource_class = resources.AgreementResource
    edit_handler = tabs(
        (
            _("Convention"),
            [
                TitleFieldPanel("title", targets=["code"]),
                InlinePanel(
                    "parties",
                    heading=_("Partenaires"),
                    label=_("partenaire"),
                    min_num=1,
                    panels=[FieldPanel("partner")],
                ),
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("network"), FieldPanel("structure")])],
                    heading=_("Tenue par"),
                    help_text=_("Un réseau, ou une structure : qui l’a signée, et la suit."),
                ),
                FieldPanel("aims"),
                FieldPanel("network_commitments"),
                FieldPanel("partner_commitments"),
                FieldPanel("commitments_are_public"),
                FieldPanel("schemes", widget=forms.CheckboxSelectMultiple),
                FieldPanel("is_public"),
                FieldPanel("code"),
            ],
        ),
        (
            _("Signature et durée"),
            [
                FieldRowPanel([FieldPanel("signed_on"), FieldPanel("signed_month_only")]),
                FieldPanel("signed_at"),
                FieldPanel("signatories"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("predecessor"),
            ],
        ),
        (
            _("Comités"),
            [
                InlinePanel(
                    "meetings",
                    heading=_("Comités de pilotage"),
                    label=_("comité"),
                    panels=[
                        FieldRowPanel([FieldPanel("planned_on"), FieldPanel("held_on")]),
                        FieldPanel("place"),
                        FieldPanel("minutes"),
                        FieldPanel("decisions"),
                    ],
                    help_text=_(
                        "Sans comité tenu depuis un an, la convention est signalée dans la liste, "
                        "et un e-mail le rappelle une fois."
                    ),
                )
            ],
        ),
        (
            _("Documents"),
            [
                InlinePanel(
                    "documents",
                    heading=_("Documents"),
                    label=_("document"),
                    panels=[
                        FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
                        FieldPanel("file", widget=StoredFileInput),
                        FieldPanel("is_public"),
                    ],
                    help_text=_(
                        "Personne ne les lit en dehors de ceux qui voient la convention, sauf ceux "
                        "que vous rendez publics."
                    ),
                )
            ],
        ),
        (_("Vérification"), [CHECKED_PANEL]),
        form=AgreementForm,
    )
