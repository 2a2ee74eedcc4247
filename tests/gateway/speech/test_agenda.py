"""The agenda of the speech process: earliest deadline first, bounded, shared by lanes."""

import threading

from gateway.speech.agenda import Agenda


def drain(agenda: Agenda[str]) -> list[str]:
    taken = []
    while len(agenda):
        entry = agenda.take()
        assert entry
        taken.append(entry[1])
    return taken


def test_what_is_due_first_is_done_first_and_of_equals_the_older() -> None:
    agenda: Agenda[str] = Agenda(8)
    for id_, (job, due) in enumerate([("late", 9.0), ("first", 1.0), ("second", 1.0), ("idle", float("inf"))]):
        assert agenda.offer(id_, job, due)
    assert drain(agenda) == ["first", "second", "late", "idle"]


def test_a_full_agenda_refuses() -> None:
    agenda: Agenda[str] = Agenda(2)
    assert agenda.offer(1, "a", 1.0)
    assert agenda.offer(2, "b", 1.0)
    assert not agenda.offer(3, "c", 0.0)
    assert drain(agenda) == ["a", "b"]


def test_what_was_given_up_is_not_done() -> None:
    agenda: Agenda[str] = Agenda(4)
    for id_ in range(3):
        agenda.offer(id_, f"job {id_}", 1.0)
    agenda.cancel(1)
    assert drain(agenda) == ["job 0", "job 2"]


def test_closing_wakes_every_lane() -> None:
    agenda: Agenda[str] = Agenda(1)
    taken: list[object] = []
    lanes = [threading.Thread(target=lambda: taken.append(agenda.take())) for _ in range(3)]
    for lane in lanes:
        lane.start()
    agenda.close()
    for lane in lanes:
        lane.join(5)
    assert taken == [None, None, None]
    assert not agenda.offer(1, "too late", 0.0)
