"""What the pages of imports have in common."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue.internal import InternalView
from imports.permissions import batch_policy, may_use, readable_batches, readable_feeds


class ImportsView(InternalView):
    section = _("Imports")
    icon = "upload"
    home = "imports:feeds"
    policy = batch_policy


class ActionMixin:
    """Done by POST. Whoever comes by the address, after having signed in again, finds the page."""

    def get(self, request, *args, **kwargs):
        return HttpResponseRedirect(self.back_to())


class FeedMixin:
    """About one feed; out of reach, it doesn't exist."""

    @cached_property
    def feed(self):
        return get_object_or_404(
            readable_feeds(self.request.user).select_related("structure", "network", "partner"),
            pk=self.kwargs["pk"],
        )

    @cached_property
    def may_use(self):
        return may_use(self.request.user, self.feed)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.feed  # noqa: B018

    def back_to(self):
        return reverse("imports:feed", args=[self.feed.pk])

    def breadcrumbs(self):
        return [*super().breadcrumbs(), {"url": self.back_to(), "label": self.feed.name}]


class BatchMixin:
    """About one batch; out of reach, it doesn't exist."""

    @cached_property
    def batch(self):
        return get_object_or_404(
            readable_batches(self.request.user).select_related(
                "feed__structure", "feed__network", "created_by", "confirmed_by", "undone_by"
            ),
            pk=self.kwargs["pk"],
        )

    @cached_property
    def may_use(self):
        return may_use(self.request.user, self.batch.feed)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.batch  # noqa: B018

    def back_to(self):
        return reverse("imports:batch", args=[self.batch.pk])

    def breadcrumbs(self):
        feed = self.batch.feed
        return [
            *super().breadcrumbs(),
            {"url": reverse("imports:feed", args=[feed.pk]), "label": feed.name},
            {"url": self.back_to(), "label": self.batch.filename},
        ]


def page_of(objects, request, per_page, paginator_class=Paginator):
    """The page asked for; whatever else is asked for, the nearest one."""
    return paginator_class(objects, per_page).get_page(request.query_params.get("page"))
