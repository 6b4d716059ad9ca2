"""The languages that pages may be translated into, and who begins a translation."""

from django.contrib.auth.models import Group
from django.db import migrations

ROLE = "Communication"
LANGUAGES = ["en", "uk", "ar", "fa-af"]


def add(apps, schema_editor):
    for code in LANGUAGES:
        apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=code)


def remove(apps, schema_editor):
    """Not those in which somebody wrote."""
    used = apps.get_model("wagtailcore", "Page").objects.values("locale")
    unused = apps.get_model("wagtailcore", "Locale").objects.exclude(pk__in=used)
    unused.filter(language_code__in=LANGUAGES).delete()


def grant(apps, schema_editor):
    """Wagtail's own permission, which its migration creates; Django's come after all of them."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="simple_translation", model="simpletranslation"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="submit_translation",
        defaults={"name": "Can submit translations"},
    )
    apps.get_model("auth", "Group").objects.get(name=ROLE).permissions.add(permission)


def revoke(apps, schema_editor):
    """With the real model, as for the roles themselves."""
    Group.permissions.through.objects.filter(
        permission__content_type__app_label="simple_translation",
        permission__codename="submit_translation",
        group__name=ROLE,
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0025_easyreadpage"),
        ("catalogue", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("simple_translation", "0001_initial"),
    ]

    operations = [migrations.RunPython(add, remove), migrations.RunPython(grant, revoke)]
