"""How the pages of imports show states, numbers and durations."""

from django import template
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from imports import wording
from imports.models import BatchState
from imports.review import ICONS, NOUNS, TELLING, counted

register = template.Library()

register.filter("number", wording.number)

#: What a state asks of whoever sees it: (tone of the badge, icon).
BADGES = {
    BatchState.MAPPING: ("todo", "edit"),
    BatchState.REVIEW: ("todo", "view"),
    BatchState.APPLIED: ("good", "check"),
    BatchState.UNDONE: ("quiet", "rotate"),
    BatchState.CANCELLED: ("quiet", "cross"),
    BatchState.FAILED: ("bad", "warning"),
}


@register.inclusion_tag("imports/includes/badge.html")
def state_badge(batch):
    tone, icon = BADGES.get(batch.state, ("busy", "time"))
    return {"tone": tone, "icon": icon, "label": batch.get_state_display()}


@register.filter
def kind_icon(kind):
    return ICONS.get(kind, "placeholder")


@register.filter
def target_label(feed):
    if not feed.is_supported:
        return _("Contenu inconnu")
    return capfirst(str(feed.target_definition.label))


@register.filter
def counts_in_short(batch):
    """For a line of a table: "12 ajouts, 30 modifications"; empty before the file was read."""
    found = [kind for kind in NOUNS if batch.counts.get(kind)]
    telling = [kind for kind in found if kind in TELLING] or found
    return ", ".join(counted(kind, batch.counts[kind]) for kind in telling)


@register.filter
def duration(batch):
    """The work that it took, all steps together: "0,4 s", "2 min 05"."""
    seconds = sum(batch.durations.values())
    if not seconds:
        return ""
    if seconds < 60:
        return _("%s s") % wording.number(round(seconds, 1))
    minutes, rest = divmod(round(seconds), 60)
    return _("%(minutes)s min %(seconds)02d") % {"minutes": minutes, "seconds": rest}


@register.filter
def object_url(line):
    """The page, in the admin, of the object that a line is about; empty where there is none."""
    if not line.link:
        return ""
    model, pk = line.link
    viewset = getattr(model, "snippet_viewset", None)
    if viewset is None:
        return ""
    return reverse(viewset.get_url_name("inspect"), args=[pk])
