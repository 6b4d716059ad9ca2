"""What each role may do with what the site publishes (see `catalogue/migrations/0002_roles.py`).

Where they may comes from their memberships: for alerts and news in `cms.querysets`, for images and
documents in `cms.libraries`, which asks nothing of the permissions on collections given there.
"""

from django.contrib.auth.models import Group
from django.db import migrations

READ = ["view"]
MANAGE = ["view", "add", "change", "delete"]
PROPOSE = ["view", "add", "change"]
ALL = [*PROPOSE, "publish", "lock", "unlock", "delete"]
#: Of images and documents.
FILE = ["choose", "add", "change"]
KEEP = [*FILE, "delete"]

ROLES = {
    "Communication": {
        "alert": MANAGE,
        "newscategory": MANAGE,
        "promotion": MANAGE,
        "structurenews": ALL,
        "image": KEEP,
        "document": KEEP,
        "redirect": MANAGE,
        "simpletranslation": ["submit"],
    },
    "Conseiller": {"structurenews": PROPOSE, "image": FILE, "document": FILE},
    "Responsable de structure": {
        "alert": MANAGE,
        "structurenews": ALL,
        "image": KEEP,
        "document": KEEP,
    },
    "Administration du réseau": {
        "alert": MANAGE,
        "structurenews": ALL,
        "image": KEEP,
        "document": KEEP,
    },
    # The blocks of pages and news name indicators.
    "Communication de structure": {
        "structurenews": PROPOSE,
        "image": FILE,
        "document": FILE,
        "indicator": READ,
    },
    "Rédaction": {"image": FILE, "document": FILE, "indicator": READ},
}
#: The models that aren't of this app.
APPS = {
    "image": "wagtailimages",
    "document": "wagtaildocs",
    "redirect": "wagtailredirects",
    "simpletranslation": "simple_translation",
    "indicator": "activity",
}
#: Wagtail's own, which isn't called as its model is.
CODENAMES = {("submit", "simpletranslation"): ("submit_translation", "Can submit translations")}


def granted():
    """Each role with an app, a model, and the codename and the name of a permission."""
    for role, models in ROLES.items():
        for model, actions in models.items():
            for action in actions:
                usual = (f"{action}_{model}", f"Can {action} {model}")
                codename, name = CODENAMES.get((action, model), usual)
                yield role, APPS.get(model, "cms"), model, codename, name


def grant(apps, schema_editor):
    """Django and Wagtail create permissions after all migrations, and skip those that exist."""
    for role, app_label, model, codename, name in granted():
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        apps.get_model("auth", "Group").objects.get(name=role).permissions.add(permission)


def revoke(apps, schema_editor):
    """With the real model, as for the roles themselves."""
    for role, app_label, model, codename, _name in granted():
        Group.permissions.through.objects.filter(
            group__name=role,
            permission__content_type__app_label=app_label,
            permission__content_type__model=model,
            permission__codename=codename,
        ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_initial_pages"),
        ("activity", "0002_roles"),
        ("catalogue", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("simple_translation", "0001_initial"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
