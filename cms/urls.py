from django.urls import path

from .answers import receive_answer
from .feeds import news_feed, press_feed
from .views import site_map, site_search

app_name = "cms"

urlpatterns = [
    # A file, which Wagtail's routes leave alone: they only know addresses that end in a slash.
    path("actualites/flux.atom", news_feed, name="news-feed"),
    path("presse/flux.atom", press_feed, name="press-feed"),
    path("formulaires/<int:pk>/", receive_answer, name="form"),
    path("recherche/", site_search, name="search"),
    path("plan-du-site/", site_map, name="site-map"),
]
