"""The conversation of the embedded agent: words and a memo in, an answer and a memo out. No side effects."""

from agent.dialogue.converse import converse
from agent.dialogue.thread import Answer, Scene, Thread

__all__ = ["Answer", "Scene", "Thread", "converse"]
