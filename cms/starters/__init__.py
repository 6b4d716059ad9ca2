"""Pages that are half written: an editor chooses one, and completes it.

Each is a TOML file beside this module. What is left to the editor stands between square brackets.

    name, description, icon      the card of the gallery; `icon` is one of Wagtail's
    reminder                     what else to do, told once the draft is there
    position                     the order of the gallery
    model                        "cms.NewsPage"
    [fields]                     of the page, as they are
    [days]                       its dates, counted from the day on which it is made
    [[blocks.body]]              the blocks of a StreamField: type and value
"""

import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.blocks.written import written


@dataclass(frozen=True)
class Starter:
    code: str
    name: str
    description: str
    icon: str
    position: int
    model: type
    fields: dict
    reminder: str = ""
    days: dict = field(default_factory=dict)
    blocks: dict = field(default_factory=dict)

    @classmethod
    def read(cls, file):
        content = tomllib.loads(file.read_text("utf-8"))
        return cls(file.stem, **{**content, "model": apps.get_model(content["model"])})

    def parents_for(self, user):
        """The pages under which somebody may add such a page, as Wagtail's own policy says."""
        policy = policy_registry.get_by_type(Page)
        theirs = policy.instances_user_has_permission_for(user, "add")
        candidates = theirs.type(*self.model.allowed_parent_page_models()).order_by("path")
        return [page for page in candidates.specific() if self.model.can_create_at(page)]

    def page(self, user):
        """As the editor finds it, under no parent yet."""
        today = timezone.localdate()
        return self.model(
            **self.fields,
            **{name: today + timedelta(days=days) for name, days in self.days.items()},
            **{name: written(self.model, name, rows) for name, rows in self.blocks.items()},
            owner=user,
            live=False,
        )

    @transaction.atomic
    def create(self, parent, user):
        """A draft of the editor's own, with its first revision."""
        page = parent.add_child(instance=self.page(user))
        page.save_revision(user=user, log_action=True)
        return page


@cache
def starters():
    """{code: Starter}, in the order of the gallery."""
    found = [Starter.read(file) for file in Path(__file__).parent.glob("*.toml")]
    return {starter.code: starter for starter in sorted(found, key=lambda one: one.position)}
