"""Every URL of the project. The public pages are Wagtail's: their routes are in `cms`."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.alerts_api import router as alerts_api
from cms.api import router as pages_api
from cms.serving import serve_page
from cms.sitemaps import SITEMAPS
from config.styleguide import styleguide
from operations.views import healthz

for_an_hour = cache_control(public=True, max_age=3600)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    *([path("styleguide/", styleguide)] if settings.STYLEGUIDE else []),
    path(settings.ADMIN_PATH, include("catalogue.admin_urls")),
    path(settings.ADMIN_PATH, include("cms.admin_urls")),
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),  # with DEBUG only
    path("api/v1/", include("catalogue.api_urls")),
    path("api/v1/", include("activity.api_urls")),
    path("api/v1/", include("imports.api_urls")),
    path("api/v1/", include(alerts_api.urls)),
    path("api/v1/", pages_api.urls),
    path(
        "sitemap.xml",
        for_an_hour(sitemaps.index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"},
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        for_an_hour(sitemaps.sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap-section",
    ),
    path(
        "robots.txt",
        for_an_hour(TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
        name="robots",
    ),
    path("", include("catalogue.urls")),
    path("", include("cms.urls")),
    # Pages: in French under no prefix, in another language under its code.
    *i18n_patterns(
        re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
