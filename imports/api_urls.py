"""`/api/v1/feeds/`: partners' programs send files."""

from django.urls import path

from . import api

app_name = "imports-api"

urlpatterns = [
    path("feeds/<int:feed_pk>/batches/", api.BatchListView.as_view(), name="batches"),
    path("feeds/<int:feed_pk>/batches/<int:pk>/", api.BatchView.as_view(), name="batch"),
]
