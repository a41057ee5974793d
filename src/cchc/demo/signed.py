"""Papers that were signed on a computer: an authority that the province trusts, a signer under it, a report that is as
it was signed and one that was changed afterwards. Every key is made while loading and forgotten with it."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cchc.access.actor import Actor
from cchc.documents.actions.signatures import load_anchors
from cchc.files.certificates import Certificate, described

AUTHORITY, ITS_BODY = "Chứng thực số dùng thử tỉnh An Lạc", "Tỉnh An Lạc"
ANCHOR_FILE = "chung-thuc-so-tinh-an-lac.pem"
YEARS = timedelta(days=3650)


class Authority:
    """An authority that gives certificates to signers, valid for years around a moment."""

    def __init__(self, around: datetime) -> None:
        self.around = around
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._root = self._certificate(AUTHORITY, ITS_BODY, self._key, is_authority=True)

    @property
    def anchor(self) -> Certificate:
        """Its own certificate, as an administrator loads it."""
        return described(_read(self._root))

    def signed(self, paper: bytes, *, signer: str, unit: str, at: datetime) -> bytes:
        """Return a PDF with the signature of somebody of a unit, made at a moment."""
        key = ec.generate_private_key(ec.SECP256R1())
        own = self._certificate(signer, unit, key, is_authority=False)
        kind: Any = SimpleCertificateStore
        store = kind.from_certs([_read(self._root)])
        private = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        pen = _Pen(
            signing_cert=_read(own), signing_key=keys.PrivateKeyInfo.load(private), cert_registry=store
        )
        pen.at = at
        writer = IncrementalPdfFileWriter(io.BytesIO(paper))
        metadata = signers.PdfSignatureMetadata(field_name="ChuKy")
        made: bytes = signers.sign_pdf(writer, metadata, signer=pen).getvalue()
        return made

    def _certificate(
        self, name: str, body: str, key: ec.EllipticCurvePrivateKey, *, is_authority: bool
    ) -> x509.Certificate:
        whole = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, name),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, body),
            ]
        )
        usage = x509.KeyUsage(
            digital_signature=not is_authority,
            content_commitment=not is_authority,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=is_authority,
            crl_sign=is_authority,
            encipher_only=False,
            decipher_only=False,
        )
        builder = x509.CertificateBuilder().subject_name(whole).public_key(key.public_key())
        builder = builder.issuer_name(whole if is_authority else self._root.subject)
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(self.around - YEARS).not_valid_after(self.around + YEARS)
        builder = builder.add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        return builder.add_extension(usage, critical=True).sign(self._key, hashes.SHA256())


class _Pen(signers.SimpleSigner):
    """A signer whose computer shows the moment `at`."""

    at: datetime

    async def signed_attrs(self, *given: Any, **more: Any) -> Any:
        more["attr_settings"] = PdfCMSSignedAttributes(signing_time=self.at)
        return await super().signed_attrs(*given, **more)


def _read(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def trusted_authority(around: datetime, *, by: Actor) -> Authority:
    """Return an authority to which the platform traces signers back from now on."""
    authority = Authority(around)
    load_anchors(by=by, certificates=[authority.anchor], file=ANCHOR_FILE)
    return authority


def changed_after(paper: bytes) -> bytes:
    """Return a signed PDF over whose page something was drawn afterwards, appended as an update."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(paper))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    drawn = generic.StreamObject(stream_data=b"0.8 0.1 0.1 RG 3 w 60 640 m 300 640 l S ")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(drawn)])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def report(lines: Sequence[str]) -> bytes:
    """Return a PDF of one page with these lines, their letters without marks: it brings no font along."""
    drawn = b" ".join(b"(%s) '" % _without_marks(line).encode("ascii", "replace") for line in lines)
    text = b"BT /F 12 Tf 60 780 Td 20 TL " + drawn + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at)
    return bytes(out)


def _without_marks(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(one for one in spread if not unicodedata.combining(one))
