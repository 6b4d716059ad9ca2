"""Campaigns: what a period puts forward, and what stays of it afterwards."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from rest_framework.serializers import ListField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index

from catalogue.models import Scheme
from catalogue.models.base import period_constraint
from cms.blocks import CampaignBlock, OfferListsBlock
from cms.querysets import readable
from cms.views import campaign_list

from .base import BasePage, ViewPage
from .figures import ShowsFigures, figures_field
from .news import NewsPage, references


class CampaignIndexPage(ViewPage):
    view = staticmethod(campaign_list)

    max_count_per_parent = 1
    page_description = _("Les campagnes du moment, puis leurs archives, année par année.")
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.CampaignPage"]

    class Meta:
        verbose_name = _("liste des campagnes")
        verbose_name_plural = _("listes des campagnes")

    def pages(self):
        return CampaignPage.objects.child_of(self).published()


class CampaignPageQuerySet(PageQuerySet):
    def published(self):
        """What anybody may read, over or not."""
        return readable(self)

    def not_over(self, on=None):
        """Under way or coming, the one that begins first first."""
        return self.filter(ends_on__gte=on or timezone.localdate()).order_by("starts_on", "pk")

    def under_way(self, on=None):
        on = on or timezone.localdate()
        return self.not_over(on).filter(starts_on__lte=on)

    def over(self, on=None):
        """The archive, the latest to end first."""
        return self.filter(ends_on__lt=on or timezone.localdate()).order_by("-ends_on", "-pk")


class CampaignPage(ShowsFigures, BasePage):
    class State(models.TextChoices):
        UNDER_WAY = "under-way", _("en ce moment")
        COMING = "coming", _("bientôt")
        OVER = "over", _("terminée")

    starts_on = models.DateField(_("du"), default=timezone.localdate)
    ends_on = models.DateField(
        _("au"),
        db_index=True,
        help_text=_(
            "Le lendemain, la campagne rejoint les archives d’elle-même : sa page reste lisible, "
            "et dit qu’elle est finie."
        ),
    )
    is_on_home = models.BooleanField(
        _("sur la page d’accueil"),
        default=False,
        help_text=_("Tant qu’elle dure. S’il y en a plusieurs, celle qui a commencé en dernier."),
    )
    body = StreamField(CampaignBlock(), verbose_name=_("contenu"), blank=True)
    figures = figures_field()
    offers = StreamField(
        OfferListsBlock(),
        verbose_name=_("offres"),
        blank=True,
        help_text=_(
            "Celles que vous choisissez, ou celles qui répondent à des critères. Une fois la "
            "campagne finie, la page mène plutôt aux offres du moment."
        ),
    )

    objects = PageManager.from_queryset(CampaignPageQuerySet)()

    page_description = _(
        "Les dispositifs, les offres, les actualités et les chiffres d’une période ; ensuite, une "
        "archive."
    )
    parent_page_types = ["cms.CampaignIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel(["starts_on", "ends_on"]), "is_on_home"], heading=_("Quand")
        ),
        FieldPanel("body"),
        FieldPanel("figures"),
        MultipleChooserPanel(
            "schemes",
            chooser_field_name="scheme",
            heading=_("dispositifs de la campagne"),
            label=_("dispositif"),
        ),
        FieldPanel("offers"),
        MultipleChooserPanel(
            "news",
            chooser_field_name="news",
            heading=_("actualités de la campagne"),
            label=_("actualité"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("starts_on"),
        index.FilterField("ends_on"),
    ]
    api_fields = [
        *BasePage.api_fields,
        "starts_on",
        "ends_on",
        "state",
        "body",
        "figures",
        references("code", "public_schemes"),
        "offers",
        APIField("news", serializer=ListField(source="news_links")),
    ]

    class Meta:
        verbose_name = _("campagne")
        verbose_name_plural = _("campagnes")
        constraints = [period_constraint("campaign_period", "starts_on", "ends_on")]

    @property
    def state(self):
        today = timezone.localdate()
        if self.ends_on < today:
            return self.State.OVER
        return self.State.COMING if self.starts_on > today else self.State.UNDER_WAY

    @property
    def is_over(self):
        return self.state == self.State.OVER

    # Drafts included, for previews: what was chosen, saved or not.

    @property
    def public_schemes(self):
        """In the editors' order."""
        schemes = Scheme.objects.public().with_line().select_related("replaced_by")
        chosen = self.schemes.values_list("scheme", flat=True)
        if isinstance(chosen, models.QuerySet):  # saved: the database puts them in order
            return schemes.filter(campaigns__page=self).order_by("campaigns__sort_order")
        found = schemes.in_bulk(chosen)
        return [found[pk] for pk in chosen if pk in found]

    @property
    def public_news(self):
        chosen = self.news.values_list("news", flat=True)
        return NewsPage.objects.published().filter(pk__in=chosen)

    @property
    def news_links(self):
        return [{"title": page.title, "url": page.get_absolute_url()} for page in self.public_news]


class CampaignScheme(Orderable):
    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="schemes")
    scheme = models.ForeignKey(
        Scheme, verbose_name=_("dispositif"), on_delete=models.CASCADE, related_name="campaigns"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("dispositif de la campagne")
        verbose_name_plural = _("dispositifs de la campagne")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "scheme"],
                name="campaign_scheme_once",
                violation_error_message=_("Ce dispositif est déjà choisi."),
            )
        ]

    def __str__(self):
        return str(self.scheme)


class CampaignNews(Orderable):
    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="news")
    news = models.ForeignKey(
        NewsPage, verbose_name=_("actualité"), on_delete=models.CASCADE, related_name="campaigns"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("actualité de la campagne")
        verbose_name_plural = _("actualités de la campagne")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "news"],
                name="campaign_news_once",
                violation_error_message=_("Cette actualité est déjà choisie."),
            )
        ]

    def __str__(self):
        return str(self.news)
