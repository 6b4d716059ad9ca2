"""What each role may do with agreements (see `0002_roles`): those of its structure, or network."""

from django.contrib.auth.models import Group
from django.db import migrations

READ = ["view"]
MANAGE = ["view", "add", "change", "delete"]

ROLES = {
    "Communication": ["view", "add", "change"],
    "Référent données": READ,
    "Conseiller": READ,
    "Responsable de structure": MANAGE,
    "Administration du réseau": MANAGE,
}


def grant(apps, schema_editor):
    for name, actions in ROLES.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        group.permissions.add(*(permission(apps, f"{action}_agreement") for action in actions))


def permission(apps, codename):
    """Django creates permissions after all migrations, and skips those that exist."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="catalogue", model="agreement"
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found


def revoke(apps, schema_editor):
    """With the real model, as for the roles themselves."""
    Group.permissions.through.objects.filter(
        permission__content_type__app_label="catalogue",
        permission__content_type__model="agreement",
        group__name__in=ROLES,
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_agreements"),
        ("catalogue", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
