"""Findings brought to their right extent: codes made whole, placeholders of an earlier pass left out.

What hyphens glue to a part of a code belongs to it, "QR" to "HX-5512-QR".
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.spoken.runs import Sort
from privacy.words import words

_TYPES: Final = words("ACCOUNT_ID DEVICE_ID GOV_ID PASSWORD USERNAME OTP PIN IBAN")
_FARTHEST: Final = 24  # characters on either side


def whole(utterance: Utterance, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, each as long as the code that it is a part of."""
    for finding in findings:
        if finding.type not in _TYPES:
            yield finding
            continue
        start, end = _start(utterance.text, finding.start), _end(utterance.text, finding.end)
        yield replace(finding, start=start, end=end)


def _end(text: str, at: int) -> int:
    """Where the hyphens and groups from `at` on end; a hyphen needs a letter or digit behind it."""
    end = at
    while end - at < _FARTHEST and text[end : end + 1] in ("-", "_") and text[end + 1 : end + 2].isalnum():
        end += 1
        while end < len(text) and end - at < _FARTHEST and text[end].isalnum():
            end += 1
    return end


def _start(text: str, at: int) -> int:
    """The same backwards."""
    start = at
    while at - start < _FARTHEST and start > 1 and text[start - 1] in "-_" and text[start - 2].isalnum():
        start -= 1
        while start > 0 and at - start < _FARTHEST and text[start - 1].isalnum():
            start -= 1
    return start


def beside_masks(utterance: Utterance, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without the placeholders they cover, so that redacting twice changes none."""
    masks = [(item.start, item.end) for item in utterance.items if item.sort is Sort.MASK]
    for finding in findings:
        start = finding.start
        for first, last in masks:
            if first < finding.end and start < last:
                yield from _part(utterance.text, replace(finding, start=start, end=first))
                start = last
        yield from _part(utterance.text, replace(finding, start=start)) if masks else (finding,)


def _part(text: str, finding: Finding) -> Iterator[Finding]:
    """What of a finding lies beside a placeholder, if it says anything."""
    if any(char.isalnum() for char in text[finding.start : finding.end]):
        yield finding
