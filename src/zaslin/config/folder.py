"""Where the configuration files are, and how their bytes become text."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_MOST_BYTES = 4_000_000


class ConfigError(ValueError):
    """A configuration file that cannot be used; says which, where and why."""


def config_folder() -> Path:
    """The shipped folder: in the installed package, or that of the repository."""
    candidates = (_PACKAGE / "configs", _PACKAGE.parents[1] / "configs")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise ConfigError(
        f"no configs folder at {' or '.join(map(str, candidates))}; "
        "accepted: an installation with its configs"
    )


def shipped(kind: str, suffix: str = ".toml") -> dict[str, Path]:
    """Files of one kind by name, such as ``shipped("params")["default"]``."""
    return {
        path.stem: path for path in sorted((config_folder() / kind).glob(f"*{suffix}"))
    }


def find(kind: str, name: str | Path) -> Path:
    """A shipped file by its name, or any file by its path."""
    files = shipped(kind)
    if str(name) in files:
        return files[str(name)]
    path = Path(name)
    if path.suffix or path.exists():
        return path
    raise ConfigError(
        f"{kind} {str(name)!r} is not shipped; "
        f"accepted: {', '.join(files)}, or the path of a file"
    )


def read_text(path: Path) -> str:
    """Text of a configuration file; refuses what cannot be one."""
    try:
        if path.is_dir():
            raise ConfigError(f"{path}: is a directory; accepted: a file")
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise ConfigError(
                f"{path}: has {size} bytes; accepted: at most {_MOST_BYTES}"
            )
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path}: byte {error.start} is not UTF-8; accepted: UTF-8 text"
        ) from None
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        reason = "no such file" if missing else error.strerror or str(error)
        raise ConfigError(f"{path}: {reason}; accepted: a readable file") from None
