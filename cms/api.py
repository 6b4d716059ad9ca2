"""Editorial pages for other programs: Wagtail's headless API, for what anybody may read.

Images and documents have no endpoint: theirs would also list what only drafts use.
"""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from rest_framework.filters import BaseFilterBackend
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet

from catalogue.api import OpenData

from .filters import CampaignFilterSet, NewsFilterSet, ResourceFilterSet
from .models import CampaignPage, NewsPage, ResourcePage
from .querysets import of_this_site

#: The last three are what drivers and databases say of a number too large for them.
MISTAKES = (ValueError, ValidationError, OverflowError, DataError, IntegrityError)


#: What may be asked of which pages: the FilterSet of their list.
FILTERSETS = {
    NewsPage: NewsFilterSet,
    CampaignPage: CampaignFilterSet,
    ResourcePage: ResourceFilterSet,
}
PARAMETERS = {name for filterset in FILTERSETS.values() for name in filterset.base_filters}


class ListFilter(BaseFilterBackend):
    """`?type=cms.NewsPage&categorie=emploi`, as on the list of news."""

    def filter_queryset(self, request, queryset, view):
        asked = PARAMETERS.intersection(request.GET)
        if not asked:
            return queryset
        filterset_class = FILTERSETS.get(queryset.model)
        if filterset_class is None or asked.difference(filterset_class.base_filters):
            names = ", ".join(sorted(asked))
            raise BadRequestError(f"no such filter for this type of page: {names}")
        filterset = filterset_class(request.GET, queryset=queryset)
        if not filterset.is_valid():
            raise BadRequestError(filterset.errors.as_text())
        return filterset.qs


class PagesViewSet(OpenData, PagesAPIViewSet):
    schema = None  # described by Wagtail's documentation, not by our OpenAPI document
    filter_backends = [ListFilter, *PagesAPIViewSet.filter_backends]
    known_query_parameters = PagesAPIViewSet.known_query_parameters.union(PARAMETERS)
    # `alias_of` would name a page that may not be public.
    meta_fields = [name for name in PagesAPIViewSet.meta_fields if name != "alias_of"]

    @cached_property
    def public_pages(self):
        """No page behind a restriction, whoever asks: a password given in a session opens the
        page, not the API, whose answers are cached for everybody. Nor of another site, whatever
        `?site=` asks for: each answers for itself."""
        return super().get_base_queryset().public().filter(of_this_site())

    def get_base_queryset(self):
        return self.public_pages.all()

    def get_queryset(self):
        """Each page tells its language."""
        return super().get_queryset().select_related("locale")

    def handle_exception(self, exc):
        """Wagtail checks most parameters; what it lets through is still the asker's mistake."""
        if isinstance(exc, MISTAKES):
            exc = BadRequestError(exc)
        return super().handle_exception(exc)


router = WagtailAPIRouter("pages-api")
router.register_endpoint("pages", PagesViewSet)
