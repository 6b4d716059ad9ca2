"""Agreements of the catalogue, told to the public. What they say stays in the catalogue: a page
adds words, and shows no more of an agreement than anybody may know at this moment."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rest_framework.serializers import SlugRelatedField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from catalogue.models import Agreement, Scheme
from cms.blocks import PartnershipBlock
from cms.querysets import readable
from cms.views import partnerships

from .base import BasePage, ViewPage


class PartnershipIndexPage(ViewPage):
    view = staticmethod(partnerships)

    max_count_per_parent = 1
    page_description = _(
        "Toutes les conventions publiques du catalogue, celles en vigueur d’abord. Rien à recopier."
    )
    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types = ["cms.PartnershipPage"]

    class Meta:
        verbose_name = _("liste des partenariats")
        verbose_name_plural = _("listes des partenariats")

    def addresses_of(self, agreements):
        """{agreement's key: address of its page}; of two pages, the first in the tree."""
        pages = readable(PartnershipPage.objects.child_of(self)).order_by("-path")
        found = pages.filter(agreement__in=[agreement.pk for agreement in agreements])
        return {page.agreement_id: page.get_absolute_url() for page in found}


class PartnershipPageForm(WagtailAdminPageForm):
    """Checked where an editor chooses, not in the model: a page whose agreement isn't public any
    more, or is deleted, may still be moved, unpublished, and so on."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreement"].required = True

    def clean_agreement(self):
        agreement = self.cleaned_data["agreement"]
        if agreement and not Agreement.objects.public().filter(pk=agreement.pk).exists():
            raise ValidationError(
                _(
                    "Cette convention n’est pas publique, ou l’un de ses partenaires n’est pas "
                    "publié : choisissez-en une autre, ou demandez à qui la tient de la rendre "
                    "publique."
                )
            )
        return agreement


class PartnershipPage(BasePage):
    base_form_class = PartnershipPageForm

    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("convention"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pages",
        help_text=_(
            "Une convention publique. Son partenaire, ses objectifs, ses dates et ses documents "
            "publics suivent sa fiche ; ses engagements aussi, si la fiche les dit publics."
        ),
    )
    body = StreamField(PartnershipBlock(), verbose_name=_("contenu"), blank=True)

    page_description = _(
        "Raconte une convention du catalogue : ses partenaires, ce qu’elle veut, et ce que vous "
        "ajoutez."
    )
    parent_page_types = ["cms.PartnershipIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("agreement"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [
        *BasePage.api_fields,
        APIField(
            "agreement",
            serializer=SlugRelatedField(
                slug_field="code", read_only=True, source="public_agreement"
            ),
        ),
        "body",
    ]

    class Meta:
        verbose_name = _("partenariat")
        verbose_name_plural = _("partenariats")

    @cached_property
    def public_agreement(self):
        """None as soon as not everybody may know of it."""
        found = Agreement.objects.public().with_public_parts().prefetch_related("partners")
        return found.filter(pk=self.agreement_id).first()

    @cached_property
    def schemes(self):
        """Those that the agreement is about, as far as anybody may read of them."""
        if self.public_agreement is None:
            return []
        found = Scheme.objects.public().filter(agreements=self.public_agreement)
        return list(found.with_line().select_related("replaced_by").order_by("name", "pk"))
