"""The configuration file as text and as a tree, so that a complaint can name the line."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml


class BadSettings(ValueError):
    """One line that says where, what, and what is allowed."""


class _Loader(yaml.SafeLoader):
    """Days stay words: they are read with the other settings, and a wrong one is told with its line."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, words) for tag, words in known if not tag.endswith(":timestamp")]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Source:
    """The file's text and tree: what it says, and on which line."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        try:
            loader = _Loader(text)
            self.tree = loader.get_single_node()
            said = (self.tree and loader.construct_document(self.tree)) or {}
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise BadSettings(f"{file}:{line}: not YAML: {error.problem or error.context}") from None
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise BadSettings(f"{file}: not YAML: {' '.join(str(error).split()) or type(error).__name__}") from None
        if not isinstance(said, dict) or not all(isinstance(key, str) for key in said):
            raise BadSettings(f"{file}:1: not settings; they look like: workspace: main")
        # A section of which every line is a comment is None.
        self.said: dict[str, Any] = {key: value for key, value in said.items() if value is not None}

    def line_of(self, path: Sequence[str]) -> int:
        """The line of the key, or of the last of its parents that is there."""
        node, line = self.tree, 1
        for part in path:
            found = next(((key, value) for key, value in _entries(node) if key.value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        return line

    def place(self, path: Sequence[str], prefix: str) -> str:
        """Where a setting was set: the environment wins."""
        variable = prefix + "__".join(path).upper()
        if variable in {name.upper() for name in os.environ}:
            return f"environment: {variable}"
        return f"{self.file}:{self.line_of(path)}: {'.'.join(path)}"


def _entries(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def read_source(file: Path, named: bool) -> Source:
    """Raises BadSettings. A file that nobody named may be missing."""
    try:
        return Source(file, file.read_text("utf-8"))
    except FileNotFoundError:
        if not named:
            return Source(file, "")
        raise BadSettings(f"{file}: there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file}: cannot be read ({type(error).__name__})") from None
