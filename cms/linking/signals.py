"""Links follow the pages that editors publish and take away, without waiting for the next day."""

from django.db import transaction
from wagtail.signals import page_published, page_unpublished

from cms.tasks import follow_links


def follow(sender, instance, **kwargs):
    transaction.on_commit(lambda: follow_links.enqueue(instance.pk))


def connect():
    page_published.connect(follow, dispatch_uid="links")
    page_unpublished.connect(follow, dispatch_uid="links")
