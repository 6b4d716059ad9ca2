"""What every editorial page has in common."""

from http import HTTPMethod

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from cms.navigation import address


class BasePage(Page):
    heading = models.CharField(
        _("grand titre"),
        max_length=120,
        blank=True,
        help_text=_("Affiché en haut de la page. Vide : le titre de la page."),
    )
    summary = models.TextField(
        _("introduction"),
        max_length=400,
        blank=True,
        help_text=_("Une ou deux phrases sous le titre."),
    )
    social_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image de partage"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Montrée quand quelqu’un partage la page dans une messagerie."),
    )
    checked_on = models.DateField(
        _("vérifié le"),
        null=True,
        blank=True,
        help_text=_("Date de la dernière relecture ; affichée en bas de la page."),
    )

    #: Set by whoever found the page among the readable ones: no need to ask again.
    is_known_readable = False

    # Public pages are only read: what is sent goes to a URL of its own.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("summary")]
    promote_panels = [*Page.promote_panels, FieldPanel("social_image")]
    settings_panels = [FieldPanel("checked_on"), *Page.settings_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("heading"),
        index.SearchField("summary"),
    ]
    api_fields = ["heading", "summary", "checked_on"]

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return address(self)

    @property
    def display_title(self):
        return self.heading or self.title

    @property
    def meta_title(self):
        return self.seo_title or self.display_title

    @property
    def meta_description(self):
        return self.search_description or self.summary

    @property
    def trail(self):
        """For the breadcrumb, below the home page."""
        return [(self.title, "")]

    def get_view_restrictions(self):
        """Wagtail's answer, in one query instead of two on every page that is served.

        The paths of the ancestors are prefixes of the page's own; an alias obeys the
        restrictions of its source.
        """
        if self.is_known_readable:
            return PageViewRestriction.objects.none()
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        paths = [self.path[:length] for length in steps]
        return PageViewRestriction.objects.filter(
            Q(page__path__in=paths) | Q(page__aliases__path__in=paths)
        ).distinct()


class ViewPage(BasePage):
    """A page that hands over to a plain view, called with the request and the page."""

    view: staticmethod

    class Meta:
        abstract = True

    def serve(self, request, *_args, **_kwargs):
        return self.view(request, self)

    def serve_preview(self, request, preview_mode):
        request.is_preview = True
        request.preview_mode = preview_mode
        return self.view(request, self)
