"""What the help texts need beyond the docstrings of the commands."""

import typer

from zaslin.cli.streams import write_answer


def examples(*lines: str) -> str:
    """An epilogue of command lines.

    The leading mark tells the help formatter to leave the line breaks alone.
    """
    title = "Example:" if len(lines) == 1 else "Examples:"
    return "\n".join(["\b", title, *(f"  {line}" for line in lines)])


def write_help(context: typer.Context) -> None:
    """Help for who names a group but none of its commands."""
    if context.invoked_subcommand is None:
        write_answer(f"{context.get_help()}\n".encode())
