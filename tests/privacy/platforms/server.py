"""A platform on this machine that shows a certificate and keeps every byte it gets."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OK = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"text":"ok"}'


@dataclass
class Platform:
    url: str
    trusted: ssl.SSLContext
    received: list[bytes] = field(default_factory=list)


@contextmanager
def platform(folder: Path, answer: bytes = OK) -> Iterator[Platform]:
    """One that answers each request with these bytes, and then closes."""
    certificate = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, folder / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Platform(
            f"https://127.0.0.1:{listener.getsockname()[1]}/v1/answer", ssl.create_default_context(cafile=certificate)
        )
        serving = threading.Thread(target=_serve, args=(listener, context, answer, made.received))
        serving.start()
        try:
            yield made
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            serving.join()


def _serve(listener: socket.socket, context: ssl.SSLContext, answer: bytes, received: list[bytes]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        try:
            with context.wrap_socket(client, server_side=True) as secured:
                received.append(_request(secured))
                secured.sendall(answer)
        except OSError:  # it did not trust us
            continue


def _request(connection: ssl.SSLSocket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(connection)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += _more(connection)
    return head + b"\r\n\r\n" + body


def _more(connection: ssl.SSLSocket) -> bytes:
    chunk = connection.recv(65536)
    if not chunk:
        raise ConnectionError("the caller hung up")
    return chunk


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "platform")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    path = folder / "certificate.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path
