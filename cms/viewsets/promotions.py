"""What the search shows first, and what people call things: the search's own menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from catalogue.resources import CatalogueResource
from catalogue.viewsets.base import CatalogueViewSet, tabs
from catalogue.viewsets.bulk_actions import DeleteBulkAction
from catalogue.viewsets.synonyms import SearchedTextCreateView, SearchedTextForm, SynonymViewSet
from cms.models import Promotion
from cms.models.promotions import TARGETS


class PromotionResource(CatalogueResource):
    class Meta:
        model = Promotion
        import_id_fields = ["id"]
        fields = ["text", "summary", "position"]


class PromotionViewSet(CatalogueViewSet):
    model = Promotion
    icon = "pick"
    url_prefix = "recherche/resultats-mis-en-avant"
    add_view_class = SearchedTextCreateView
    add_item_label = _("Mettre un résultat en avant")
    list_display = ["text", Column("target", label=_("Mis en avant")), "position"]
    list_related = TARGETS
    search_fields = ["text", "summary"]
    resource_class = PromotionResource
    edit_handler = tabs(
        (
            _("Résultat mis en avant"),
            [
                FieldPanel("text"),
                MultiFieldPanel(
                    [FieldPanel(name) for name in TARGETS],
                    heading=_("Ce qui est mis en avant"),
                    help_text=_("Une seule chose. Pour en mettre deux, ajoutez-en un autre."),
                ),
                FieldRowPanel([FieldPanel("summary"), FieldPanel("position")]),
            ],
        ),
        form=SearchedTextForm,
    )


class SearchGroup(SnippetViewSetGroup):
    menu_label = _("Recherche")
    menu_icon = "search"
    menu_order = 165
    items = (PromotionViewSet, SynonymViewSet)


class DeletePromotionsBulkAction(DeleteBulkAction):
    """In the place of Wagtail's own, as for the catalogue."""

    models = [Promotion]
