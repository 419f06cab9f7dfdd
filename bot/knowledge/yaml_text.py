"""YAML text to plain values, and a place in those values back to its line.

Scalars follow YAML 1.2: only ``true`` and ``false`` are booleans, so that ``no`` and ``yes`` stay
words, dates stay text and ``1:30`` is not a number of seconds. A key given twice is an error.
"""

import re
from collections.abc import Hashable, Sequence
from typing import Any

import yaml

NUMBERS = {
    "tag:yaml.org,2002:int": re.compile(r"[-+]?[0-9]+\Z"),
    "tag:yaml.org,2002:float": re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)\Z"),
}


class KnowledgeLoader(yaml.CSafeLoader):
    """libyaml's safe loader with the scalars of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own shape

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """As inherited, but a repeated key is an error instead of the last one winning."""
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value!r} stands here twice", key.start_mark
                    )
                seen.add(key.value)
        return mapping


for tag, pattern in NUMBERS.items():
    KnowledgeLoader.add_implicit_resolver(tag, pattern, list("-+.0123456789"))
KnowledgeLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf")
)
KnowledgeLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""]
)


def parse(text: str) -> Any:
    """The value that a YAML text stands for; raises ``yaml.MarkedYAMLError``."""
    return yaml.load(text, KnowledgeLoader)  # noqa: S506 - a subclass of the safe loader


def line_of(text: str, place: Sequence[str | int]) -> int:
    """The line (from 1) of a place such as ``("clues", 0, "weight")``.

    Steps that do not exist in the text (a missing key, the name of a pydantic union member) are
    passed over: the answer is then the line of the innermost part that does exist.
    """
    node = yaml.compose(text, KnowledgeLoader)
    if node is None:
        return 1
    line: int = node.start_mark.line
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if found is not None:
                line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and step in range(len(node.value)):
            node = node.value[step]
            line = node.start_mark.line
    return line + 1
