"""Redis as operators run it: over TLS with an authority of their own, with an ACL, persistent or not, and cleaned."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from privacy.declared.terms import OptIn, Speaker
from privacy.keys.identifiers import Identifier, Means
from privacy.keys.keyring import Keyring
from privacy.keys.master import from_file
from privacy.keys.redis import RedisShelf
from privacy.store.errors import StoreAway, StoreRefused
from privacy.store.redis import RedisStore
from privacy.store.redis_link import RedisSettings
from tests.privacy.keeping.house import ADA, YES, House, opening, words
from tests.privacy.store.redis_server import free_port, redis_server

DOCUMENT = Path(__file__).parents[3] / "docs" / "keeping.md"
PASSWORD = "correct-horse"
CALL = "c1c1c1c1"


def acl() -> str:
    """What docs/keeping.md tells operators to allow, and nobody else."""
    (line,) = (line for line in DOCUMENT.read_text().splitlines() if line.startswith("user gateway on "))
    return f"user default off\n{line.replace('PASSWORD', PASSWORD)}\n"


class Authority:
    """An authority of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
        made = self._builder(self._name, self._key.public_key())
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self._save("ca.pem", made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def issue(self) -> None:
        """`server.pem` and `server.key` for 127.0.0.1."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "redis")])
        names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
        made = self._builder(subject, key.public_key()).add_extension(names, critical=False)
        self._save("server.pem", made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._save("server.key", key.private_bytes(*form))

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key)
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))

    def _save(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisSettings]:
    """A Redis that speaks TLS alone and knows one user with no more rights than documented."""
    folder = tmp_path_factory.mktemp("secured")
    authority = Authority(folder / "authority")
    authority.issue()
    own, port = authority.folder, free_port()
    (folder / "users.acl").write_text(acl())
    options = [
        *("--port", "0", "--tls-port", str(port), "--tls-auth-clients", "no", "--appendonly", "yes"),
        *("--tls-cert-file", str(own / "server.pem"), "--tls-key-file", str(own / "server.key")),
        *("--tls-ca-cert-file", str(own / "ca.pem"), "--aclfile", str(folder / "users.acl")),
    ]
    with redis_server(folder, *options, port=port):
        yield RedisSettings(f"rediss://127.0.0.1:{port}", "gateway", PASSWORD, str(own / "ca.pem"))


async def kept(house: House, call: str, caller: Identifier, text: str) -> str:
    """A call that is kept; whose it is."""
    file = house.keeping().open(call, opening(caller))
    file.add(Speaker.CALLER, 0, words(text))
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.end([words(text)])
    row = await house.store.get("call", call)
    assert row is not None
    return str(row.clear["subject"])


async def test_everything_goes_over_tls_with_the_rights_that_are_documented(
    secured: RedisSettings, tmp_path: Path
) -> None:
    store, shelf = await RedisStore.open(secured), await RedisShelf.open(secured)
    house = House.with_store(store, tmp_path)
    house.keyring = Keyring(shelf, from_file(tmp_path / "master.key"))
    subject = await kept(house, CALL, ADA, "one")
    assert await house.said(CALL) == ["one"]
    assert [row.key for row in await store.due("grant", 2**40, 9)]
    assert {each.code for each in await store.findings()} == {"redis-fsync"}
    assert await house.keyring.rotate() == 0
    assert await house.keyring.drop(subject)
    assert await store.erase(subject) and await store.scrub()
    assert await house.counts() == {}
    await shelf.aclose()
    await store.aclose()


async def test_an_authority_that_we_do_not_know_is_not_trusted(secured: RedisSettings, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other")
    with pytest.raises(StoreAway, match="cannot be reached"):
        await RedisStore.open(RedisSettings(secured.url, secured.user, secured.password, str(other.folder / "ca.pem")))


@pytest.mark.parametrize(("user", "password"), [("gateway", "wrong"), ("default", ""), ("", "")])
async def test_who_is_not_let_in_is_told_so(secured: RedisSettings, user: str, password: str) -> None:
    with pytest.raises(StoreRefused, match=r"docs/keeping\.md") as refused:
        await RedisStore.open(RedisSettings(secured.url, user, password, secured.ca_file))
    assert "wrong" not in str(refused.value)


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--appendonly", "yes", "--appendfsync", "always"], []),
        (["--appendonly", "yes"], ["redis-fsync"]),
        (["--save", ""], ["redis-not-persistent"]),
        (["--save", "60 1"], ["redis-snapshots-only"]),
        (["--appendonly", "yes", "--maxmemory-policy", "allkeys-lru"], ["redis-evicts", "redis-fsync"]),
    ],
    ids=" ".join,
)
async def test_what_weakens_a_promise_is_found(tmp_path: Path, options: list[str], codes: list[str]) -> None:
    with redis_server(tmp_path, *options) as port:
        store = await RedisStore.open(RedisSettings(f"redis://127.0.0.1:{port}"))
        found = await store.findings()
        await store.aclose()
    assert [each.code for each in found] == codes
    assert all(each.sentence for each in found)


async def test_settings_that_we_may_not_read_are_said_to_be_unknown(tmp_path: Path) -> None:
    user = ["--user", "watched", "on", ">secret", "~*", "+@all", "-config"]
    with redis_server(tmp_path, *user) as port:
        store = await RedisStore.open(RedisSettings(f"redis://127.0.0.1:{port}", "watched", "secret"))
        assert [each.code for each in await store.findings()] == ["redis-unknown"]
        await store.aclose()


async def test_what_was_erased_is_in_no_file_of_redis_and_what_was_not_still_is(tmp_path: Path) -> None:
    data = tmp_path / "redis"
    data.mkdir()
    with redis_server(data, "--appendonly", "yes", "--save", "1 1", "--rdbcompression", "no") as port:
        where = RedisSettings(f"redis://127.0.0.1:{port}")
        store, shelf = await RedisStore.open(where), await RedisShelf.open(where)
        house = House.with_store(store, tmp_path)
        house.keyring = Keyring(shelf, from_file(tmp_path / "master.key"))
        ada = await kept(house, CALL, ADA, "one")
        bob = await kept(house, "c2c2c2c2", Identifier(Means.NUMBER, "+4587654321"), "two")
        wrapped = await shelf.get(ada)
        assert wrapped is not None
        (row,) = await store.find("utterance", "subject", ada)
        canaries = (ada.encode(), row.sealed, wrapped.blob)
        await house.keyring.drop(ada)
        await store.erase(ada)
        await store.scrub()
        left = b"".join(path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file())
        assert not [canary for canary in canaries if canary in left]
        assert bob.encode() in left
        assert await house.said("c2c2c2c2") == ["two"]
        await shelf.aclose()
        await store.aclose()
