"""On PostgreSQL, text search configurations that know French and ignore accents.

`unaccent` is a trusted extension since PostgreSQL 13: the database's owner may create it. It
stays on the way back, since others may use it.
https://www.postgresql.org/docs/current/unaccent.html
"""

from django.db import migrations

WORDS = "hword, hword_part, word"
CREATE = f"""
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TEXT SEARCH CONFIGURATION parvis_french (COPY = french);
ALTER TEXT SEARCH CONFIGURATION parvis_french
    ALTER MAPPING FOR {WORDS} WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION parvis_plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION parvis_plain
    ALTER MAPPING FOR {WORDS} WITH unaccent, simple;
"""
DROP = """
DROP TEXT SEARCH CONFIGURATION parvis_french;
DROP TEXT SEARCH CONFIGURATION parvis_plain;
"""


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_roles")]
    operations = [migrations.RunPython(on_postgresql(CREATE), on_postgresql(DROP))]
