"""The Wagtail groups of the five roles, and what each may do.

Where a person may do it comes from their memberships (`catalogue.permissions`).
The table is here and nowhere else; a later change of it is a later migration.
"""

from django.contrib.auth.models import Group
from django.db import migrations

READ = ["view"]
EDIT = ["view", "add", "change", "lock", "unlock"]
PUBLISH = [*EDIT, "publish"]
ALL = [*PUBLISH, "delete"]
#: For models without drafts, which have neither publication nor lock.
MANAGE = ["view", "add", "change", "delete"]

ROLES = {
    "Communication": {
        "network": READ,
        "structure": PUBLISH,
        "receptionsite": ALL,
        "coverage": READ,
        "theme": MANAGE,
        "scheme": ALL,
        "partner": PUBLISH,
        "offer": ALL,
    },
    "Référent données": {
        "network": READ,
        "structure": PUBLISH,
        "receptionsite": ALL,
        "coverage": MANAGE,
        "theme": READ,
        "scheme": READ,
        "partner": ALL,
        "offer": ALL,
    },
    "Conseiller": {
        "structure": READ,
        "receptionsite": READ,
        "coverage": READ,
        "theme": READ,
        "scheme": READ,
        "partner": READ,
        "offer": ["view", "add", "change"],
    },
    "Responsable de structure": {
        "network": READ,
        "structure": ["view", "change", "publish", "lock", "unlock"],
        "receptionsite": ALL,
        "coverage": READ,
        "theme": READ,
        "scheme": READ,
        "partner": PUBLISH,
        "offer": ALL,
        "membership": READ,
    },
    "Administration du réseau": {
        "network": MANAGE,
        "structure": ALL,
        "receptionsite": ALL,
        "coverage": MANAGE,
        "theme": MANAGE,
        "scheme": ALL,
        "partner": ALL,
        "offer": ALL,
        "membership": MANAGE,
    },
}
#: Pages and files are one tree for the whole site: they belong to one role.
EDITORIAL_ROLE = "Communication"
PAGE_ACTIONS = ["add", "change", "publish", "bulk_delete", "lock", "unlock"]
FILE_ACTIONS = ["add", "change", "choose"]


def create_roles(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    for name, models in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=name)
        group.permissions.add(
            permission(apps, "wagtailadmin", "admin", "access_admin"),
            *(
                permission(apps, "catalogue", model, f"{action}_{model}")
                for model, actions in models.items()
                for action in actions
            ),
        )
    editorial = group_model.objects.get(name=EDITORIAL_ROLE)
    for root in apps.get_model("wagtailcore", "Page").objects.filter(depth=1):
        for action in PAGE_ACTIONS:
            apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
                group=editorial,
                page=root,
                permission=permission(apps, "wagtailcore", "page", f"{action}_page"),
            )
    for root in apps.get_model("wagtailcore", "Collection").objects.filter(depth=1):
        for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            for action in FILE_ACTIONS:
                apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
                    group=editorial,
                    collection=root,
                    permission=permission(apps, app_label, model, f"{action}_{model}"),
                )


def permission(apps, app_label, model, codename):
    """Django and Wagtail create permissions after all migrations; here they are needed before.

    Both skip those that exist.
    """
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found


def remove_roles(apps, schema_editor):
    """With the real model: on the way back, what Wagtail's models of the time point at isn't the
    group of the time, and Django refuses to look for what is to be deleted with it."""
    Group.objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalogue", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(create_roles, remove_roles)]
