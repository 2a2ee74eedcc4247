"""Calls through the edge: what each side receives, and who receives nothing."""

from dataclasses import replace

import pytest

from gateway.sip.api import LOCAL_ADDRESS_HEADER, CellAddress, call_key
from gateway.sip.edge.api import EdgeSettings, Rate, Refusal
from gateway.sip.edge.errors import StreamBroken
from gateway.sip.edge.flows import Flow
from tests.gateway.sip.edge.messages import (
    CALLER,
    CALLER_TCP,
    CELL,
    CELL_ADDRESS,
    INNER,
    LOCAL,
    SDP,
    Bench,
    parsed_request,
    parsed_response,
    reply,
    request,
)

STRANGER = Flow("udp", 0, "192.0.2.66", 5060)


def from_cell(bench: Bench, invite: bytes, method: str = "BYE", **changes: str) -> bytes:
    """A request as the cell would send it in the dialog it answered."""
    routes = parsed_request(invite).headers.getlist("Record-Route")
    return request(
        method,
        "sip:alice@192.168.7.7:5062",
        via=f"SIP/2.0/UDP 127.0.0.1:{CELL.port};rport;branch=z9hG4bKcell{method}",
        from_tag="cell-tag",
        to_tag=changes.get("to_tag", "f1"),
        extra=tuple(f"Route: {route}" for route in routes),
        max_forwards=changes.get("max_forwards", "70"),
        call_id=changes.get("call_id", "call-1@198.51.100.7"),
    )


def routes_of(invite: bytes) -> tuple[str, ...]:
    """The Route headers a caller sends in the dialog (RFC 3261 section 12.1.2: reversed)."""
    return tuple(f"Route: {route}" for route in reversed(parsed_request(invite).headers.getlist("Record-Route")))


# A new call


def test_an_invite_reaches_a_cell_with_via_record_route_and_local_address() -> None:
    invite = parsed_request(Bench().forwarded(request(body=SDP)))
    ours, callers = invite.via
    assert (ours.transport, ours.host, ours.port) == ("UDP", *INNER)
    assert str(ours.parameters["branch"]).startswith("z9hG4bK")
    assert callers.parameters["received"] == CALLER.host
    assert callers.parameters["rport"] == str(CALLER.port)
    assert invite.max_forwards == 69
    assert invite.headers[LOCAL_ADDRESS_HEADER] == LOCAL[0]
    assert str(invite.uri) == f"sip:agent@{CELL.host}:{CELL.port}"
    assert invite.body == SDP
    inner, outer = invite.record_route
    assert (inner.uri.host, inner.uri.port) == INNER
    assert (outer.uri.host, outer.uri.port, outer.uri.parameters["transport"]) == (*LOCAL, "udp")
    assert "lr" in inner.uri.parameters
    assert "lr" in outer.uri.parameters


def test_a_header_that_pretends_to_be_ours_is_removed() -> None:
    forged = (f"{LOCAL_ADDRESS_HEADER.upper()}: 6.6.6.6", "x-sottovoce-anything : yes")
    invite = parsed_request(Bench().forwarded(request(extra=forged)))
    assert invite.headers.getlist(LOCAL_ADDRESS_HEADER) == [LOCAL[0]]
    assert "x-sottovoce-anything" not in [key.lower() for key in invite.headers.keys()]  # noqa: SIM118


def test_a_retransmission_is_forwarded_just_like_the_first() -> None:
    bench = Bench()
    first = bench.forwarded(request(body=SDP))
    assert bench.forwarded(request(body=SDP)) == first
    assert len(bench.directory.assigned) == 1


def test_the_cancel_and_the_ack_of_a_failure_carry_the_branch_of_their_invite() -> None:
    bench = Bench()
    invite = bench.forwarded(request(branch="z9hG4bKsame"))
    cancel = bench.forwarded(request("CANCEL", branch="z9hG4bKsame"))
    bench.inside(reply(invite, 487))
    ack = bench.forwarded(request("ACK", branch="z9hG4bKsame", to_tag="cell-tag"))
    branches = {str(parsed_request(data).via[0].parameters["branch"]) for data in (invite, cancel, ack)}
    assert len(branches) == 1


def test_two_callers_who_choose_one_branch_are_two_transactions() -> None:
    bench = Bench()
    one = bench.forwarded(request(branch="z9hG4bK-1"))
    two = bench.forwarded(request(branch="z9hG4bK-1", call_id="other"))
    assert parsed_request(one).via[0].parameters["branch"] != parsed_request(two).via[0].parameters["branch"]


def test_a_client_of_rfc_2543_gets_one_branch_a_transaction() -> None:
    bench = Bench()
    old = "SIP/2.0/UDP 198.51.100.7:5062"
    first, again = (parsed_request(bench.forwarded(request(via=old))).via[0] for _ in range(2))
    assert first == again
    bye = bench.forwarded(request("BYE", cseq=2, via=old, to_tag="cell-tag"))
    assert parsed_request(bye).via[0] != first


def test_max_forwards_is_added_where_it_is_missing() -> None:
    assert parsed_request(Bench().forwarded(request(max_forwards=None))).max_forwards == 70


def test_calls_fill_one_cell_and_then_the_next_and_then_are_refused() -> None:
    bench = Bench(calls_per_cell=1)
    sends = [bench.outside(request(call_id=str(n))).send for n in range(3)]
    assert [send.to if send else None for send in sends] == [CELL_ADDRESS, ("127.0.0.1", 42002), CALLER]
    refused = parsed_response(sends[2].data if sends[2] else b"")
    assert refused.code == 503
    assert refused.headers["Retry-After"] == "30"


@pytest.mark.parametrize(
    ("uri", "cell_uri"),
    [
        ("sip:agent@h", "sip:agent@"),
        ("sip:AGENT@h:99;transport=tcp", "sip:agent@"),
        ("sip:%61gent@[2001:db8::1]", "sip:agent@"),
        ("SIP:echo@h".replace("SIP", "sip"), "sip:echo@"),
    ],
)
def test_a_destination_is_known_by_its_user_whatever_the_host(uri: str, cell_uri: str) -> None:
    assert str(parsed_request(Bench().forwarded(request(uri=uri))).uri).startswith(cell_uri)


@pytest.mark.parametrize("uri", ["sip:nobody@h", "sip:h", "sip:agent2@h", "sip:agent%00@h", "sip:agent;x=y@h"])
def test_nobody_else_lives_here(uri: str) -> None:
    assert Bench().answered(request(uri=uri)).code == 404


def test_a_number_of_a_trunk_can_be_a_destination_and_so_can_no_user_at_all() -> None:
    settings = EdgeSettings(destinations={"+15550100": "agent", "*": "echo"}, default_destination="agent")
    bench = Bench(settings)
    for number, uri in enumerate(("sip:+15550100@h", "sip:anybody@h", "sip:h")):
        sent = parsed_request(bench.forwarded(request(uri=uri, call_id=str(number))))
        assert sent.uri.user == ("agent", "echo", "agent")[number]


def test_responses_return_over_the_flow_without_our_via() -> None:
    bench = Bench()
    invite = bench.forwarded(request())
    for code in (100, 180, 200):
        send = bench.inside(reply(invite, code, extra=("X-Sottovoce-Load: 3",))).send
        assert send is not None
        assert send.to == CALLER
        response = parsed_response(send.data)
        assert response.code == code
        assert [via.host for via in response.via] == ["198.51.100.7"]
        assert response.headers.get("X-Sottovoce-Load") is None


@pytest.mark.parametrize(
    ("via", "port"),
    [
        ("SIP/2.0/UDP 198.51.100.7:9999;branch=z9hG4bKx;rport", CALLER.port),  # RFC 3581
        ("SIP/2.0/UDP 198.51.100.7:9999;branch=z9hG4bKx", 9999),  # RFC 3261 section 18.2.2
        ("SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKx", 5060),
        ("SIP/2.0/UDP 10.0.0.8:9999;branch=z9hG4bKx", CALLER.port),  # behind NAT
    ],
)
def test_udp_responses_go_where_the_via_and_the_source_say(via: str, port: int) -> None:
    bench = Bench()
    send = bench.inside(reply(bench.forwarded(request(via=via)), 180)).send
    assert send is not None
    assert send.to == replace(CALLER, port=port)


def test_over_a_stream_responses_stay_on_their_connection() -> None:
    bench = Bench()
    invite = bench.forwarded(request(via="SIP/2.0/TCP 198.51.100.7:5060;branch=z9hG4bKx"), CALLER_TCP)
    send = bench.inside(reply(invite, 200)).send
    assert send is not None
    assert send.to == CALLER_TCP
    assert parsed_request(invite).record_route[1].uri.parameters["transport"] == "tcp"


# Inside a call


@pytest.mark.parametrize("method", ["BYE", "INVITE", "UPDATE", "INFO", "PRACK", "OPTIONS"])
@pytest.mark.parametrize("with_route", [True, False])
def test_requests_in_the_dialog_stay_on_their_cell_with_a_route_or_without(method: str, with_route: bool) -> None:
    bench = Bench()
    invite = bench.talking()
    routes = routes_of(invite) if with_route else ()
    asked = request(method, "sip:cell@127.0.0.1", cseq=2, to_tag="cell-tag", extra=routes)
    sent = parsed_request(bench.forwarded(asked))
    assert str(sent.uri) == "sip:cell@127.0.0.1"
    assert sent.headers.getlist("Route") == []
    assert (sent.headers.get(LOCAL_ADDRESS_HEADER) == LOCAL[0]) is (method in ("INVITE", "UPDATE", "PRACK"))


def test_a_caller_cannot_aim_at_another_cell_or_anywhere_else() -> None:
    bench = Bench()
    bench.talking()
    elsewhere = ("Route: <sip:127.0.0.1:42002;lr>", "Route: <sip:victim.example;lr>")
    outcome = bench.outside(request("BYE", "sip:127.0.0.1:42002", cseq=2, to_tag="cell-tag", extra=elsewhere))
    assert outcome.send is not None
    assert outcome.send.to == CELL_ADDRESS
    assert b"victim" not in outcome.send.data


def test_a_bye_from_the_cell_reaches_the_caller_and_its_answer_the_cell() -> None:
    bench = Bench()
    bye = bench.inside(from_cell(bench, bench.talking())).send
    assert bye is not None
    assert bye.to == CALLER
    seen = parsed_request(bye.data)
    assert str(seen.uri) == "sip:alice@192.168.7.7:5062"
    assert (seen.via[0].host, seen.via[0].port, seen.via[0].transport) == (*LOCAL, "UDP")
    assert seen.headers.getlist("Route") == []
    assert seen.max_forwards == 69
    answer = bench.outside(reply(bye.data, 200)).send
    assert answer is not None
    assert answer.to == CELL_ADDRESS
    assert len(parsed_response(answer.data).via) == 1


def test_routes_of_proxies_between_us_and_the_caller_are_kept() -> None:
    bench = Bench()
    invite = bench.forwarded(request(extra=("Record-Route: <sip:kamailio.example;lr>",)))
    bench.inside(reply(invite, 200))
    bye = bench.inside(from_cell(bench, invite)).send
    assert bye is not None
    assert parsed_request(bye.data).headers.getlist("Route") == ["<sip:kamailio.example;lr>"]


@pytest.mark.parametrize(
    ("source", "changes", "fact"),
    [
        (("127.0.0.1", 42002), {}, "dropped.cell-unknown-call"),
        (CELL_ADDRESS, {"call_id": "another"}, "dropped.cell-unknown-call"),
        (CELL_ADDRESS, {"to_tag": "someone"}, "answered-cell.481"),
        (CELL_ADDRESS, {"max_forwards": "0"}, "answered-cell.483"),
    ],
)
def test_a_cell_speaks_to_its_own_callers_alone(source: tuple[str, int], changes: dict[str, str], fact: str) -> None:
    bench = Bench()
    outcome = bench.inside(from_cell(bench, bench.talking(), **changes), source)
    assert outcome.fact == fact
    assert outcome.send is None or outcome.send.to == CELL_ADDRESS


def test_a_caller_whose_connection_closed_cannot_be_reached_until_it_speaks_again() -> None:
    bench = Bench()
    invite = bench.talking(CALLER_TCP)
    assert bench.router.connections_in_use() == {CALLER_TCP.connection}
    bench.router.flow_closed(CALLER_TCP.connection)
    assert bench.router.connections_in_use() == set()
    assert bench.inside(from_cell(bench, invite, "UPDATE")).fact == "answered-cell.430"
    anew = replace(CALLER_TCP, port=50000, connection=4)
    bench.forwarded(request("UPDATE", cseq=2, to_tag="cell-tag", extra=routes_of(invite)), anew)
    send = bench.inside(from_cell(bench, invite)).send
    assert send is not None
    assert send.to == anew


def test_who_merely_guesses_the_tags_does_not_take_the_call_over() -> None:
    bench = Bench()
    invite = bench.talking()
    bench.outside(request("UPDATE", cseq=2, to_tag="cell-tag"), STRANGER)
    send = bench.inside(from_cell(bench, invite)).send
    assert send is not None
    assert send.to == CALLER


@pytest.mark.parametrize("method", ["BYE", "INVITE", "UPDATE", "INFO", "PRACK", "OPTIONS"])
def test_a_dialog_nobody_knows_does_not_exist(method: str) -> None:
    assert Bench().answered(request(method, to_tag="any")).code == 481


def test_another_callers_tag_is_not_in_the_dialog() -> None:
    bench = Bench()
    bench.talking()
    assert bench.answered(request("BYE", cseq=2, from_tag="f2", to_tag="cell-tag")).code == 481
    assert bench.answered(request(from_tag="f2")).code == 482
    assert bench.answered(request("CANCEL", call_id="another")).code == 481
    assert bench.answered(request("BYE", cseq=2)).code == 481


def test_an_ack_is_never_answered() -> None:
    bench = Bench()
    assert bench.outside(request("ACK", to_tag="any")).fact == "absorbed.ACK"
    assert bench.outside(request("ACK", to_tag="any", max_forwards="0")).fact == "absorbed.ACK"
    assert bench.outside(request("ACK", "tel:1", to_tag="any", cseq=2**32)).fact == "absorbed.ACK"


def test_a_dead_cell_takes_its_calls_and_no_others() -> None:
    bench = Bench()
    bench.talking()
    del bench.directory.cells[CELL.cell_id]
    assert bench.answered(request("BYE", cseq=2, to_tag="cell-tag")).code == 481
    assert bench.answered(request(body=SDP)).code == 503
    other = bench.outside(request(call_id="another")).send
    assert other is not None
    assert other.to == ("127.0.0.1", 42002)


# How a call ends


def test_a_refused_call_gives_its_place_back_and_may_be_tried_anew() -> None:
    bench = Bench()
    invite = bench.forwarded(request())
    assert bench.inside(reply(invite, 488)).fact == "returned.4xx"
    assert bench.directory.released == [call_key("call-1@198.51.100.7")]
    assert bench.outside(request("ACK", to_tag="cell-tag")).fact == "forwarded.ACK"
    assert bench.forwarded(request()) == invite  # a late retransmission: the cell answers 488 again
    assert bench.directory.assigned == {}
    bench.forwarded(request(cseq=2))
    assert len(bench.directory.assigned) == 1


def test_after_a_bye_retransmissions_still_reach_the_cell_for_a_while() -> None:
    bench = Bench()
    bench.talking()
    bye = request("BYE", cseq=2, to_tag="cell-tag")
    bench.inside(reply(bench.forwarded(bye), 200))
    assert bench.outside(bye).fact == "forwarded.BYE"
    bench.now_s += 65
    bench.router.sweep(bench.now_s)
    assert bench.answered(bye).code == 481


@pytest.mark.parametrize("how", ["the cell dies", "the cell hangs up on nobody"])
def test_no_entry_outlives_its_call(how: str) -> None:
    bench = Bench()
    invite = bench.talking(CALLER_TCP)
    bench.router.flow_closed(CALLER_TCP.connection)
    if how == "the cell dies":
        del bench.directory.cells[CELL.cell_id]
    else:
        assert bench.inside(from_cell(bench, invite)).fact == "answered-cell.430"
    for _ in range(3):
        bench.now_s += 65
        bench.router.sweep(bench.now_s)
    assert bench.inside(from_cell(bench, invite)).fact == "dropped.cell-unknown-call"


def test_an_invite_no_cell_answers_is_given_up() -> None:
    bench = Bench()
    bench.forwarded(request())
    bench.now_s += 181
    bench.router.sweep(bench.now_s)
    assert bench.directory.released == [call_key("call-1@198.51.100.7")]


# Responses that are none of ours


def test_responses_without_our_ticket_go_nowhere() -> None:
    bench = Bench()
    invite = bench.talking()
    forged = reply(request(via="SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bKx;ticket=AAAA"), 200)
    assert bench.outside(forged).fact == "dropped.response"
    assert bench.inside(forged).fact == "dropped.cell-response"
    assert bench.outside(reply(invite, 200)).fact == "dropped.response"  # a cell's answer, from outside
    bye = bench.inside(from_cell(bench, invite)).send
    assert bye is not None
    assert bench.inside(reply(bye.data, 200)).fact == "dropped.cell-response"  # a caller's, from inside


def test_a_response_with_nowhere_to_go_is_dropped() -> None:
    bench = Bench()
    invite = bench.forwarded(request())
    alone = b"\r\n".join(
        line for line in reply(invite, 200).split(b"\r\n") if not (line.startswith(b"Via") and b"198.51" in line)
    )
    assert bench.inside(alone).fact == "dropped.cell-malformed"


# Answers of our own


def test_options_say_what_is_understood_here() -> None:
    for uri in ("sip:gateway.example", "sip:agent@h"):
        response = Bench().answered(request("OPTIONS", uri))
        assert response.code == 200
        assert {"INVITE", "ACK", "CANCEL", "BYE", "OPTIONS"} <= set(response.headers["Allow"].split(", "))
        assert response.headers["Accept"] == "application/sdp"
        assert response.headers["Supported"]
    assert Bench().answered(request("OPTIONS", "sip:nobody@h")).code == 404
    assert Bench().answered(request("OPTIONS", "sip:agent@h", max_forwards="0")).code == 200


def test_our_answers_copy_what_they_must_and_keep_one_tag() -> None:
    bench = Bench()
    one, two = (bench.answered(request(uri="sip:nobody@h")) for _ in range(2))
    asked = parsed_request(request(uri="sip:nobody@h"))
    assert (one.call_id, one.cseq, one.from_address) == (asked.call_id, asked.cseq, asked.from_address)
    assert one.via[0].parameters["received"] == CALLER.host
    assert one.to_address.parameters["tag"] == two.to_address.parameters["tag"]
    assert (
        bench.answered(request(uri="sip:nobody@h", call_id="b")).to_address.parameters["tag"]
        != (one.to_address.parameters["tag"])
    )


@pytest.mark.parametrize("method", ["REGISTER", "SUBSCRIBE", "PUBLISH", "MESSAGE", "NOTIFY", "REFER"])
@pytest.mark.parametrize("to_tag", [None, "cell-tag"])
def test_what_we_do_not_do_is_refused_with_what_we_do(method: str, to_tag: str | None) -> None:
    bench = Bench()
    bench.talking()
    response = bench.answered(request(method, cseq=2, to_tag=to_tag))
    assert response.code == 405
    assert "INVITE" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"method": "FROBNICATE"}, 501),
        ({"max_forwards": "0"}, 483),
        ({"max_forwards": "many"}, 400),
        ({"uri": "tel:+15550100"}, 416),
        ({"uri": "sips:agent@h"}, 416),
        ({"uri": "http://h"}, 416),
        ({"uri": "sip:"}, 400),
        ({"uri": "<sip:agent@h>"}, 400),
        ({"uri": "sip:agent @h"}, 400),
        ({"extra": ("Require: siprec",)}, 420),
        ({"extra": ("Require: timer, nonsense",)}, 420),
        ({"extra": ("Proxy-Require: timer",)}, 420),
        ({"extra": ("Call-ID: twice",)}, 400),
        ({"extra": ("Content-Length: 0",)}, 400),
        ({"body": b"x" * 9000}, 413),
        ({"extra": ("Subject: " + "x" * 17000,)}, 513),
        ({"cseq": 2**31}, 400),
    ],
)  # fmt: skip
def test_each_fault_has_its_answer(changes: dict[str, object], code: int) -> None:
    assert Bench().answered(request(**changes)).code == code  # type: ignore[arg-type]


def test_unsupported_extensions_are_named() -> None:
    asked = request(extra=("Require: siprec, timer", "Require: x"))
    assert Bench().answered(asked).unsupported == ["siprec", "x"]
    bench = Bench()
    bench.forwarded(request(branch="z9hG4bKa"))
    bench.forwarded(request("CANCEL", branch="z9hG4bKa", extra=("Require: siprec",)))  # RFC 3261 section 8.2.2.3


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"SIP/2.0\r\nVia", b"SIP/3.0\r\nVia", 505),
        (b"CSeq: 1 INVITE", b"CSeq: 1 BYE", 400),
        (b"Content-Length: 0", b"Content-Length: 5", 400),
        (b"From: ", b"Fromm: ", 400),
        (b"Call-ID: ", b"Cal-ID: ", 400),
    ],
)
def test_faults_in_the_text_are_answered(old: bytes, new: bytes, code: int) -> None:
    assert b" %d " % code in Bench().outside(request().replace(old, new)).send.data[:16]  # type: ignore[union-attr]


def test_bytes_behind_the_body_are_cut_off() -> None:
    assert parsed_request(Bench().forwarded(request(body=SDP) + b"\r\nBYE")).body == SDP


def test_a_message_that_has_been_here_is_a_loop() -> None:
    bench = Bench()
    invite = bench.forwarded(request())
    assert b" 482 " in bench.outside(invite).send.data[:16]  # type: ignore[union-attr]


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\0\0\0\0", b"\r\n"])
def test_keepalives_are_ignored(data: bytes) -> None:
    assert Bench().outside(data).fact == "ignored.keepalive"


@pytest.mark.parametrize("data", [b"hello\r\n\r\n", b"\x80\0\0\0" * 40, request(via="nonsense")])
def test_what_cannot_be_answered_is_dropped(data: bytes) -> None:
    outcome = Bench().outside(data)
    assert (outcome.fact, outcome.send) == ("dropped.malformed", None)


def test_a_broken_stream_is_answered_once_if_it_can_be() -> None:
    bench = Bench()
    outcome = bench.router.unread(StreamBroken(513, request()), CALLER_TCP, LOCAL, 0.0)
    assert outcome.fact == "answered.513"
    assert bench.router.unread(StreamBroken(400, b""), CALLER_TCP, LOCAL, 0.0).send is None


# Admission


def test_draining_refuses_new_calls_and_leaves_the_others_alone() -> None:
    bench = Bench()
    bench.talking()
    bench.router.admission.draining = True
    refused = bench.answered(request(call_id="another"))
    assert (refused.code, refused.headers["Retry-After"]) == (503, "60")
    assert bench.answered(request("OPTIONS", "sip:h")).code == 503
    assert bench.outside(request("BYE", cseq=2, to_tag="cell-tag")).fact == "forwarded.BYE"


def test_the_gateways_word_on_load_is_final_and_not_asked_twice_a_call() -> None:
    asked: list[str] = []

    def admit(destination: str) -> Refusal | None:
        asked.append(destination)
        return Refusal(486, None) if destination == "echo" else Refusal(503, 9) if len(asked) > 1 else None

    bench = Bench(admit=admit)
    bench.forwarded(request())
    bench.forwarded(request())
    assert asked == ["agent"]
    assert bench.answered(request(call_id="b")).headers["Retry-After"] == "9"
    echo = bench.answered(request(uri="sip:echo@h", call_id="c"))
    assert (echo.code, echo.headers.get("Retry-After")) == (486, None)
    assert len(bench.directory.assigned) == 1


def test_one_source_is_slowed_and_others_are_not() -> None:
    bench = Bench(EdgeSettings(source_invites=Rate(1, 2)), calls_per_cell=100)
    facts = [bench.outside(request(call_id=str(n))).fact for n in range(3)]
    assert facts == ["forwarded.INVITE", "forwarded.INVITE", "answered.503"]
    assert bench.outside(request(call_id="x"), STRANGER).fact == "forwarded.INVITE"
    assert bench.outside(request(call_id="0")).fact == "forwarded.INVITE"  # a retransmission costs nothing
    bench.now_s += 1
    assert bench.outside(request(call_id="y")).fact == "forwarded.INVITE"


def test_all_sources_together_are_slowed() -> None:
    bench = Bench(EdgeSettings(all_invites=Rate(1, 2)), calls_per_cell=100)
    flows = [replace(CALLER, host=f"192.0.2.{n}") for n in range(3)]
    facts = [bench.outside(request(call_id=str(n)), flow).fact for n, flow in enumerate(flows)]
    assert facts == ["forwarded.INVITE", "forwarded.INVITE", "answered.503"]


def test_a_flood_gets_no_answers_but_calls_go_on() -> None:
    bench = Bench(EdgeSettings(source_strays=Rate(1, 2)))
    bench.talking()
    facts = [bench.outside(request("REGISTER")).fact for _ in range(3)]
    assert facts == ["answered.405", "answered.405", "dropped.flood"]
    assert bench.outside(request("BYE", cseq=2, to_tag="cell-tag")).fact == "forwarded.BYE"


def test_the_call_table_is_bounded() -> None:
    bench = Bench(EdgeSettings(max_calls=2), calls_per_cell=100)
    facts = [bench.outside(request(call_id=str(n))).fact for n in range(3)]
    assert facts == ["forwarded.INVITE", "forwarded.INVITE", "answered.503"]


def test_ipv6_callers_are_served() -> None:
    bench = Bench()
    flow = Flow("udp", 0, "2001:db8::7", 5060)
    via = "SIP/2.0/UDP [2001:db8::7]:5060;branch=z9hG4bKx;rport"
    outcome = bench.router.from_outside(request(via=via), flow, ("2001:db8::1", 5060), 0.0)
    assert outcome.send is not None
    invite = parsed_request(outcome.send.data)
    assert invite.headers[LOCAL_ADDRESS_HEADER] == "2001:db8::1"
    assert "[2001:db8::1]:5060" in invite.headers.getlist("Record-Route")[1]
    back = bench.inside(reply(outcome.send.data, 180)).send
    assert back is not None
    assert back.to == flow


def test_a_cell_address_may_change_between_calls() -> None:
    bench = Bench()
    bench.directory.cells[CELL.cell_id] = CellAddress(CELL.cell_id, "127.0.0.1", 42999)
    send = bench.outside(request()).send
    assert send is not None
    assert send.to == ("127.0.0.1", 42999)


# Waiting for a cell that is starting


def waiting_bench(settings: EdgeSettings | None = None) -> Bench:
    bench = Bench(settings, calls_per_cell=0)
    bench.directory.is_expecting = True
    assert bench.outside(request()).fact == "waiting.INVITE"
    return bench


def test_a_call_waits_for_a_cell_that_is_starting() -> None:
    bench = waiting_bench()
    assert bench.outside(request()).fact == "absorbed.INVITE"
    assert bench.answered(request(from_tag="f2")).code == 482
    assert bench.router.retry(bench.now_s + 1) == []
    bench.directory.calls_per_cell = 4
    (outcome,) = bench.router.retry(bench.now_s + 1)
    assert outcome.send is not None
    assert outcome.send.to == CELL_ADDRESS
    assert not bench.router.has_waiting
    assert bench.outside(request()).fact == "forwarded.INVITE"


@pytest.mark.parametrize(("later_s", "expecting"), [(3.5, True), (0.1, False)])
def test_a_call_that_waited_in_vain_is_refused(later_s: float, expecting: bool) -> None:
    bench = waiting_bench()
    bench.directory.is_expecting = expecting
    (outcome,) = bench.router.retry(bench.now_s + later_s)
    assert outcome.fact == "answered.503"
    assert not bench.router.has_waiting


def test_who_waits_may_give_up() -> None:
    bench = waiting_bench()
    assert bench.answered(request("CANCEL", branch="z9hG4bKother")).code == 481
    outcome = bench.outside(request("CANCEL", branch="z9hG4bK-INVITE-1"))
    assert outcome.send is not None
    assert outcome.also is not None
    refused, done = parsed_response(outcome.send.data), parsed_response(outcome.also.data)
    assert (refused.code, refused.cseq.method) == (487, "INVITE")
    assert (done.code, done.cseq.method) == (200, "CANCEL")
    assert not bench.router.has_waiting


def test_the_waiting_room_is_bounded_and_forgets_closed_connections() -> None:
    bench = Bench(EdgeSettings(max_waiting=1), calls_per_cell=0)
    bench.directory.is_expecting = True
    assert bench.outside(request(), CALLER_TCP).fact == "waiting.INVITE"
    assert bench.outside(request(call_id="b"), CALLER_TCP).fact == "answered.503"
    bench.router.flow_closed(CALLER_TCP.connection)
    assert not bench.router.has_waiting
