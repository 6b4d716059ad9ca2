"""What a file can be about. One module of this package, one target, one Resource.

@register
class Offers(Target):
    code, label, resource_class = "offers", _("offres"), OfferResource
"""

from importlib import import_module
from pkgutil import iter_modules

from .base import Column, Fault, Target

__all__ = ["Column", "Fault", "Target", "all_targets", "autodiscover", "get", "register"]

_targets = {}


def register(target_class):
    target = target_class()
    _targets[target.code] = target
    return target_class


def get(code):
    """Raises LookupError where no module declares it."""
    try:
        return _targets[code].for_feed(None)
    except KeyError:
        raise LookupError(f"no target is called {code!r}") from None


def all_targets():
    found = (target.for_feed(None) for target in _targets.values())
    return sorted(found, key=lambda target: str(target.label))


def autodiscover():
    """Called once the models are loaded."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
