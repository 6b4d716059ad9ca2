"""The internal pages, in Wagtail's admin (see `activity.wagtail_hooks`)."""

from django.urls import path

from activity.views import dashboard, grid, late, reviews, targets

app_name = "activity"

urlpatterns = [
    path("", dashboard.DashboardView.as_view(), name="dashboard"),
    path("indicateurs/<slug:code>/", dashboard.IndicatorView.as_view(), name="indicator"),
    path("saisie/", grid.EntryListView.as_view(), name="entry"),
    path("saisie/<int:pk>/", grid.GridNowView.as_view(), name="grid-now"),
    path("saisie/<int:pk>/<str:period>/", grid.GridView.as_view(), name="grid"),
    path("saisie/<int:pk>/<str:period>/envoyer/", grid.SubmitView.as_view(), name="submit"),
    path("saisie/<int:pk>/<str:period>/rouvrir/", grid.ReopenView.as_view(), name="reopen"),
    path("retards/", late.LateView.as_view(), name="late"),
    path("retards/relancer/", late.RemindView.as_view(), name="remind"),
    path("objectifs/", targets.OverviewView.as_view(), name="targets"),
    path("objectifs/<int:pk>/", targets.StructureTargetsView.as_view(), name="target"),
    path("conventions/<int:pk>/bilan/", reviews.ReviewNowView.as_view(), name="review-now"),
    path("conventions/<int:pk>/bilan/<int:year>/", reviews.ReviewView.as_view(), name="review"),
]
