"""A network is not its own parent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_offersession_updated_at")]

    operations = [
        migrations.AddConstraint(
            model_name="network",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="network_not_its_own_parent",
                violation_error_message="Un réseau n’est pas son propre parent.",
            ),
        ),
    ]
