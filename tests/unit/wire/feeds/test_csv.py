"""What is particular to comma-separated values."""

import pytest

from zaslin.domain.track import Crew, StandardIdentity, ThreatClass
from zaslin.wire.feeds.csv import decode_csv
from zaslin.wire.rejected import Rejected

HEADER = (
    "id,latitude_deg,longitude_deg,altitude_m,speed_mps,course_deg,measured_at,"
    "identity,crew,class_probabilities.one_way_attack"
)
ROW = "T1,50.1,30.2,800,50,180,2025-09-07T03:00:00Z,hostile,uncrewed,1"


def table(*lines: str) -> bytes:
    """A file of these lines."""
    return "\n".join(lines).encode()


def refusal(data: bytes) -> str:
    """The line for a table that cannot be read, without the name of the file."""
    with pytest.raises(Rejected) as caught:
        decode_csv(data, "t.csv")
    return str(caught.value).removeprefix("zaslin: t.csv: ")


def test_a_table_is_read() -> None:
    """Numbers, times and names, each as its column has it."""
    (track,) = decode_csv(table(HEADER, ROW), "t.csv").tracks

    assert track.id == "T1"
    assert track.latitude_deg == 50.1
    assert track.measured_at.isoformat() == "2025-09-07T03:00:00+00:00"
    assert track.identity is StandardIdentity.HOSTILE
    assert track.crew is Crew.UNCREWED
    assert track.class_probabilities == {ThreatClass.ONE_WAY_ATTACK: 1.0}
    assert track.identification is None


def test_blank_cells_and_lines_state_nothing() -> None:
    """Not an empty text, not a zero."""
    data = table("", f"{HEADER},p_decoy,civil", "", f"{ROW}, ,", ",,,,,,,,,,,")

    (track,) = decode_csv(data, "t.csv").tracks

    assert track.p_decoy == 0.0
    assert track.civil is False


@pytest.mark.parametrize("text", ["true", "True", "TRUE"])
def test_truth_is_a_word(text: str) -> None:
    """In whatever case a spreadsheet writes it."""
    data = table(f"{HEADER},civil", f"{ROW},{text}")

    assert decode_csv(data, "t.csv").tracks[0].civil is True


def test_quotes_windows_lines_and_a_mark_in_front_are_read() -> None:
    """As a spreadsheet writes them."""
    data = f'\ufeff{HEADER}\r\n"{ROW.replace(",", chr(34) + "," + chr(34))}"\r\n'

    assert len(decode_csv(data.encode(), "t.csv").tracks) == 1


def test_an_id_of_digits_stays_text() -> None:
    """A track number is a name."""
    data = table(HEADER, ROW.replace("T1", "0042"))

    assert decode_csv(data, "t.csv").tracks[0].id == "0042"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (
            table(HEADER.replace("crew", "crwe"), ROW),
            "line 1, column crwe: unknown column; accepted: crew",
        ),
        (
            table(f"{HEADER},", f"{ROW},"),
            "line 1, column 11: unknown column; accepted: one of id, latitude_deg",
        ),
        (
            table(f"{HEADER},id", f"{ROW},T1"),
            "line 1, column id: stated twice; accepted: each column once",
        ),
        (
            table(HEADER, ROW, f"{ROW},1"),
            "line 3: 11 cells; accepted: 10, as in the header",
        ),
        (
            table(HEADER, "T1,50.1"),
            "line 2: 2 cells; accepted: 10, as in the header",
        ),
        (
            table(HEADER.replace("id,", "", 1), ROW.replace("T1,", "")),
            "line 2, column id: missing; accepted: 1 to 64 printable characters",
        ),
        (
            table(HEADER, ROW.replace("800", "high")),
            'line 2, column altitude_m: "high"; accepted: a number, -500 to 40000',
        ),
        (
            table(HEADER, ROW.replace("50.1", "NaN")),
            'line 2, column latitude_deg: "NaN"; accepted: a number, -90 to 90',
        ),
        (
            table(HEADER, ROW.replace("50.1", "1e999")),
            "line 2, column latitude_deg: 1e999; accepted: -90 to 90",
        ),
        (
            table(HEADER, ROW.replace("50.1", "50;1")),
            'line 2, column latitude_deg: "50;1"; accepted: a number, -90 to 90',
        ),
        (
            table(HEADER, ROW.replace("2025-09-07T03:00:00Z", "1757214000")),
            'line 2, column measured_at: "1757214000"; accepted: a time with its zone',
        ),
        (
            table(f"{HEADER},civil", f"{ROW},yes"),
            'line 2, column civil: "yes"; accepted: true or false',
        ),
        (
            table(f"{HEADER},identification.authority", f"{ROW},Lt Koval"),
            "line 2, column identification.method: missing; accepted: one of positive",
        ),
        (
            table(HEADER, ROW[:-1] + "1.5"),
            "line 2, column class_probabilities.one_way_attack: 1.5; accepted: 0 to 1",
        ),
        (
            table(HEADER, ROW[:-1]),
            "line 2, column class_probabilities: missing; accepted: a probability for",
        ),
        (table(HEADER, f'"{ROW}'), "line 2: unexpected end of data; accepted: comma-"),
        (table(HEADER, f'"T1"x{ROW}'), "line 2: ',' expected after '\"'; accepted: "),
        (table(HEADER, "x" * 200_000), "line 2: field larger than field limit"),
        (b"id,\xff", "byte 3 (line 1, column 4): 0xff; accepted: UTF-8"),
    ],
)
def test_a_faulty_table_is_refused_by_line_and_column(data: bytes, line: str) -> None:
    """A person with a spreadsheet finds the cell."""
    assert refusal(data).startswith(line)
