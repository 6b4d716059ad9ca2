"""What each role may do with feeds and imports (see `catalogue/migrations/0002_roles.py`).

`add_importbatch` is the right to use a feed: to send it a file, to apply it, to take it back.
"""

from django.contrib.auth.models import Group
from django.db import migrations

MANAGE = ["view", "add", "change", "delete"]
USE = ["view", "add"]

ROLES = {
    "Référent données": {"feed": MANAGE, "importbatch": USE},
    "Responsable de structure": {"feed": ["view", "add", "change"], "importbatch": USE},
    "Administration du réseau": {"feed": MANAGE, "importbatch": USE},
}


def grant(apps, schema_editor):
    for name, models in ROLES.items():
        group = apps.get_model("auth", "Group").objects.get(name=name)
        group.permissions.add(
            *(
                permission(apps, model, f"{action}_{model}")
                for model, actions in models.items()
                for action in actions
            )
        )


def permission(apps, model, codename):
    """Django creates permissions after all migrations, and skips those that exist."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="imports", model=model
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found


def revoke(apps, schema_editor):
    """With the real model, as for the roles themselves."""
    granted = Group.permissions.through.objects
    granted.filter(permission__content_type__app_label="imports").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("imports", "0001_initial"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
