"""What holds all pages, and all files, has a name that its editors read."""

from django.db import migrations

ENGLISH, FRENCH = "Root", "Racine"


def rename(apps, before, after):
    apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title=before).update(
        title=after, draft_title=after
    )
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=before).update(
        name=after
    )


def to_french(apps, schema_editor):
    rename(apps, ENGLISH, FRENCH)


def to_english(apps, schema_editor):
    rename(apps, FRENCH, ENGLISH)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0029_campaign_body"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(to_french, to_english)]
