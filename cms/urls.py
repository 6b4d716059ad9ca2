from django.urls import path

from .views import site_map, site_search

app_name = "cms"

urlpatterns = [
    path("recherche/", site_search, name="search"),
    path("plan-du-site/", site_map, name="site-map"),
]
