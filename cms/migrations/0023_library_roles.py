"""What each role may do with images and documents; where comes from memberships.

The permissions on collections of `catalogue/migrations/0002_roles.py`, and of the
`0011_roles_that_propose.py` beside it, stay for the way
back: no policy reads them any more (`cms/libraries.py`).
"""

from django.contrib.auth.models import Group
from django.db import migrations

WRITE = ["choose", "add", "change"]
ROLES = {
    "Communication": [*WRITE, "delete"],
    "Responsable de structure": [*WRITE, "delete"],
    "Administration du réseau": [*WRITE, "delete"],
    "Conseiller": WRITE,
    "Communication de structure": WRITE,
    "Rédaction": WRITE,
}
MODELS = [("wagtailimages", "image"), ("wagtaildocs", "document")]


def grant(apps, schema_editor):
    """Django and Wagtail create permissions after all migrations, and skip those that exist."""
    for app_label, model in MODELS:
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )
        for name, actions in ROLES.items():
            group = apps.get_model("auth", "Group").objects.get(name=name)
            for action in actions:
                permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {model}"},
                )
                group.permissions.add(permission)


def revoke(apps, schema_editor):
    """With the real model, as for the roles themselves."""
    Group.permissions.through.objects.filter(
        permission__content_type__app_label__in=[app_label for app_label, _model in MODELS],
        group__name__in=ROLES,
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0022_libraries"),
        ("catalogue", "0011_roles_that_propose"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
