"""An instance into a file, in any of the formats that can hold it."""

from typing import IO

from zaslin.adapters.wta import andersen, npz, sonuc
from zaslin.adapters.wta.detect import WtaFormat
from zaslin.assignment.wta.instance import WtaInstance


def unfit(instance: WtaInstance, file_format: WtaFormat) -> str:
    """Why a format cannot hold an instance, and what it holds; empty if it can."""
    if file_format is WtaFormat.SONUC:
        return sonuc.unfit(instance)
    if file_format is WtaFormat.ANDERSEN:
        return andersen.unfit(instance)
    return ""


def write(file: IO[bytes], instance: WtaInstance, file_format: WtaFormat) -> None:
    """The file of an instance; it reads back to the last bit.

    Raises
    ------
    ValueError
        If the format cannot hold it; see :func:`unfit`.
    """
    reason = unfit(instance, file_format)
    if reason:
        raise ValueError(f"{file_format.value} cannot hold {reason}")
    if file_format is WtaFormat.SONUC:
        sonuc.write(file, instance)
    elif file_format is WtaFormat.ANDERSEN:
        andersen.write(file, instance)
    else:
        npz.write(file, instance)
