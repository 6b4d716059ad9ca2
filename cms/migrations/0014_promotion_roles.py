"""Whoever writes the site puts results forward (see `catalogue/migrations/0002_roles.py`)."""

from django.contrib.auth.models import Group
from django.db import migrations

ROLE = "Communication"
ACTIONS = ["view", "add", "change", "delete"]


def grant(apps, schema_editor):
    """Django creates permissions after all migrations, and skips those that exist."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="promotion"
    )
    group = apps.get_model("auth", "Group").objects.get(name=ROLE)
    for action in ACTIONS:
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_promotion",
            defaults={"name": f"Can {action} promotion"},
        )
        group.permissions.add(permission)


def revoke(apps, schema_editor):
    """With the real model, as for the roles themselves."""
    Group.permissions.through.objects.filter(
        permission__content_type__app_label="cms",
        permission__content_type__model="promotion",
        group__name=ROLE,
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0013_promotion"),
        ("catalogue", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
