"""Plug-ins are modules in a folder with agreed names; this finds them. No registry, no base class."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

from evenstride.core.errors import PluginError


def modules(package: str, *, needs: tuple[str, ...]) -> tuple[ModuleType, ...]:
    """Import every public module of a package and of its entry-point group, in name order.

    Parameters
    ----------
    package : str
        Dotted name of the folder, for example `evenstride.readers.formats`; also the entry-point group.
    needs : tuple of str
        Names each module must have.

    Raises
    ------
    PluginError
        If a module lacks one of the names.
    """
    folder = import_module(package)
    names = [f"{package}.{item.name}" for item in pkgutil.iter_modules(folder.__path__)]
    names = sorted(name for name in names if not name.rsplit(".", 1)[1].startswith("_"))
    found = [import_module(name) for name in names]
    found += [entry.load() for entry in _outsiders(package)]
    for module in found:
        lacking = [name for name in needs if not hasattr(module, name)]
        if lacking:
            raise PluginError(
                f"the plug-in does not define {', '.join(lacking)}",
                place=module.__name__,
                remedy=f"Every module of {package} defines {', '.join(needs)}",
            )
    return tuple(found)


@cache
def _outsiders(group: str) -> tuple[EntryPoint, ...]:
    # every installed distribution is looked through: once, not for every plan
    return tuple(sorted(entry_points(group=group), key=lambda entry: entry.name))
