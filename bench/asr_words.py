"""Word error rate, on words written as people say them: digits spelled out, spelling variants joined."""

import re

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SAME = {
    "voice mail": "voicemail",
    "touch tone": "touchtone",
    "e mail": "email",
    "key pad": "keypad",
    "mail box": "mailbox",
    "mail boxes": "mailboxes",
    "user name": "username",
    "time stamp": "timestamp",
    "log in": "login",
    "log out": "logout",
    "logged off": "loggedoff",
    "re record": "rerecord",
    "non urgent": "nonurgent",
    "on line": "online",
    "black list": "blacklist",
    "web site": "website",
    "any time": "anytime",
    "ok": "okay",
    "mr": "mister",
    "st": "saint",
    "star key": "star key",
}


def spelled(number: int) -> str:
    """The words of a number below a thousand; longer ones digit by digit."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f" {ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{ONES[number // 100]} hundred" + (f" {spelled(number % 100)}" if number % 100 else "")
    return " ".join(ONES[int(digit)] for digit in str(number))


def words_of(text: str) -> list[str]:
    """The words of `text` in lower case, without punctuation, numbers spelled, single letters joined."""
    plain = text.lower().replace("’", "'").replace("*", " star ").replace("#", " pound ")
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    plain = re.sub(r"\d+", lambda found: f" {spelled(int(found.group()))} ", plain)
    plain = re.sub(r"(?<=[a-z])'(?=[a-z])", "", plain)
    plain = re.sub(r"[^a-z]+", " ", plain).strip()
    plain = re.sub(r"\b[a-z](?: [a-z])+\b", lambda found: found.group().replace(" ", ""), plain)
    for variant, canonical in SAME.items():
        plain = re.sub(rf"\b{variant}\b", canonical, plain)
    return plain.split()


def word_errors(said: str, heard: str) -> tuple[int, int]:
    """Substitutions, insertions and deletions between two texts, and how many words were said."""
    expected, got = words_of(said), words_of(heard)
    row = list(range(len(got) + 1))
    for i, word in enumerate(expected, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
    return row[-1], len(expected)
