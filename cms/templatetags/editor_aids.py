"""What helps those who write, in the admin."""

from django import template

from cms.models.base import BasePage
from cms.proofreading import proofread

register = template.Library()


@register.inclusion_tag("cms/admin/proofreading.html")
def proofreading(page):
    """Advice about a page, as it was saved last; nothing for anything else."""
    proof = proofread(page) if isinstance(page, BasePage) else None
    return {"proof": proof, "is_new": page.pk is None}
