"""Who announces something on the public site (see `catalogue/migrations/0002_roles.py`).

Where they may comes from their memberships: `cms.querysets.AlertQuerySet`.
"""

from django.contrib.auth.models import Group
from django.db import migrations

ROLES = ["Communication", "Responsable de structure", "Administration du réseau"]
ACTIONS = ["view", "add", "change", "delete"]


def grant(apps, schema_editor):
    """Django creates permissions after all migrations, and skips those that exist."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="alert"
    )
    for name in ROLES:
        group = apps.get_model("auth", "Group").objects.get(name=name)
        for action in ACTIONS:
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_alert",
                defaults={"name": f"Can {action} alert"},
            )
            group.permissions.add(permission)


def revoke(apps, schema_editor):
    """With the real model, as for the roles themselves."""
    Group.permissions.through.objects.filter(
        permission__content_type__app_label="cms",
        permission__content_type__model="alert",
        group__name__in=ROLES,
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_alert"),
        ("catalogue", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
