"""Who writes a structure's news, and who reviews what is proposed: news, and pages.

Where they may comes from memberships. See `catalogue/migrations/0002_roles.py`,
`0004_review.py` and `0011_roles_that_propose.py`.
"""

from django.contrib.auth.models import Group
from django.db import migrations

PROPOSE = ["view", "add", "change"]
ALL = [*PROPOSE, "publish", "lock", "unlock", "delete"]

ROLES = {
    "Conseiller": PROPOSE,
    "Communication de structure": PROPOSE,
    "Responsable de structure": ALL,
    "Communication": ALL,
    "Administration du réseau": ALL,
}
#: The blocks of pages and news name them.
READERS_OF_INDICATORS = ["Communication de structure", "Rédaction"]
WORKFLOW = "Relecture"
#: Wagtail's own, which asks a group that nobody is in.
FORMER_WORKFLOW = "Moderators approval"


def grant(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    for name, actions in ROLES.items():
        for action in actions:
            groups.get(name=name).permissions.add(permission(apps, "cms", "structurenews", action))
    for name in READERS_OF_INDICATORS:
        groups.get(name=name).permissions.add(permission(apps, "activity", "indicator", "view"))


def permission(apps, app_label, model, action):
    """Django creates permissions after all migrations, and skips those that exist."""
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type(apps, app_label, model),
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )
    return found


def content_type(apps, app_label, model):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    return content_types.get_or_create(app_label=app_label, model=model)[0]


def revoke(apps, schema_editor):
    """With the real model, as for the roles themselves."""
    through = Group.permissions.through.objects
    through.filter(
        permission__content_type__app_label="cms",
        permission__content_type__model="structurenews",
        group__name__in=ROLES,
    ).delete()
    through.filter(
        permission__codename="view_indicator", group__name__in=READERS_OF_INDICATORS
    ).delete()


def review(apps, schema_editor):
    """Where somebody chose another workflow already, it stays."""
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).first()
    if workflow is None:
        return
    apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
        content_type=content_type(apps, "cms", "structurenews"), defaults={"workflow": workflow}
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
        ("cms", "0019_structure_news"),
        ("activity", "0002_roles"),
        ("catalogue", "0011_roles_that_propose"),
    ]

    operations = [
        migrations.RunPython(grant, revoke),
        migrations.RunPython(review, publish_without_review),
    ]
