"""The yearly review of an agreement, to read, print or take away."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from wagtail.permissions import policy_registry

from activity.exports import CSVRenderer, XLSXRenderer
from activity.reviews import Review, this_year, years_of
from activity.rows import figure_row
from activity.serializers import SummaryRowSerializer
from catalogue.agreements import alerts_of, state_of
from catalogue.internal import InternalView
from catalogue.models import Agreement, AgreementMeeting, Offer
from catalogue.spreadsheets import CSV, XLSX, file_response
from catalogue.viewsets.views import visible_objects

OFFERS = 50


class AgreementView(InternalView):
    """About one agreement; out of reach, it doesn't exist."""

    section = _("Conventions")
    icon = "doc-full"
    home = "wagtailsnippets_catalogue_agreement:list"
    policy = policy_registry.get_by_type(Agreement)

    @cached_property
    def agreement(self):
        return get_object_or_404(
            visible_objects(Agreement, self.request.user)
            .with_state()
            .select_related("network", "structure", "predecessor")
            .prefetch_related("partners"),
            pk=self.kwargs["pk"],
        )

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.agreement  # noqa: B018

    def address(self, year):
        return reverse("activity:review", args=[self.agreement.pk, year])


class ReviewNowView(AgreementView):
    """To this year's."""

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.address(this_year()))


class OfferSerializer(serializers.ModelSerializer):
    structure = serializers.CharField(source="structure.imilo_code", default=None)
    partner = serializers.CharField(source="partner.code")
    sessions_held = serializers.IntegerField()

    class Meta:
        model = Offer
        fields = ["id", "title", "kind", "structure", "partner", "starts_on", "ends_on",
                  "sessions_held"]  # fmt: skip


class MeetingSerializer(serializers.ModelSerializer):
    class Meta:
        model = AgreementMeeting
        fields = ["planned_on", "held_on", "place", "minutes", "decisions"]


class ReviewView(AgreementView):
    template_name = "activity/review.html"
    renderer_classes = [*InternalView.renderer_classes, CSVRenderer, XLSXRenderer]

    @property
    def title(self):
        return self.agreement.title

    def get(self, request, *args, year, **kwargs):
        years = years_of(self.agreement)
        if year not in years:
            raise Http404
        self.review = Review(self.agreement, year, request.user)
        if request.accepted_renderer.format in {CSV, XLSX}:
            name = f"{_('bilan')}-{self.agreement.code}-{year}"
            headers = [str(header) for header in Review.HEADERS]
            return file_response(
                request.accepted_renderer.format, name, headers, self.review.rows()
            )
        self.found = Paginator(self.review.offers, OFFERS).get_page(
            request.query_params.get("page")
        )
        return self.page(self.data, self.context)

    def data(self):
        review = self.review
        figures = [figure_row(figure, review.summary) for figure in review.figures]
        return {
            "agreement": self.agreement.code,
            "year": review.year,
            "offers": {
                "count": review.offer_count,
                "sessions_held": review.session_count,
                "page": self.found.number,
                "pages": self.found.paginator.num_pages,
                "results": OfferSerializer(self.found, many=True).data,
            },
            "figures": SummaryRowSerializer(figures, many=True).data,
            "meetings": MeetingSerializer(review.meetings, many=True).data,
        }

    def context(self):
        years, year = years_of(self.agreement), self.review.year
        return {
            "agreement": self.agreement,
            "state": state_of(self.agreement),
            "alerts": alerts_of(self.agreement),
            "review": self.review,
            "page_obj": self.found,
            "documents": self.agreement.documents.all(),
            "previous": self.address(year - 1) if year - 1 in years else "",
            "next": self.address(year + 1) if year + 1 in years else "",
            "edit_url": self.edit_url,
        }

    @property
    def edit_url(self):
        may = self.policy.user_has_permission_for_instance(
            self.request.user, "change", self.agreement
        )
        name = Agreement.snippet_viewset.get_url_name("edit")
        return reverse(name, args=[self.agreement.pk]) if may else ""
