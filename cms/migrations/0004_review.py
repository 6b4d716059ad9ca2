"""Who reviews what is proposed here, news of structures and pages: those who review offers (see
`catalogue/migrations/0004_review.py`).
"""

from django.db import migrations

WORKFLOW = "Relecture"
#: Wagtail's own, which asks a group that nobody is in.
FORMER_WORKFLOW = "Moderators approval"


def review(apps, schema_editor):
    """Where somebody chose another workflow already, it stays."""
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).first()
    if workflow is None:
        return
    news, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="structurenews"
    )
    apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
        content_type=news, defaults={"workflow": workflow}
    )
    of_pages = apps.get_model("wagtailcore", "WorkflowPage").objects
    of_pages.filter(page__depth=1, workflow__name=FORMER_WORKFLOW).update(workflow=workflow)


def publish_without_review(apps, schema_editor):
    apps.get_model("wagtailcore", "WorkflowContentType").objects.filter(
        content_type__app_label="cms",
        content_type__model="structurenews",
        workflow__name=WORKFLOW,
    ).delete()
    former = apps.get_model("wagtailcore", "Workflow").objects.filter(name=FORMER_WORKFLOW).first()
    of_pages = apps.get_model("wagtailcore", "WorkflowPage").objects
    of_pages = of_pages.filter(page__depth=1, workflow__name=WORKFLOW)
    of_pages.update(workflow=former) if former else of_pages.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_roles"),
        ("catalogue", "0004_review"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(review, publish_without_review)]
