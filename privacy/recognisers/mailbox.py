"""Addresses of the form user-at-host, written or spoken: where they begin and end. Shared by e-mail and SIP URIs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from privacy.finding import Utterance
from privacy.spoken.runs import Sort
from privacy.words import words

DOTS: Final = frozenset({"dot", ".", "period", "point", "punto"})
_ATS: Final = frozenset({"at", "@", "arroba"})
_LINKS: Final = DOTS | frozenset(
    {
        "dash",
        "hyphen",
        "underscore",
        "_",
        "-",
        "minus",
        "plus",
        "+",
        "guion",
        "guión",
        "under",
        "score",
        "slash",
        "subrayado",
    }
)
TOP: Final = words(
    "com net org edu gov io co uk us ca au nz ie de fr es it nl be ch at se no dk fi pl pt ru cn jp "
    "in br mx ar eu info biz me dev app tech ai example test local lan internal invalid cloud online "
    "email cat mil int calm come comm cong"
)
_PROVIDERS: Final = words(
    "gmail yahoo hotmail outlook icloud protonmail proton aol live msn fastmail gmx zoho comcast "
    "verizon btinternet sky googlemail ymail mac mailbox yandex hey tutanota"
)
STOPS: Final = words(
    "'s copy forward cc is it's its to email mail address on for me my and or the at was send sent use using user "
    "username name by via write a an as us you your not that's from we sip sips colon account es "
    "correo la mi it of be so reach extension uri dial dialing call calling register registering "
    "called with contact get can i this please i'm yes yeah sure registered invite invites about cc "
    "got get had need want try tried do does did ok okay new old personal work uh um "
    "under found put reply forwards forwarded forwarding cc'd"
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The places of the first and the last item, and the place of the "at"."""

    first: int
    last: int
    at: int


def mailboxes(utterance: Utterance) -> Iterator[Mailbox]:
    """Every user-at-host of the utterance, in order."""
    for at, item in enumerate(utterance.items):
        if item.text in _ATS and item.sort is not Sort.RUN:
            last = _host_end(utterance, at + 1)
            if last is None:
                continue
            first = _user_start(utterance, at - 1, written=item.text == "@")
            if first <= at - 1:
                yield Mailbox(first, last, at)


def _host_end(utterance: Utterance, at: int) -> int | None:
    """The last place of a host name that begins at `at`: labels with dots, or a well-known provider alone."""
    end, labels, place = None, 0, at
    while place < len(utterance.items) and labels < 6:
        if not _is_label(utterance, place) or (labels and not _is_top_after(utterance, place, end)):
            break
        after = place + 1
        if labels == 0:  # a host's first label may take two or three words: "north wind telecom dot com"
            after = _first_label_end(utterance, place) + 1
        labels += 1
        end = after - 1
        if after >= len(utterance.items) or utterance.items[after].text not in DOTS:
            break
        if _is_full_stop(utterance, after):
            break
        place = after + 1
    if end is not None and end + 1 < len(utterance.items) and utterance.items[end + 1].text == "@":
        return None  # "a line at jane.doe@example.com": the address is yet to come
    if end is None or labels >= 2 or _is_host(utterance, at):
        return end
    return end if utterance.word(at) in _PROVIDERS else None


def _is_label(utterance: Utterance, at: int) -> bool:
    item = utterance.items[at]
    return item.sort is Sort.RUN or (item.sort is Sort.WORD and item.text not in DOTS)


def _is_top_after(utterance: Utterance, at: int, end: int | None) -> bool:
    """Any label may follow a dot; it is the caller who checks the dot."""
    return end is not None and at - end == 2


def _first_label_end(utterance: Utterance, at: int) -> int:
    for place in range(at, min(at + 4, len(utterance.items) - 2)):
        following = utterance.items[place + 1]
        if following.text in DOTS and not _is_full_stop(utterance, place + 1):
            tail = utterance.items[place + 2]
            if place == at or tail.text in TOP:
                return place
        if following.sort is Sort.MARK and following.text not in "-_":
            break
    return at


def _is_full_stop(utterance: Utterance, at: int) -> bool:
    item = utterance.items[at]
    return item.text == "." and utterance.text[item.end : item.end + 1] in ("", " ", "\n", "\t")


def _is_host(utterance: Utterance, at: int) -> bool:
    """An internet address, or a run with a domain in it ("3cx.example.com")."""
    run = utterance.run(at)
    return run is not None and run.text.count(".") == 3


def _user_start(utterance: Utterance, at: int, *, written: bool) -> int:
    """The first place of the user part that ends at `at`; `at + 1` when there is none."""
    first, free = at + 1, 2
    place = at
    while place >= 0 and at - place < 16:
        item = utterance.items[place]
        linked = place + 1 <= at and utterance.items[place + 1].text in _LINKS
        if item.text in _LINKS and item.sort is not Sort.RUN and not _is_full_stop(utterance, place):
            place -= 1
            continue
        if item.sort is Sort.MASK or (item.sort is Sort.MARK and item.text not in "'&!#%"):
            break
        if item.sort is Sort.WORD and not linked and (free == 0 or item.text in STOPS or (written and first <= at)):
            break
        free -= item.sort is Sort.WORD and not linked
        first = place
        place -= 1
    return first
