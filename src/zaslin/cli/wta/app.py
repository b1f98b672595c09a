"""``zaslin wta``: its commands, one module each."""

import typer

from zaslin.cli.help import examples, write_help
from zaslin.cli.wta.bench import bench_command
from zaslin.cli.wta.generate import generate_command
from zaslin.cli.wta.solve import solve_command
from zaslin.cli.wta.verify import verify_command

app = typer.Typer()


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    """The static weapon-target assignment problem, to proven optimality."""
    write_help(context)


app.command(
    "solve",
    epilog=examples(
        "zaslin wta solve instance.npz",
        "zaslin wta solve WTA12 --format sonuc --json",
        "zaslin wta solve instance.npz --time-limit 10 --certificate proof.npz",
    ),
)(solve_command)
app.command(
    "verify",
    epilog=examples(
        "zaslin wta solve instance.npz --certificate proof.npz",
        "zaslin wta verify proof.npz",
    ),
)(verify_command)
app.command(
    "generate",
    epilog=examples(
        "zaslin wta generate --family ahuja --weapons 200 --targets 200 --out a.npz",
        "zaslin wta generate --family layered --weapons 40 --targets 900 --out b.npz",
    ),
)(generate_command)
app.command(
    "bench",
    epilog=examples(
        "zaslin wta bench",
        "zaslin wta bench --sizes 20x20,50x100x3 --families andersen --limit 5",
        "zaslin wta bench --scaling --largest 2000 --plot scaling.png",
    ),
)(bench_command)
