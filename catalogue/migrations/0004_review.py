"""Advisers draft offers; whoever may publish them reads them first."""

import django.db.models.deletion
from django.db import migrations, models

TASK = "Relecture avant publication"
WORKFLOW = "Relecture"


def review_offers(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    task_type, _ = content_types.get_or_create(app_label="catalogue", model="reviewtask")
    offers, _ = content_types.get_or_create(app_label="catalogue", model="offer")
    task, _ = apps.get_model("catalogue", "ReviewTask").objects.get_or_create(
        name=TASK, defaults={"content_type": task_type}
    )
    workflow, _ = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(name=WORKFLOW)
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=workflow, task_id=task.pk
    )
    apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
        content_type=offers, defaults={"workflow": workflow}
    )


def publish_without_review(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).delete()
    apps.get_model("catalogue", "ReviewTask").objects.filter(name=TASK).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_french_search"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "relecture par qui peut publier",
                "verbose_name_plural": "relectures par qui peut publier",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.RunPython(review_offers, publish_without_review),
    ]
