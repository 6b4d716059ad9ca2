"""Each staged row is written once more when it is applied: with room beside it, none of its
indexes is. https://www.postgresql.org/docs/15/storage-hot.html"""

from django.db import migrations


def leave_room(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE imports_importrow SET (fillfactor = 45)")


def fill(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE imports_importrow RESET (fillfactor)")


class Migration(migrations.Migration):
    dependencies = [("imports", "0003_corrected_file")]

    operations = [migrations.RunPython(leave_room, fill, elidable=False)]
