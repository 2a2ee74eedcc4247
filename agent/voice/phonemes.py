"""Text to phoneme ids, sentence by sentence, as Piper's voices expect them."""

import threading
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from piper.phonemize_espeak import EspeakPhonemizer

_START, _PAD, _END = "^", "_", "$"

# espeak-ng keeps its voice and its buffers in globals of the process, so that one text at a time is read,
# whichever voice it is for. It takes 0.5 ms a sentence.
_espeak_lock = threading.Lock()


class Phonemizer:
    """Thread-safe. Reads a text with espeak-ng (bundled with piper-tts) and looks the phonemes up."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        """`config` is the JSON beside the voice. Raises KeyError where it lacks a part."""
        self._language = str(config["espeak"]["voice"])
        self._ids: dict[str, list[int]] = dict(config["phoneme_id_map"])
        with _espeak_lock:
            self._espeak = EspeakPhonemizer()

    def sentences(self, text: str) -> list[list[int]]:
        """The ids of each sentence of `text`; an empty list where nothing is to be said.

        Phonemes that the voice was not trained on are left out, without a word in any log.
        """
        with _espeak_lock:
            read = self._espeak.phonemize(self._language, unicodedata.normalize("NFC", text))
        return [self._framed(phonemes) for phonemes in read if self._audible(phonemes)]

    def _framed(self, phonemes: Sequence[str]) -> list[int]:
        pad, ids = self._ids[_PAD], [*self._ids[_START], *self._ids[_PAD]]
        for phoneme in phonemes:
            if phoneme in self._ids:
                ids += [*self._ids[phoneme], *pad]
        return [*ids, *self._ids[_END]]

    def _audible(self, phonemes: Sequence[str]) -> bool:
        return any(phoneme.isalpha() and phoneme in self._ids for phoneme in phonemes)
