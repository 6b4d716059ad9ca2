"""`/api/v1/activity/`: for those who may read it."""

from rest_framework.routers import SimpleRouter

from . import api

app_name = "activity-api"

router = SimpleRouter(use_regex_path=False)
router.register("activity/records", api.RecordViewSet, "records")
router.register("activity/summary", api.SummaryViewSet, "summary")
router.register("activity/coverage", api.CoverageViewSet, "coverage")

urlpatterns = router.urls
