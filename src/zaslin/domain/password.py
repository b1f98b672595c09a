"""What may be a password: long, not the name, not one that everybody tries.

Nothing is demanded of its characters, and nobody has to change it after a while:
both make passwords worse (NIST SP 800-63B).
"""

import unicodedata

SHORTEST = 12
LONGEST = 256

# Long ones among the most common of leaked lists, and what this system suggests.
_LISTED = """
    passwordpassword password1234 password12345 password123456 password123!
    123456789abc 1234567890ab 1q2w3e4r5t6y 1qaz2wsx3edc qwertyuiopas qwertyuiop123
    qwerty123456 qwerty12345678 q1w2e3r4t5y6 asdfghjkl123 zxcvbnm12345 iloveyou1234
    administrator administrator1 adminadminadmin letmeinletmein letmein12345
    welcome12345 welcome123456 changemechangeme changeme1234 changeme12345
    correcthorsebatterystaple superman1234 football1234 baseball1234 princess1234
    zaslinzaslin zaslin123456 zaslin1234567 airdefence123 airdefense123 secretsecret
    trustno1trustno1 default12345 temporary1234 slavaukraini slavaukraini1
    геройгерой12 славаукраїні славаукраїні1 пароль123456 парольпароль йцукенгшщзхї
    """
_COMMON = frozenset(_LISTED.split())
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
)


def normalised(password: str) -> str:
    """The password as it is hashed: the same whatever keyboard composed it."""
    return unicodedata.normalize("NFKC", password)


def accept_password(name: str, password: str) -> None:
    """Raise ``ValueError`` unless it may be the password of that user.

    The message never holds the password.
    """
    given = normalised(password)
    if not SHORTEST <= len(given) <= LONGEST:
        raise ValueError(
            f"the password has {len(given)} characters; accepted: {SHORTEST} to "
            f"{LONGEST}"
        )
    plain = given.casefold()
    if name.casefold() in plain:
        raise ValueError("the password holds the user's name; accepted: one without")
    if plain in _COMMON or _is_run(plain) or _is_repetition(plain):
        raise ValueError(
            "the password is one that is tried first; accepted: several words that "
            "do not belong together"
        )


def _is_run(plain: str) -> bool:
    return any(plain in run or plain[::-1] in run for run in _RUNS)


def _is_repetition(plain: str) -> bool:
    """Whether it is one short piece over and over again."""
    return any(
        plain == (plain[:length] * len(plain))[: len(plain)] for length in range(1, 5)
    )
