"""The command line: each command lives in its own module and is loaded only when it is called.

`congvu read` must start in half a second and load no Django, so nothing is imported here but click.
"""

import importlib

import click

import congvu

COMMANDS = {
    "serve": "congvu.faces.cli.serve",
    "setup": "congvu.faces.cli.setup",
    "demo": "congvu.faces.cli.demo",
    "init": "congvu.faces.cli.init",
    "calendar": "congvu.faces.cli.calendar",
    "backup": "congvu.faces.cli.backup",
    "restore": "congvu.faces.cli.restore",
    "import": "congvu.faces.cli.import_file",
    "export": "congvu.faces.cli.export",
    "directives": "congvu.faces.cli.directives",
    "read": "congvu.faces.cli.read",
    "worktime": "congvu.faces.cli.worktime",
    "ledger": "congvu.faces.cli.ledger",
    "log": "congvu.faces.cli.log",
    "analyse": "congvu.faces.cli.analyse",
    "signals": "congvu.faces.cli.signals",
    "simulate": "congvu.faces.cli.simulate",
    "token": "congvu.faces.cli.token",
    "password": "congvu.faces.cli.password",
}


class LazyGroup(click.Group):
    """A group whose commands are imported on first use; each module offers `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[name]).command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(congvu.__version__)
def main() -> None:
    """Công Vụ: mỗi việc một người giữ, một thẩm quyền, một thời hạn, và quá khứ chứng minh được."""
