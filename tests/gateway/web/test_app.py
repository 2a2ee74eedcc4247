"""What every response carries, whoever asks and whatever for."""

import logging
import tomllib
from pathlib import Path

import httpx2
import pytest

from gateway.calls.reception import Reception
from gateway.web.api import SocketSettings, WebSettings
from gateway.web.pages import FOLDER, TYPES
from tests.gateway.web.site import OFFER, SDP, site
from tests.gateway.web.test_tls import make_pair

SHOP = "https://shop.example"
PATHS = [
    "/",
    "/policy",
    "/widget.js",
    "/healthz",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/nothing",
    "/api/calls/x/events",
]


@pytest.mark.parametrize("path", PATHS)
async def test_no_response_lets_a_browser_go_elsewhere(path: str) -> None:
    async with site() as made:
        response = await made.client.get(path)
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in str(policy) and "http" not in str(policy)
    assert "microphone=(self)" in response.headers["Permissions-Policy"]
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "server" not in response.headers


@pytest.mark.parametrize("path", PATHS)
async def test_head_is_get_without_its_body(path: str) -> None:
    async with site() as made:
        got, head = await made.client.get(path), await made.client.head(path)
    assert head.status_code == got.status_code and head.content == b""
    varying = ("date", "content-length")
    assert {name: head.headers[name] for name in head.headers if name not in varying} == {
        name: got.headers[name] for name in got.headers if name not in varying
    }


async def test_head_of_a_stream_ends() -> None:
    async with site() as made:
        call = await made.call(await made.enter())
        assert (await made.client.head(f"{call}/events")).headers["Content-Type"].startswith("text/event-stream")
        assert (await made.client.head("/events")).status_code == 200
        assert made.hub.watchers == 0


async def test_one_cookie_that_no_script_sees_and_no_other_site_sends() -> None:
    async with site() as made:
        response = await made.client.post("/api/session")
        [cookie] = response.headers.get_list("set-cookie")
        for path in ("/", "/policy", "/healthz"):
            assert "set-cookie" not in (await made.client.get(path)).headers
    name, _, rest = cookie.partition("=")
    assert name == "sottovoce" and rest.split("; ")[1:] == ["Path=/", "HttpOnly", "SameSite=Strict"]


async def test_over_https_the_cookie_stays_there(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    async with site(bounds=SocketSettings(certificate=pair.certificate, key=pair.key)) as made:
        assert made.origin.startswith("https://")
        response = await made.client.post("/api/session", headers={"Origin": made.origin})
        assert response.status_code == 200 and response.headers["Set-Cookie"].endswith("; SameSite=Strict; Secure")
        async with httpx2.AsyncClient() as other:
            with pytest.raises(httpx2.ConnectError):
                await other.get(made.origin)  # our certificate is nobody's
            with pytest.raises(httpx2.RemoteProtocolError):
                await other.get(made.origin.replace("https", "http"))


# -- the widget on pages of others -----------------------------------------------------------------------------------


async def test_a_page_that_is_named_may_call_from_elsewhere(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    bounds = SocketSettings(certificate=pair.certificate, key=pair.key)
    async with site(WebSettings(allowed_origins=(SHOP,)), bounds) as made:
        shop = {"Origin": SHOP, "Sec-Fetch-Site": "cross-site"}
        wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-csrf, content-type"}
        asked = await made.client.options("/api/calls", headers=shop | wanted)
        assert asked.status_code == 200
        assert asked.headers["Access-Control-Allow-Origin"] == SHOP
        assert asked.headers["Access-Control-Allow-Credentials"] == "true"
        entry = await made.client.post("/api/session", headers=shop)
        assert entry.headers["Access-Control-Allow-Origin"] == SHOP
        assert "SameSite=None; Partitioned; Secure" in entry.headers["Set-Cookie"]
        proof = {"X-CSRF": entry.json()["csrf"]}
        opened = await made.client.post("/api/calls", content=OFFER, headers=shop | proof | SDP)
        assert opened.status_code == 201
        exposed = opened.headers["Access-Control-Expose-Headers"]
        assert "Location" in exposed and "ETag" in exposed and "Retry-After" in exposed
        events = await made.client.head(opened.headers["Location"] + "/events", headers=shop)
        assert events.status_code == 200
        async with made.client.stream("GET", "/assets/x.js", headers=shop) as asset:
            assert asset.headers["Access-Control-Allow-Origin"] == SHOP


async def test_any_other_page_may_not() -> None:
    async with site(WebSettings(allowed_origins=(SHOP,))) as made:
        evil = {"Origin": "https://evil.example"}
        asked = await made.client.options("/api/calls", headers=evil | {"Access-Control-Request-Method": "POST"})
        assert asked.status_code == 400 and "Access-Control-Allow-Origin" not in asked.headers
        assert (await made.client.post("/api/session", headers=evil)).status_code == 403


async def test_without_https_a_foreign_page_gets_a_cookie_that_it_cannot_use() -> None:
    async with site(WebSettings(allowed_origins=(SHOP,))) as made:
        entry = await made.client.post("/api/session", headers={"Origin": SHOP})
    assert "SameSite=Strict" in entry.headers["Set-Cookie"] and "None" not in entry.headers["Set-Cookie"]


# -- behind a proxy --------------------------------------------------------------------------------------------------


async def test_a_trusted_proxy_tells_of_https_and_of_the_caller() -> None:
    proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", "Host": "voice.example"}
    async with site(WebSettings(trusted_proxies=("127.0.0.1/32",))) as made:
        entry = await made.client.post("/api/session", headers=proxied | {"Origin": "https://voice.example"})
        assert entry.status_code == 200 and "Secure" in entry.headers["Set-Cookie"]
        assert (await made.client.get("/metrics", headers=proxied)).status_code == 403


async def test_an_untrusted_one_does_not() -> None:
    proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    async with site() as made:
        entry = await made.client.post("/api/session", headers=proxied)
        assert "Secure" not in entry.headers["Set-Cookie"]
        assert (await made.client.get("/metrics", headers=proxied)).status_code == 200


# -- pages -----------------------------------------------------------------------------------------------------------


async def test_the_pages_hold_what_is_true_of_this_gateway() -> None:
    async with site() as made:
        page, policy = await made.client.get("/"), await made.client.get("/policy")
    assert "sip:agent@192.0.2.1" in page.text and page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "What we do with your words" in policy.text


async def test_assets_are_packed_and_asked_for_again_only_when_they_changed() -> None:
    name = next(path.name for path in sorted(FOLDER.glob("*.js")) if path.name != "widget.js")
    async with site() as made:
        asset = await made.client.get(f"/assets/{name}")
        assert asset.content == (FOLDER / name).read_bytes()
        assert asset.headers["Content-Encoding"] == "gzip" and asset.headers["Cache-Control"] == "no-cache"
        plain = await made.client.get(f"/assets/{name}", headers={"Accept-Encoding": "identity"})
        assert plain.content == asset.content and "Content-Encoding" not in plain.headers
        again = await made.client.get(f"/assets/{name}", headers={"If-None-Match": asset.headers["ETag"]})
        assert again.status_code == 304 and again.content == b""


@pytest.mark.parametrize(
    "path",
    ["/assets/", "/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/assets/index.html", "/page/"],
)
async def test_nothing_but_assets_is_served_as_one(path: str) -> None:
    async with site() as made:
        request = made.client.build_request("GET", "/")
        request.url = request.url.copy_with(raw_path=path.encode())
        response = await made.client.send(request)
    assert response.status_code == 404


# -- problems --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/canary-4111", 404),
        ("POST", "/", 405),
        ("DELETE", "/metrics", 405),
        ("TRACE", "/api/session", 405),
        ("GET", "/api/session", 405),
        ("PUT", "/api/calls/canary-4111", 405),
        ("POST", "/api/calls?destination=canary-4111", 422),
        ("GET", f"/api/calls/{'x' * 500}/events", 422),
    ],
)
async def test_a_problem_says_what_to_do_and_repeats_nothing(method: str, path: str, status: int) -> None:
    async with site() as made:
        response = await made.client.request(method, path, headers={"X-CSRF": "canary-4111"} | SDP)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status and problem["detail"].endswith(".")
    assert "canary" not in response.text and "xxxx" not in response.text
    if status == 405:
        assert response.headers["Allow"]


async def test_a_fault_of_ours_tells_its_name_to_the_log_alone(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("canary-4111")

    monkeypatch.setattr(Reception, "on_ringing", fail)
    with caplog.at_level(logging.DEBUG, "sottovoce"):
        async with site() as made:
            proof = await made.enter()
            response = await made.client.post("/api/calls", content=OFFER, headers=proof | SDP)
    assert response.status_code == 500
    assert response.json()["detail"] == "Something went wrong here. Please try again."
    assert "http-failed error=ZeroDivisionError" in caplog.text
    assert "canary" not in response.text


# -- monitoring ------------------------------------------------------------------------------------------------------


async def test_only_who_may_watch_watches() -> None:
    async with site(WebSettings(monitors=("192.0.2.0/24",))) as made:
        assert (await made.client.get("/metrics")).status_code == 403
        assert (await made.client.get("/events")).status_code == 403
        assert (await made.client.get("/healthz")).status_code == 200


async def test_readiness_is_told() -> None:
    async with site(ready=lambda: False) as made:
        assert (await made.client.get("/readyz")).status_code == 503


async def test_refusals_are_counted_by_status_alone() -> None:
    async with site() as made:
        await made.client.get("/canary-4111")
        metrics = (await made.client.get("/metrics")).text
    assert 'sottovoce_http_refused_total{status="404"} 1.0' in metrics
    assert "canary" not in metrics and "127.0.0.1" not in metrics


def test_every_file_of_the_page_is_packaged_and_is_served() -> None:
    package = FOLDER.parent
    declared = tomllib.loads((package.parents[1] / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    packaged = {path for pattern in declared["gateway.web"] for path in package.glob(pattern)}
    served = {path for path in FOLDER.rglob("*") if path.suffix in TYPES}
    assert served and served <= packaged
    assert {path for path in FOLDER.rglob("*") if path.is_file()} == served
