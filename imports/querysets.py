"""Which feeds and batches a person may see: those of their structures and networks."""

from django.db.models import Q

from catalogue.querysets import HeldQuerySet, VisibleQuerySet


class FeedQuerySet(HeldQuerySet):
    pass


class ImportBatchQuerySet(VisibleQuerySet):
    def within_reach(self, memberships):
        feeds = self.model._meta.get_field("feed").related_model.objects.all()
        return Q(feed__in=feeds.filter(feeds.within_reach(memberships)))
