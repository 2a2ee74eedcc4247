"""Sessions: made here, found by their id, forgotten when idle, bounded."""

from gateway.web.sessions import Session, Sessions


def opened(sessions: Sessions, now_s: float, holds: int = 0) -> Session:
    session = sessions.open(now_s)
    session.holds = holds
    return session


def test_a_session_is_found_by_its_id_alone() -> None:
    sessions = Sessions(bound=10, idle_s=60)
    session = sessions.open(0)
    assert sessions.find(session.id, 1) is session
    assert sessions.find("planted", 1) is None and sessions.find(None, 1) is None and sessions.find("", 1) is None


def test_ids_and_tokens_are_long_and_never_the_same() -> None:
    sessions = Sessions(bound=100, idle_s=60)
    made = [sessions.open(0) for _ in range(50)]
    secrets = {each.id for each in made} | {each.csrf for each in made}
    assert len(secrets) == 100
    assert min(map(len, secrets)) >= 40


def test_nothing_secret_is_in_its_repr() -> None:
    session = Session(0.0)
    assert session.id not in repr(session) and session.csrf not in repr(session)


def test_a_token_proves_its_own_session_alone() -> None:
    one, other = Session(0.0), Session(0.0)
    assert one.proves(one.csrf)
    assert not one.proves(other.csrf) and not one.proves("") and not one.proves("ü")


def test_an_idle_session_is_forgotten_and_one_in_use_is_not() -> None:
    sessions = Sessions(bound=10, idle_s=60)
    idle, used, talking = opened(sessions, 0), opened(sessions, 0), opened(sessions, 0, holds=1)
    sessions.find(used.id, 50)
    assert sessions.find(idle.id, 61) is None
    assert sessions.find(used.id, 61) is used
    assert sessions.find(talking.id, 500) is talking


def test_the_one_unused_longest_makes_way_and_those_in_a_call_last() -> None:
    sessions = Sessions(bound=3, idle_s=60)
    talking, older, newer = opened(sessions, 0, holds=1), opened(sessions, 1), opened(sessions, 2)
    sessions.open(3)
    assert len(sessions) == 3
    assert sessions.find(older.id, 3) is None
    assert sessions.find(talking.id, 3) and sessions.find(newer.id, 3)


def test_a_table_full_of_calls_still_lets_somebody_in() -> None:
    sessions = Sessions(bound=2, idle_s=60)
    for _ in range(2):
        opened(sessions, 0, holds=1)
    assert sessions.find(opened(sessions, 1).id, 1)
    assert len(sessions) == 2
