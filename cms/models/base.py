"""What every editorial page has in common."""

from http import HTTPMethod

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from cms.navigation import address, cards_below, child_of, code_of, titles_above
from cms.open_files import open_image


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

    #: Its template says in French, marked so, what its editors cannot translate.
    speaks_languages = False
    #: An easy version may stand below it.
    may_be_made_easy = True
    #: Set by whoever found the page among the readable ones: no need to ask again.
    is_known_readable = False
    #: Then, too: [(title, address)] of what stands between the home page and this one.
    above = None

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

    @classmethod
    def can_create_at(cls, parent):
        """Under a page in another language, only what speaks it."""
        spoken = cls.speaks_languages or code_of(parent) == settings.LANGUAGE_CODE
        return spoken and super().can_create_at(parent)

    @classmethod
    def clean_subpage_models(cls):
        """Whatever the type says of its own children."""
        easy = [apps.get_model("cms.EasyReadPage")] if cls.may_be_made_easy else []
        return [*super().clean_subpage_models(), *easy]

    def copy(self, *args, update_attrs=None, **kwargs):
        """Copying into another language is how Wagtail begins a translation."""
        locale = (update_attrs or {}).get("locale", self.locale)
        if locale.pk != self.locale_id and not self.speaks_languages:
            raise PermissionDenied(_("Ce type de page ne se traduit pas."))
        return super().copy(*args, update_attrs=update_attrs, **kwargs)

    def get_absolute_url(self):
        return address(self)

    @property
    def list_url(self):
        """One level up from its own: no need to read the page that is there."""
        return self.get_absolute_url().removesuffix(f"{self.slug}/")

    @property
    def display_title(self):
        return self.heading or self.title

    @property
    def meta_title(self):
        return self.seo_title or self.display_title

    @property
    def meta_description(self):
        return self.search_description or self.summary

    @cached_property
    def share_image(self):
        """`social_image`, unless a private collection holds it."""
        return open_image(self.social_image_id)

    @property
    def trail(self):
        """For the breadcrumb, below the home page."""
        above = titles_above(self) if self.above is None else self.above
        return [*above, (self.title, "")]

    @cached_property
    def cards(self):
        """Of the pages right below."""
        return cards_below(self)

    def route(self, request, path_components):
        """To the child that anybody may read, found and known as such in one query."""
        if path_components:
            page = child_of(self, path_components[0])
            if page is not None:
                page.is_known_readable = not page.alias_of_id
                if self.above is not None:
                    page.above = [*self.above, (self.title, self.get_absolute_url())]
                return page.route(request, path_components[1:])
        return super().route(request, path_components)

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


class FixedSlugMixin:
    """For a page whose address others build without reading it."""

    fixed_slug: str
    promote_panels = [
        MultiFieldPanel(
            ["seo_title", "search_description"], heading=_("Pour les moteurs de recherche")
        ),
        FieldPanel("show_in_menus"),
        FieldPanel("social_image"),
    ]

    def full_clean(self, *args, **kwargs):
        self.slug = self.fixed_slug
        super().full_clean(*args, **kwargs)


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
