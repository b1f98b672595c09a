"""``python -m zaslin`` is the command ``zaslin``."""

from zaslin.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
