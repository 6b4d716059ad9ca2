"""Rules of the database that one row can break, told before it does, in its own words."""

from .base import Fault


def message_of(model, constraint):
    """What the model says when one of its constraints is broken."""
    [found] = [item for item in model._meta.constraints if item.name == constraint]
    return found.get_violation_error_message()


def in_order(model, constraint, cleaned, low, high):
    """The end isn't below the start, where both are known."""
    start, end = cleaned.get(low), cleaned.get(high)
    if start is not None and end is not None and end < start:
        yield Fault(high, "order", message_of(model, constraint), value=str(end))


def point(model, constraint, cleaned):
    """Both coordinates, or none. A file that has one column only could part them."""
    latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        yield Fault(missing, "point", message_of(model, constraint))
