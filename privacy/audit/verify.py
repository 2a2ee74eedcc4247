"""Whether an audit is whole, and where it is not."""

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from privacy.audit.chain import Head, read_checkpoint, read_line


@dataclass(frozen=True, slots=True)
class Verdict:
    """`lines` is how many stand before the first fault, which `fault` names; "" when there is none."""

    lines: int
    fault: str = ""
    remark: str = ""  # no fault, but worth knowing

    @property
    def whole(self) -> bool:
        return not self.fault


def verify(log: bytes, checkpoints: bytes, key: Ed25519PublicKey, witness: Head | None = None) -> Verdict:
    """Reads a log and its checkpoints from beginning to end.

    `witness` is a head that somebody else wrote down: with it, older copies of both files are found out too.
    The remains of a line that a crash cut off were never acknowledged: they are a remark. A last line without
    a checkpoint is one too: the crash came between the two.
    """
    lines, rest = _lines(log)
    signed, torn = _signed(checkpoints, key)
    if isinstance(signed, Verdict):
        return signed
    heads = _follow(lines, signed)
    if isinstance(heads, Verdict):
        return heads
    count = len(heads) - 1
    if witness and (witness.n > count or heads[witness.n] != witness):
        return Verdict(min(count, witness.n - 1), f"line {witness.n} is not the one that a witness saw")
    last = max(signed, default=0)
    if last > count:
        return Verdict(count, f"lines {count + 1} to {last} are missing: they were signed, and are not there any more")
    if count - last > 1:
        return Verdict(last, f"lines {last + 2} to {count} were never signed")
    remarks = ["a line was cut off by a crash"] * bool(rest or torn) + ["the last line is not signed"] * (count > last)
    return Verdict(count, remark="; ".join(remarks))


def verify_shared(log: bytes, boxes: Sequence[bytes], key: Ed25519PublicKey) -> Verdict:
    """The same for the log that several boxes write, each with checkpoints of its own lines.

    Behind the last signed line each box may have one that it was about to sign.
    """
    lines, rest = _lines(log)
    signed: dict[int, str] = {}
    for number, content in enumerate(boxes, 1):
        found = _signed_by_a_box(content, key, f"of box {number}")
        if isinstance(found, Verdict):
            return found
        signed |= found
    heads = _follow([*lines, rest] if rest else lines, signed)  # a stream has no line that was cut off
    if isinstance(heads, Verdict):
        return heads
    count, last = len(heads) - 1, max(signed, default=0)
    if last > count:
        return Verdict(count, f"lines {count + 1} to {last} are missing: they were signed, and are not there any more")
    if count - last > len(boxes):
        return Verdict(last, f"lines {last + 1} to {count} were never signed")
    return Verdict(count, remark="the last lines are not signed yet" if count > last else "")


def _signed_by_a_box(checkpoints: bytes, key: Ed25519PublicKey, whose: str) -> dict[int, str] | Verdict:
    """Hash by line number, of some lines in order."""
    found: dict[int, str] = {}
    for number, line in enumerate(_lines(checkpoints)[0], 1):
        try:
            head = read_checkpoint(line, key)
        except ValueError as reason:
            return Verdict(0, f"checkpoint {number} {whose} {reason}")
        if head.n <= max(found, default=0):
            return Verdict(0, f"checkpoint {number} {whose} is of line {head.n}, which does not come next")
        found[head.n] = head.hash
    return found


def _follow(lines: list[bytes], signed: dict[int, str]) -> list[Head] | Verdict:
    heads = [Head()]
    for number, line in enumerate(lines, 1):
        try:
            head = read_line(line, heads[-1])
        except ValueError as reason:
            return Verdict(number - 1, f"line {number} {reason}")
        if signed.get(number, head.hash) != head.hash:
            return Verdict(number - 1, f"line {number} is not the one that was signed")
        heads.append(head)
    return heads


def _signed(checkpoints: bytes, key: Ed25519PublicKey) -> tuple[dict[int, str] | Verdict, bytes]:
    """Hash by line number."""
    lines, rest = _lines(checkpoints)
    found: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        try:
            head = read_checkpoint(line, key)
        except ValueError as reason:
            return Verdict(0, f"checkpoint {number} {reason}"), rest
        if head.n != number:
            return Verdict(0, f"checkpoint {number} is missing: the one of line {head.n} stands there"), rest
        found[head.n] = head.hash
    return found, rest


def _lines(content: bytes) -> tuple[list[bytes], bytes]:
    """The finished lines, and what is behind the last newline."""
    *lines, rest = content.split(b"\n")
    return lines, rest
