"""What each role may do with the activity figures (see `catalogue/migrations/0002_roles.py`).

To enter is to add, change or delete a record; what a network leaves to its structures is in
`activity.permissions`.
"""

from django.contrib.auth.models import Group
from django.db import migrations

READ = ["view"]
MANAGE = ["view", "add", "change", "delete"]
ENTER = {
    "indicator": READ,
    "activityrecord": MANAGE,
    "report": ["view", "add", "change"],
    "correction": READ,
    "target": READ,
    "youngpopulation": READ,
}

ROLES = {
    "Communication": {"indicator": READ},
    "Référent données": ENTER,
    "Conseiller": ENTER,
    "Responsable de structure": {
        **ENTER,
        "report": ["view", "add", "change", "submit", "reopen"],
        "target": MANAGE,
    },
    "Administration du réseau": {
        **ENTER,
        "indicator": MANAGE,
        "report": ["view", "add", "change", "submit", "reopen", "remind"],
        "target": MANAGE,
        "youngpopulation": MANAGE,
    },
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
        app_label="activity", model=model
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
        permission__content_type__app_label="activity", group__name__in=ROLES
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0001_initial"),
        ("catalogue", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
