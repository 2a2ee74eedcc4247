"""Where an ear keeps sound: in memory it can zero, and only as long as it must."""

from collections import deque
from collections.abc import Iterator


class Ring:
    """The last `size` frames of a call. Frames that fall out are zeroed."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._frames: deque[bytearray] = deque()

    def add(self, pcm: bytes | bytearray) -> None:
        """Keep a copy of `pcm`, in place of the oldest frame once full."""
        if len(self._frames) >= self._size:
            _zero(self._frames.popleft())
        self._frames.append(bytearray(pcm))

    def frames(self) -> Iterator[bytearray]:
        """The frames kept, oldest first."""
        return iter(self._frames)

    def zero(self) -> None:
        """Overwrite and drop all frames."""
        while self._frames:
            _zero(self._frames.pop())


class Recording:
    """The sound of one utterance, frame by frame."""

    def __init__(self, preroll: Ring) -> None:
        self._frames = [bytearray(frame) for frame in preroll.frames()]
        self.kept = len(self._frames)

    def add(self, pcm: bytes) -> None:
        """Append one frame."""
        self._frames.append(bytearray(pcm))

    def keep(self, silence_frames: int) -> None:
        """Let `audio` end that many frames before the last one that was added."""
        self.kept = len(self._frames) - max(0, silence_frames)

    def audio(self) -> bytes:
        """The PCM from the pre-roll to where `keep` set the end."""
        return b"".join(self._frames[: self.kept])

    def zero(self) -> None:
        """Overwrite and drop all frames."""
        while self._frames:
            _zero(self._frames.pop())
        self.kept = 0


class Recordings:
    """The sound of the last few utterances of a call, by id.

    Bounded: the oldest of more than `most` is zeroed and dropped, though nobody asked for it yet.
    """

    def __init__(self, most: int = 3) -> None:
        self._most = most
        self._by_utterance: dict[int, Recording] = {}

    def open(self, utterance: int, preroll: Ring) -> Recording:
        """A new recording that begins with what `preroll` holds."""
        recording = self._by_utterance[utterance] = Recording(preroll)
        for oldest in sorted(self._by_utterance)[: -self._most]:
            self.forget(oldest)
        return recording

    def audio(self, utterance: int) -> bytes:
        """The PCM of `utterance`; empty when it was forgotten or never was."""
        recording = self._by_utterance.get(utterance)
        return recording.audio() if recording else b""

    def forget(self, utterance: int) -> None:
        """Zero and drop. Idempotent."""
        recording = self._by_utterance.pop(utterance, None)
        if recording:
            recording.zero()

    def zero(self) -> None:
        """Forget every utterance."""
        for utterance in list(self._by_utterance):
            self.forget(utterance)


def _zero(frame: bytearray) -> None:
    frame[:] = bytes(len(frame))
