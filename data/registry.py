"""A folder is a registry: every file in it declares one constant."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, TypeVar


class Declared(Protocol):
    """Anything with a key of its own."""

    @property
    def key(self) -> str: ...


D = TypeVar("D", bound=Declared)


def collect(package: str, constant: str, kind: type[D]) -> dict[str, D]:
    """Return the declarations of `package` by key, in file-name order.

    `constant` holds one `kind` or a tuple of them. A file without it, or a key used twice,
    stops the app at start: a gap on a screen is found by a customer, a crash at start by us.
    """
    found: dict[str, D] = {}
    names = sorted(module.name for module in iter_modules(import_module(package).__path__))
    for name in names:
        value = getattr(import_module(f"{package}.{name}"), constant, None)
        for item in value if isinstance(value, tuple) else (value,):
            if not isinstance(item, kind):
                raise TypeError(f"{package}.{name} must declare {constant} as {kind.__name__}")
            if item.key in found:
                raise ValueError(f"{package}.{name} declares {item.key!r} a second time")
            found[item.key] = item
    return found
