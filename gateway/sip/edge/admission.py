"""Who may begin a call, and how many answers a stranger gets. Pure: time is handed in."""

from gateway.sip.edge import answers
from gateway.sip.edge.answers import Answer
from gateway.sip.edge.api import Admit, EdgeSettings
from gateway.sip.edge.limits import Bucket, SourceLimits


class Admission:
    """The rates of the settings, then the gateway's own word on load (which it may want to count), then draining."""

    def __init__(self, settings: EdgeSettings, admit: Admit) -> None:
        sources, unlimited = settings.max_sources, settings.unlimited_networks
        self._settings = settings
        self._admit = admit
        self._all = Bucket(settings.all_invites.burst, 0.0)
        self._invites = SourceLimits(settings.source_invites, sources, unlimited)
        self._strays = SourceLimits(settings.source_strays, sources, unlimited)
        self.draining = False

    def refusal(self, host: str, destination: str, now_s: float) -> Answer | None:
        """Why a new call must not begin; None when it may."""
        if not self._invites.take(host, now_s) or not self._all.take(self._settings.all_invites, now_s):
            return self.full_answer()
        refused = self._admit(destination)
        if refused:
            return answers.unavailable(refused.retry_after_s, refused.code)
        return self.draining_answer() if self.draining else None

    def may_answer(self, host: str, now_s: float) -> bool:
        """Whether this source gets an answer of the edge's own: not beyond its rate, so that the edge is no
        amplifier for forged addresses."""
        return self._strays.take(host, now_s)

    def full_answer(self) -> Answer:
        """Every place is taken."""
        return answers.unavailable(self._settings.retry_after_full_s)

    def draining_answer(self) -> Answer:
        """The gateway is going away."""
        return answers.unavailable(self._settings.retry_after_draining_s)
