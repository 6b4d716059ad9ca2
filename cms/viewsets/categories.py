"""What news are sorted by, in « Paramètres »."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from cms.models import NewsCategory


class NewsCategoryViewSet(ModelViewSet):
    model = NewsCategory
    name = "news_categories"
    url_prefix = "categories-d-actualites"
    icon = "tag"
    add_to_settings_menu = True
    list_display = ["name", "slug"]
    sort_order_field = "position"
    copy_view_enabled = False

    def get_index_view_kwargs(self, **kwargs):
        # Wagtail knows no gender.
        return super().get_index_view_kwargs(
            add_item_label=_("Ajouter une catégorie d’actualités"), **kwargs
        )
