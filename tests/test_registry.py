"""A folder becomes a registry, or stops the start."""

import sys
from dataclasses import dataclass

import pytest

from data.registry import collect


@dataclass(frozen=True)
class Fruit:
    """A thing to declare."""

    key: str


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A function that writes a package of the given files and gives its name."""
    package = tmp_path / "orchard"
    package.mkdir()
    monkeypatch.syspath_prepend(tmp_path)

    def write(**files):
        (package / "__init__.py").write_text("")
        for name, text in files.items():
            (package / f"{name}.py").write_text(f"from {__name__} import Fruit\n{text}\n")
        return "orchard"

    yield write
    for name in [n for n in sys.modules if n.split(".")[0] == "orchard"]:
        del sys.modules[name]


def test_declarations_are_found_by_key_in_the_order_of_file_names(folder):
    package = folder(b="FRUIT = Fruit('apple')", a="FRUIT = Fruit('pear')")
    assert list(collect(package, "FRUIT", Fruit)) == ["pear", "apple"]


def test_a_file_may_declare_several(folder):
    package = folder(a="FRUIT = (Fruit('apple'), Fruit('pear'))")
    assert collect(package, "FRUIT", Fruit) == {"apple": Fruit("apple"), "pear": Fruit("pear")}


def test_a_file_without_its_declaration_stops_the_start_by_name(folder):
    with pytest.raises(TypeError, match="orchard.a must declare FRUIT as Fruit"):
        collect(folder(a="VEGETABLE = Fruit('leek')"), "FRUIT", Fruit)


def test_a_declaration_of_another_kind_stops_the_start(folder):
    with pytest.raises(TypeError, match="orchard.a must declare FRUIT as Fruit"):
        collect(folder(a="FRUIT = 'apple'"), "FRUIT", Fruit)


def test_a_key_used_twice_stops_the_start_by_name(folder):
    package = folder(a="FRUIT = Fruit('apple')", b="FRUIT = Fruit('apple')")
    with pytest.raises(ValueError, match="orchard.b declares 'apple' a second time"):
        collect(package, "FRUIT", Fruit)


def test_an_empty_folder_is_an_empty_registry(folder):
    assert collect(folder(), "FRUIT", Fruit) == {}
