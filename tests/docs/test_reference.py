"""The pages of docs/reference that the code tells are those of this code; every command explains itself."""

import pytest
from docs.generate import PAGES, REFERENCE, commands

from congvu.faces.cli.main import main as command_line


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_code_tells(name: str) -> None:
    assert (REFERENCE / name).read_text(encoding="utf-8") == PAGES[name](), "python -m docs.generate"


def test_every_command_says_what_it_does_and_shows_an_example() -> None:
    for path, command in commands(command_line):
        name = " ".join(("congvu", *path))
        assert (command.help or "").strip(), f"{name} has no help"
        if not hasattr(command, "commands") and path:
            assert f"congvu {' '.join(path)}" in f"{command.help}{command.epilog}", f"{name} shows no example"


def test_every_option_says_what_it_does() -> None:
    for path, command in commands(command_line):
        silent = [
            one.name for one in command.params if one.param_type_name == "option" and not getattr(one, "help", "")
        ]
        assert not silent, f"congvu {' '.join(path)}: {silent}"
