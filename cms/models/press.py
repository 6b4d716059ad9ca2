"""What the network tells journalists: releases, each under its embargo, and whom to call."""

from django.db import models
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from cms.blocks import ContactsBlock, PressBlock
from cms.blocks.text import SHORT_FEATURES
from cms.querysets import readable
from cms.views import press_room

from .base import BasePage, ViewPage

MOST_CONTACTS = 3


class PressRoomPage(ViewPage):
    view = staticmethod(press_room)

    contacts = StreamField(
        ContactsBlock(),
        verbose_name=_("contacts presse"),
        blank=True,
        max_num=MOST_CONTACTS,
        help_text=_("Au pied de chaque communiqué qui n’a pas les siens."),
    )
    reminder = RichTextField(
        _("rappel"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_(
            "Ce qu’est le réseau, en quelques phrases. Écrit ici une fois, montré au pied de "
            "chaque communiqué, anciens compris."
        ),
    )

    max_count_per_parent = 1
    page_description = _("Les communiqués, année par année, avec les contacts et le rappel.")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.PressReleasePage"]
    content_panels = [
        *ViewPage.content_panels,
        FieldPanel("contacts"),
        FieldPanel("reminder"),
    ]
    search_fields = [*ViewPage.search_fields, index.SearchField("reminder")]
    api_fields = [*ViewPage.api_fields, "contacts", "reminder"]

    class Meta:
        verbose_name = _("espace presse")
        verbose_name_plural = _("espaces presse")

    def releases(self):
        return PressReleasePage.objects.child_of(self).published()

    def years(self):
        """Those of which there is something to read, the latest first."""
        years = self.releases().order_by().values_list(ExtractYear("date"), flat=True)
        return sorted(set(years.distinct()), reverse=True)


class PressReleaseQuerySet(PageQuerySet):
    def published(self):
        """What anybody may read: nothing before its embargo, since nothing is live before."""
        return readable(self).order_by("-date", "-pk")


class PressReleasePage(BasePage):
    date = models.DateField(
        _("date"),
        default=timezone.localdate,
        db_index=True,
        help_text=_(
            "Celle que lisent les journalistes ; elle ne publie rien. Sous embargo : dans "
            "« État », programmez la publication au jour et à l’heure de sa levée. Avant, le "
            "communiqué n’est nulle part : ni liste, ni recherche, ni flux, ni API. Pour "
            "l’envoyer à un journaliste, imprimez l’aperçu : il porte l’embargo."
        ),
    )
    body = StreamField(PressBlock(), verbose_name=_("contenu"), blank=True)
    contacts = StreamField(
        ContactsBlock(),
        verbose_name=_("contacts presse"),
        blank=True,
        max_num=MOST_CONTACTS,
        help_text=_("Vide : ceux de l’espace presse."),
    )

    objects = PageManager.from_queryset(PressReleaseQuerySet)()

    page_description = _(
        "Pour les journalistes : une date, un embargo s’il le faut, des contacts, et le rappel de "
        "l’espace presse."
    )
    parent_page_types = ["cms.PressRoomPage"]
    subpage_types: list[str] = []
    content_panels = [
        FieldPanel("date"),
        *BasePage.content_panels,
        FieldPanel("body"),
        FieldPanel("contacts"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    api_fields = [*BasePage.api_fields, "date", "body", "contacts"]

    class Meta:
        verbose_name = _("communiqué de presse")
        verbose_name_plural = _("communiqués de presse")

    @cached_property
    def room(self):
        return PressRoomPage.objects.parent_of(self).get()

    @property
    def contacts_shown(self):
        return self.contacts or self.room.contacts

    @property
    def embargo(self):
        """Until when it is a secret; only previews ever show it."""
        is_ahead = self.go_live_at is not None and self.go_live_at > timezone.now()
        return self.go_live_at if is_ahead else None
