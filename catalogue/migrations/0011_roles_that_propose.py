"""Two roles that write and don't publish (see `0002_roles`): in a structure, what it has of its
own; in a network, the pages of the site."""

from django.contrib.auth.models import Group
from django.db import migrations, models

READ = ["view"]

ROLES = {
    "Communication de structure": {
        "network": READ,
        "structure": ["view", "change"],
        "receptionsite": ["view", "add", "change"],
        "coverage": READ,
        "theme": READ,
        "scheme": READ,
        "partner": READ,
        "offer": ["view", "add", "change"],
        "agreement": READ,
    },
    "Rédaction": {
        "network": READ,
        "structure": READ,
        "receptionsite": READ,
        "coverage": READ,
        "theme": READ,
        "scheme": READ,
        "partner": READ,
        "offer": READ,
        "agreement": READ,
    },
}
#: As `0002_roles` gives "Communication", but for what publishes, deletes or locks.
PAGES_ROLE = "Rédaction"
PAGE_ACTIONS = ["add", "change"]
FILE_ACTIONS = ["add", "choose"]
#: What these roles draft, and what others used to publish at once.
REVIEWED = ["structure", "receptionsite"]
WORKFLOW = "Relecture"


def grant(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    for name, granted in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=name)
        group.permissions.add(
            permission(apps, "wagtailadmin", "admin", "access_admin"),
            *(
                permission(apps, "catalogue", model, f"{action}_{model}")
                for model, actions in granted.items()
                for action in actions
            ),
        )
    writers = group_model.objects.get(name=PAGES_ROLE)
    for root in apps.get_model("wagtailcore", "Page").objects.filter(depth=1):
        for action in PAGE_ACTIONS:
            apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
                group=writers,
                page=root,
                permission=permission(apps, "wagtailcore", "page", f"{action}_page"),
            )
    for root in apps.get_model("wagtailcore", "Collection").objects.filter(depth=1):
        for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            for action in FILE_ACTIONS:
                apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
                    group=writers,
                    collection=root,
                    permission=permission(apps, app_label, model, f"{action}_{model}"),
                )


def permission(apps, app_label, model, codename):
    """Django and Wagtail create permissions after all migrations, and skip those that exist."""
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type(apps, app_label, model),
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )
    return found


def content_type(apps, app_label, model):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    return content_types.get_or_create(app_label=app_label, model=model)[0]


def revoke(apps, schema_editor):
    """With the real model, as for the roles themselves."""
    Group.objects.filter(name__in=ROLES).delete()


def review(apps, schema_editor):
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).first()
    if workflow is None:
        return  # somebody reviews otherwise
    for model in REVIEWED:
        apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
            content_type=content_type(apps, "catalogue", model), defaults={"workflow": workflow}
        )


def publish_without_review(apps, schema_editor):
    apps.get_model("wagtailcore", "WorkflowContentType").objects.filter(
        content_type__app_label="catalogue",
        content_type__model__in=REVIEWED,
        workflow__name=WORKFLOW,
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0010_synonym_roles"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("communication", "Communication"),
                    ("data", "Référent données"),
                    ("adviser", "Conseiller"),
                    ("structure-head", "Responsable de structure"),
                    ("network-admin", "Administration du réseau"),
                    ("communicator", "Communication de structure"),
                    ("writer", "Rédaction"),
                ],
                max_length=15,
                verbose_name="rôle",
            ),
        ),
        migrations.RunPython(grant, revoke),
        migrations.RunPython(review, publish_without_review),
    ]
