"""What news are sorted by, in « Paramètres »."""

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
