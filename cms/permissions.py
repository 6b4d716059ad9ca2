"""Who may announce what, and where: memberships, as for the catalogue.

What a role may do is in `cms/migrations/0003_roles.py`.
"""

from wagtail.permissions import register_permission_policy

from catalogue.permissions import WRITING, MembershipPermissionPolicy
from cms.models import Alert, Promotion, StructureNews

alert_policy = MembershipPermissionPolicy(Alert)


def register_policies():
    register_permission_policy(Alert, alert_policy)
    register_permission_policy(StructureNews, MembershipPermissionPolicy(StructureNews))
    register_permission_policy(Promotion, MembershipPermissionPolicy(Promotion, WRITING))
