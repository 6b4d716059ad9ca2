"""What the internal pages of activity have in common."""

from django.utils.translation import gettext_lazy as _

from activity.permissions import record_policy
from catalogue.internal import InternalView


class ActivityView(InternalView):
    section = _("Activité")
    icon = "table"
    home = "activity:dashboard"
    policy = record_policy
