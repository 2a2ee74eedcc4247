"""English, of Britain and America."""

from privacy.languages.language import Language
from privacy.words import listed, words

_NATO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa "
    "quebec romeo "
    "sierra tango uniform victor whiskey xray yankee zulu"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
)
_COPULAS = (
    "'s is are was will be should would it's its it that's that this the my our your his her their here "
    "here's as to of for "
    "number numbers no code id reads goes says ends ending with in from on equals uh um er erm like so "
    "okay ok yes sure right now "
    "please you actually currently still just simply registered listed up has have set called i've got i "
    "think believe set "
    "digits digit both full complete new old current am we're we are use using used under by which being "
    "following or there's equals war put"
)

LANGUAGE = Language(
    code="en",
    digits=dict(
        zip(listed("zero one two three four five six seven eight nine nought naught nil"), "0123456789000", strict=True)
    ),
    weak_digits={"oh": "0", "o": "0", "ow": "0"},
    homophones={
        "for": "4",
        "fore": "4",
        "to": "2",
        "too": "2",
        "ate": "8",
        "won": "1",
        "tree": "3",
        "sex": "6",
        "nein": "9",
        "tue": "2",
    },
    teens={
        "ten": 10,
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
        "fourteen": 14,
        "fifteen": 15,
        "sixteen": 16,
        "seventeen": 17,
        "eighteen": 18,
        "nineteen": 19,
    },
    tens={
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fourty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
    },
    hundreds=frozenset({"hundred"}),
    thousands=frozenset({"thousand"}),
    and_word="and",
    repeats={"double": 2, "triple": 3, "treble": 3, "quadruple": 4},
    symbols={
        "dot": ".",
        "period": ".",
        "point": ".",
        "at": "@",
        "dash": "-",
        "hyphen": "-",
        "minus": "-",
        "underscore": "_",
        "slash": "/",
        "stroke": "/",
        "plus": "+",
        "colon": ":",
        "star": "*",
        "asterisk": "*",
        "hash": "#",
        "hashtag": "#",
    },
    letters={word: word[0] for word in _NATO.split()}
    | {"x-ray": "x", "alfa": "a", "juliett": "j", "zed": "z", "zee": "z"},
    spelled_as=(("as", "in"), ("for",), ("like",), ("as",)),
    fillers=words("uh um er erm eh ah hm hmm mm sorry wait space comma okay ok"),
    filler_phrases=(
        ("no", "sorry"),
        ("no", ",", "sorry"),
        ("sorry", "no"),
        ("no", "wait"),
        ("hang", "on"),
        ("hold", "on"),
        ("i", "mean"),
        ("or", "rather"),
        ("let", "me", "see"),
        ("one", "second"),
        ("one", "moment"),
    ),
    weak_fillers=frozenset({"and", "then", "so", "like"}),
    weak_letters=frozenset({"a", "i"}),
    case_words=frozenset(
        {"capital", "uppercase", "lowercase", "upper", "lower", "case", "cap", "caps", "small", "big"}
    ),
    months=words(
        "january february march april may june july august september october november december jan "
        "feb mar apr jun jul aug sep sept oct nov dec"
    ),
    ordinals=frozenset(_ORDINALS.split()),
    copulas=frozenset(_COPULAS.split()),
)
