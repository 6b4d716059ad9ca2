"""What structures tell of themselves: written in each by its own staff."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    PublishingPanel,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import StatusTagColumn

from catalogue.models import Network, Structure
from catalogue.resources import CatalogueResource
from catalogue.viewsets.base import CatalogueViewSet, status, tabs, visible
from catalogue.viewsets.bulk_actions import (
    DeleteBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from catalogue.viewsets.forms import CatalogueForm
from cms.models import StructureNews


class StructureNewsForm(CatalogueForm):
    """Who writes for one structure isn't asked which."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk or not self.for_user:
            return
        choices = list(self.fields["structure"].queryset[:2])
        if len(choices) == 1:
            self.initial["structure"] = choices[0]


class StructureNewsFilterSet(WagtailFilterSet):
    structure = django_filters.ModelChoiceFilter(
        label=_("Structure"), queryset=visible(Structure), empty_label=_("Toutes")
    )
    network = django_filters.ModelChoiceFilter(
        label=_("Réseau"),
        field_name="structure__network",
        queryset=visible(Network),
        empty_label=_("Tous"),
    )

    class Meta:
        model = StructureNews
        fields = ["live"]


class StructureNewsResource(CatalogueResource):
    class Meta:
        model = StructureNews
        import_id_fields = ["id"]
        fields = ["title", "structure", "date", "summary", "live", "go_live_at", "expire_at"]


class StructureNewsViewSet(CatalogueViewSet):
    model = StructureNews
    icon = "mail"
    menu_label = _("Actualités de structures")
    menu_order = 155
    add_to_admin_menu = True
    url_prefix = "actualites-de-structures"
    add_item_label = _("Ajouter une actualité")
    list_display = [
        "title",
        "structure",
        "date",
        StatusTagColumn(
            "status",
            label=_("État"),
            accessor=status,
            primary=lambda news: news.live,
            sort_key="live",
        ),
    ]
    list_related = ["structure"]
    filterset_class = StructureNewsFilterSet
    resource_class = StructureNewsResource
    edit_handler = tabs(
        (
            _("Actualité"),
            [
                FieldPanel("structure"),
                TitleFieldPanel("title"),
                FieldPanel("date"),
                FieldPanel("summary"),
                FieldPanel("body"),
            ],
        ),
        (
            _("Publication"),
            [
                MultiFieldPanel([FieldRowPanel([FieldPanel("slug")])], heading=_("Adresse")),
                PublishingPanel(),
            ],
        ),
        form=StructureNewsForm,
    )


class PublishNewsBulkAction(PublishBulkAction):
    models = [StructureNews]


class UnpublishNewsBulkAction(UnpublishBulkAction):
    models = [StructureNews]


class DeleteNewsBulkAction(DeleteBulkAction):
    """In the place of Wagtail's own, as for the catalogue."""

    models = [StructureNews]
