"""`/api/v1/`: the open data of the catalogue, and the document that describes it."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from . import api
from .geography.api import CommuneSearchView

router = SimpleRouter()
router.register("structures", api.StructureViewSet)
router.register("sites", api.ReceptionSiteViewSet)
router.register("schemes", api.SchemeViewSet)
router.register("themes", api.ThemeViewSet)
router.register("partners", api.PartnerViewSet)
router.register("agreements", api.AgreementViewSet)
router.register("offers", api.OfferViewSet)
router.register("sessions", api.OfferSessionViewSet)
router.register("coverage", api.CoverageViewSet)

app_name = "api"

urlpatterns = [
    path("schema/", api.SchemaView.as_view(), name="schema"),
    path("communes/", CommuneSearchView.as_view(), name="communes"),
    *router.urls,
]
