"""Some draft offers, structures and their sites; whoever may publish them reads them first."""

from django.db import migrations

REVIEWED = ["offer", "structure", "receptionsite"]
TASK = "Relecture avant publication"
WORKFLOW = "Relecture"


def review(apps, schema_editor):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    task_type, _ = content_types.get_or_create(app_label="catalogue", model="reviewtask")
    task, _ = apps.get_model("catalogue", "ReviewTask").objects.get_or_create(
        name=TASK, defaults={"content_type": task_type}
    )
    workflow, _ = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(name=WORKFLOW)
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=workflow, task_id=task.pk
    )
    for model in REVIEWED:
        content_type, _ = content_types.get_or_create(app_label="catalogue", model=model)
        apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
            content_type=content_type, defaults={"workflow": workflow}
        )


def publish_without_review(apps, schema_editor):
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).delete()
    apps.get_model("catalogue", "ReviewTask").objects.filter(name=TASK).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_french_search"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(review, publish_without_review)]
