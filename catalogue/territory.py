"""How much of the catalogue the site that is being visited shows: all of it, or what is of one
network, or of one structure.

The querysets of what anybody may read ask for it themselves, as Django's fields ask for the time
zone: a page, a feed or a block that starts from `public()` can't forget it. Outside of a visit
(commands, worker, admin) it is the whole country.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

#: A function that answers the territory, so that a visit that asks for nothing costs nothing.
_resolve = ContextVar("territory", default=None)


@dataclass(frozen=True)
class Territory:
    """Of a structure, by its key; or of networks (a network and those below it), by theirs.

    Only plain values: it stays in a cache.
    """

    name: str = ""
    structure: int | None = None
    networks: tuple[int, ...] = ()
    #: The networks above, whose agreements hold here too.
    above: tuple[int, ...] = ()
    #: The regions of the networks, or the department of the structure's seat, by their codes.
    regions: tuple[str, ...] = ()
    department: str = ""

    def __bool__(self):
        """Is it less than everything?"""
        return bool(self.structure or self.networks)

    def holds(self, path=""):
        """A condition: `path` leads to a structure of it ("" for the structure itself)."""
        if self.structure:
            return Q(**{path or "pk": self.structure})
        if self.networks:
            return Q(**{f"{path}__network__in" if path else "network__in": self.networks})
        return Q()

    def has(self, structure, network):
        """The same for a structure that is known by its key and its network's."""
        return not self or structure == self.structure or network in self.networks

    def may_hold(self, commune):
        """Of a commune that nobody is known to cover: is it around there?"""
        if self.regions:
            return commune.region_code in self.regions
        return not self.department or commune.department_code == self.department


EVERYWHERE = Territory()


def territory_of(holder):
    """Of a structure or of a network. There are two tiers of networks."""
    model = type(holder)
    if model._meta.model_name == "structure":
        network = holder.network
        above = (network.pk, network.parent_id) if network else ()
        return Territory(
            holder.name,
            structure=holder.pk,
            above=tuple(key for key in above if key),
            department=holder.seat_commune.department_code if holder.seat_commune else "",
        )
    networks = [holder, *model.objects.filter(parent=holder)]
    return Territory(
        holder.name,
        networks=tuple(network.pk for network in networks),
        above=(holder.parent_id,) if holder.parent_id else (),
        regions=tuple(network.region_code for network in networks if network.region_code),
    )


def offered_in(territory):
    """A condition on offers: what its structures offer and, of what is no structure's, what can be
    taken up there: from afar, or in one of its communes."""
    if not territory:
        return Q()
    ours = territory.holds("structure")
    nowhere = Q(modality="remote") | Q(commune__isnull=True, latitude__isnull=True)
    # A city and its arrondissements answer for each other.
    covered = apps.get_model("catalogue", "Coverage").objects.filter(
        Q(commune=OuterRef("commune"))
        | Q(commune=OuterRef("commune__parent"))
        | Q(commune__parent=OuterRef("commune")),
        ours,
        structure__live=True,
    )
    in_a_region = Q(commune__region_code__in=territory.regions)
    nobodys = Q(structure__isnull=True)
    return (
        ours
        | nobodys & Q(site__isnull=False) & territory.holds("site__structure")
        | nobodys & Q(site__isnull=True) & (nowhere | in_a_region | Q(Exists(covered)))
    )


def current():
    resolve = _resolve.get()
    return resolve() if resolve else EVERYWHERE


@contextmanager
def visiting(resolve):
    """Within it, `current()` is what this function answers."""
    token = _resolve.set(resolve)
    try:
        yield
    finally:
        _resolve.reset(token)
