"""YAML as the dataset uses it: JSON's types only, written in one form so that equal data are equal bytes."""

from pathlib import Path
from typing import Any

import yaml

WIDTH = 110


class _Loader(yaml.CSafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A key that stands there twice is a mistake; YAML's own loader silently keeps the last."""
        keys = [key.value for key, _value in node.value]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                raise yaml.constructor.ConstructorError(None, None, f"“{key}” stands there twice", node.start_mark)
        return super().construct_mapping(node, deep)


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


# YAML 1.1 reads NO (Norway) as false and 2013-05-17 as a date object; documents hold neither.
for reader in (_Loader, _Dumper):
    reader.yaml_implicit_resolvers = {
        first: [
            (tag, pattern)
            for tag, pattern in rules
            if not tag.endswith(":timestamp") and not (tag.endswith(":bool") and first not in "tTfF")
        ]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = None
    if "\n" in text:
        style = "|"
    elif len(text) > WIDTH and " " in text and text.isascii():
        style = ">"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_list(dumper: yaml.SafeDumper, rows: list[Any]) -> yaml.Node:
    scalars = not any(isinstance(row, dict | list) for row in rows)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", rows, flow_style=scalars)


def _represent_map(dumper: yaml.SafeDumper, map_: dict[str, Any]) -> yaml.Node:
    short = all(
        isinstance(value, int | float) or (isinstance(value, str) and len(value) < 40) for value in map_.values()
    )
    return dumper.represent_mapping("tag:yaml.org,2002:map", map_, flow_style=short and len(map_) <= 3)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(dict, _represent_map)


def read_yaml(path: Path) -> Any:
    """Raises yaml.YAMLError, whose text names line and column; OSError, UnicodeDecodeError."""
    return yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a subclass of the safe loader


def yaml_text(data: Any) -> str:
    return yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, indent=2, width=WIDTH
    )
