"""Certificates: what is wrong with them is told before anyone connects."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateway.errors import SettingsError
from gateway.web.tls import server_context


@dataclass(frozen=True, slots=True)
class Pair:
    """PEM files of a certificate for localhost, and of its key."""

    certificate: str
    key: str


def make_pair(folder: Path, name: str = "one", passphrase: bytes = b"") -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(subject).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    sealing: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        sealing = serialization.BestAvailableEncryption(passphrase)
    pair = Pair(str(folder / f"{name}.pem"), str(folder / f"{name}.key"))
    Path(pair.certificate).write_bytes(made.public_bytes(serialization.Encoding.PEM))
    Path(pair.key).write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealing)
    )
    return pair


def refusal(certificate: str, key: str) -> str:
    with pytest.raises(SettingsError) as refused:
        server_context(certificate, key)
    return str(refused.value)


def test_without_either_there_is_no_tls() -> None:
    assert server_context("", "") is None


def test_a_pair_makes_a_context(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    assert server_context(pair.certificate, pair.key)


def test_each_mistake_has_its_sentence(tmp_path: Path) -> None:
    one, other = make_pair(tmp_path), make_pair(tmp_path, "other")
    nonsense, missing = tmp_path / "nonsense", str(tmp_path / "missing")
    nonsense.write_text("nothing of use")
    assert "go together" in refusal(one.certificate, "")
    assert "go together" in refusal("", one.key)
    assert "http.certificate: cannot read" in refusal(missing, one.key)
    assert "http.key: cannot read" in refusal(one.certificate, missing)
    assert "is not the key" in refusal(one.certificate, other.key)
    assert "must be PEM" in refusal(str(nonsense), one.key)
    assert "must be PEM" in refusal(one.certificate, str(nonsense))


def test_an_encrypted_key_is_refused_and_nobody_is_asked(tmp_path: Path) -> None:
    pair = make_pair(tmp_path, passphrase=b"open sesame")
    assert "without a passphrase" in refusal(pair.certificate, pair.key)
