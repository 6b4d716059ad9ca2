"""The Wagtail groups of the roles, and what each may do.

Where a person may do it comes from their memberships (`catalogue.permissions`).
The table is here for this app, and in the migration `roles` of each app above for what it adds;
a later change of it is a later migration.
"""

from django.contrib.auth.models import Group
from django.db import migrations

READ = ["view"]
DRAFT = ["view", "add", "change"]
EDIT = [*DRAFT, "lock", "unlock"]
PUBLISH = [*EDIT, "publish"]
ALL = [*PUBLISH, "delete"]
#: For models without drafts, which have neither publication nor lock.
MANAGE = [*DRAFT, "delete"]

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
        "agreement": DRAFT,
        "synonym": MANAGE,
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
        "agreement": READ,
    },
    "Conseiller": {
        "structure": READ,
        "receptionsite": READ,
        "coverage": READ,
        "theme": READ,
        "scheme": READ,
        "partner": READ,
        "offer": DRAFT,
        "agreement": READ,
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
        "agreement": MANAGE,
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
        "agreement": MANAGE,
        "membership": MANAGE,
    },
    # Two roles that write and don't publish: in a structure, what it has of its own…
    "Communication de structure": {
        "network": READ,
        "structure": ["view", "change"],
        "receptionsite": DRAFT,
        "coverage": READ,
        "theme": READ,
        "scheme": READ,
        "partner": READ,
        "offer": DRAFT,
        "agreement": READ,
    },
    # … and in a network, the pages of the site.
    "Rédaction": {
        "network": READ,
        "structure": READ,
        "receptionsite": READ,
        "coverage": READ,
        "theme": READ,
        "scheme": READ,
        "partner": READ,
        "offer": READ,
        "agreement": READ,
    },
}
#: Pages and files are one tree for the whole site, and belong to one role; another proposes.
PAGE_ACTIONS = {
    "Communication": ["add", "change", "publish", "bulk_delete", "lock", "unlock"],
    "Rédaction": ["add", "change"],
}
FILE_ACTIONS = {"Communication": ["add", "change", "choose"], "Rédaction": ["add", "choose"]}


def create_roles(apps, schema_editor):
    for name, models in ROLES.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(
            permission(apps, "wagtailadmin", "admin", "access_admin"),
            *(
                permission(apps, "catalogue", model, f"{action}_{model}")
                for model, actions in models.items()
                for action in actions
            ),
        )
        give_pages(apps, group)
        give_files(apps, group)


def give_pages(apps, group):
    given = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for root in apps.get_model("wagtailcore", "Page").objects.filter(depth=1):
        for action in PAGE_ACTIONS.get(group.name, []):
            given.get_or_create(
                group=group,
                page=root,
                permission=permission(apps, "wagtailcore", "page", f"{action}_page"),
            )


def give_files(apps, group):
    given = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for root in apps.get_model("wagtailcore", "Collection").objects.filter(depth=1):
        for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            for action in FILE_ACTIONS.get(group.name, []):
                given.get_or_create(
                    group=group,
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
