"""What was made, by this loading or an earlier one."""

from catalogue.models import DemonstrationRecord


class Ledger:
    """`known`: the keys of all that was ever made. `made`: the objects of this loading."""

    def __init__(self):
        self.known = set(DemonstrationRecord.objects.values_list("key", flat=True))
        self.records = []
        self.made = []

    def claim(self, model, value):
        """Whether this one is still to be made. It never will be again."""
        key = f"{model._meta.model_name}:{value}"
        if key in self.known:
            return False
        self.known.add(key)
        self.records.append(DemonstrationRecord(key=key))
        return True

    def create(self, model, objects, by):
        """Those of `objects` that were never made; returned saved.

        One that has its code (`by`) already, from an import or from the hand of somebody, is
        left alone too.
        """
        fresh = [item for item in objects if self.claim(model, getattr(item, by))]
        taken = model.objects.filter(**{f"{by}__in": [getattr(item, by) for item in fresh]})
        taken = set(taken.values_list(by, flat=True))
        made = model.objects.bulk_create(item for item in fresh if getattr(item, by) not in taken)
        self.made += made
        return made

    def save(self):
        DemonstrationRecord.objects.bulk_create(self.records)
