"""The comparison of a campaign, read back from its folder."""

from pathlib import Path

from zaslin.adapters.read_file import why_unreadable
from zaslin.adapters.study_folder import read_study
from zaslin.bench.campaign.document import CampaignDocument
from zaslin.sim.comparison import Comparison
from zaslin.wire.rejected import Rejected
from zaslin.wire.strict_json import decode_json
from zaslin.wire.text import decode_text

_SUMMARY = "summary.json"
_WANTED = "the folder of a campaign that has come to its end"


def read_comparison(folder: Path) -> Comparison:
    """What a finished campaign says.

    Raises
    ------
    Rejected
        If the folder holds none, or it cannot be read.
    """
    path = folder / _SUMMARY
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Rejected(str(folder), "", _without_summary(folder), _WANTED) from None
    except OSError as error:
        raise Rejected(str(path), "", why_unreadable(error), _WANTED) from None
    source = str(path)
    text = decode_text(data, source, _WANTED)
    return decode_json(text, CampaignDocument, source).comparison


def _without_summary(folder: Path) -> str:
    try:
        study = read_study(folder)
    except Rejected:
        study = None
    if study is not None:
        return "the campaign has not come to its end; the same command goes on with it"
    return f"no {_SUMMARY} in it"
