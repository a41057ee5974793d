"""Authorities, signers and signed PDFs for tests: every key is made here and forgotten with the process."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from asn1crypto import crl, keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, timestamps
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.files.pdf_paper import PaperPage, pdf_bytes

FIRST, LAST = datetime(2020, 1, 1), datetime(2040, 1, 1)
DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM


@dataclass(frozen=True)
class Holder:
    """A certificate with its key, and the certificates above it."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    above: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        """The bytes of the certificate."""
        return self.certificate.public_bytes(DER)

    @property
    def pem(self) -> bytes:
        """The certificate as text."""
        return self.certificate.public_bytes(PEM)

    @property
    def secret(self) -> bytes:
        """The key as text, which nobody should ever bring."""
        private = serialization.PrivateFormat.PKCS8
        return self.key.private_bytes(PEM, private, serialization.NoEncryption())


def a_holder(
    name: str,
    by: Holder | None = None,
    *,
    organisation: str = "Sở Nội vụ",
    authority: bool = False,
    stamps: bool = False,
    may_sign: bool = True,
    first: datetime = FIRST,
    last: datetime = LAST,
) -> Holder:
    """Whoever holds a certificate issued `by` another, or by itself."""
    # pyHanko stamps for tests with RSA alone
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    whole = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=may_sign and not authority,
        content_commitment=may_sign and not authority,
        key_encipherment=not may_sign,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(whole)
        .issuer_name(by.certificate.subject if by else whole)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(usage, critical=True)
    )
    if stamps:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    certificate = builder.sign(by.key if by else key, hashes.SHA256())
    above = (by.certificate, *by.above) if by else ()
    return Holder(certificate, key, above)


@cache
def the_root() -> Holder:
    """An authority at the top."""
    return a_holder("CA gốc", organisation="Ban Cơ yếu", authority=True)


@cache
def the_signer() -> Holder:
    """Somebody with a certificate of an authority below the top."""
    middle = a_holder("CA cơ quan nhà nước", the_root(), organisation="Ban Cơ yếu", authority=True)
    return a_holder("Trần Thị Bình", middle)


@cache
def the_stamper() -> Holder:
    """Whoever gives time stamps, under the same authority."""
    return a_holder("Dấu thời gian", the_root(), organisation="Ban Cơ yếu", stamps=True)


@cache
def a_plain_paper() -> bytes:
    """A PDF that nobody has signed."""
    return pdf_bytes([PaperPage(texts=[(60, 60, 12, "BAO CAO")])])


def signed_by(
    holder: Holder, paper: bytes | None = None, *, at: datetime | None = None, stamped: bool = False
) -> bytes:
    """A PDF with one more signature, made at a time that the signer's computer gives; `stamped` by `the_stamper`."""
    writer = IncrementalPdfFileWriter(io.BytesIO(paper or a_plain_paper()))
    count = len(PdfFileReader(io.BytesIO(paper or a_plain_paper())).embedded_signatures)
    signer = _late_signer_of(holder, at) if at else _signer_of(holder)
    signed = signers.sign_pdf(
        writer,
        signers.PdfSignatureMetadata(field_name=f"Chu ky {count + 1}"),
        signer=signer,
        timestamper=_stamper() if stamped else None,
    )
    found: bytes = signed.getvalue()
    return found


def _signer_of(holder: Holder, kind: Any = signers.SimpleSigner) -> Any:
    store = SimpleCertificateStore()
    for one in holder.above:
        store.register(asn1.Certificate.load(one.public_bytes(DER)))
    private = serialization.PrivateFormat.PKCS8
    key = holder.key.private_bytes(DER, private, serialization.NoEncryption())
    return kind(
        signing_cert=asn1.Certificate.load(holder.der),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )


class _LateSigner(signers.SimpleSigner):
    """A signer whose computer shows another time."""

    shown: datetime

    async def signed_attrs(self, *given: Any, **more: Any) -> Any:
        more["attr_settings"] = signers.pdf_cms.PdfCMSSignedAttributes(signing_time=self.shown)
        return await super().signed_attrs(*given, **more)


def _late_signer_of(holder: Holder, at: datetime) -> Any:
    signer = _signer_of(holder, _LateSigner)
    signer.shown = at.replace(tzinfo=UTC)
    return signer


def _stamper() -> Any:
    holder = the_stamper()
    one = _signer_of(holder)
    return timestamps.DummyTimeStamper(
        tsa_cert=one.signing_cert,
        tsa_key=one.signing_key,
        certs_to_embed=one.cert_registry,
        fixed_dt=datetime(2025, 3, 1, 8, tzinfo=UTC),
    )


def with_altered_byte(
    paper: bytes, old: bytes = b"/MediaBox [0 0 595", new: bytes = b"/MediaBox [0 0 594"
) -> bytes:
    """The same file with one of the signed bytes altered."""
    assert old in paper
    return paper.replace(old, new, 1)


def changed_after(paper: bytes) -> bytes:
    """The same file with another page drawn over the signed one, appended as an update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(paper))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 99 99 re f"))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked(paper: bytes) -> bytes:
    """The same file, locked by a password."""
    from pyhanko.pdf_utils.crypt import StandardSecurityHandler
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(paper)))
    writer._assign_security_handler(StandardSecurityHandler.build_from_pw("chu", "mo"))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def p7b_of(holders: Sequence[Holder]) -> bytes:
    """Certificates in one file without a signature, as authorities publish them."""
    from cryptography.hazmat.primitives.serialization import pkcs7

    return pkcs7.serialize_certificates([one.certificate for one in holders], DER)


def with_revocations(
    paper: bytes, by: Holder, revoked: Sequence[tuple[Holder, datetime]], on: datetime
) -> bytes:
    """The same file with the list of revoked certificates that an authority gave out on a day, kept for later
    checks."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(by.certificate.subject).last_update(on)
    builder = builder.next_update(LAST)
    for holder, since in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(holder.certificate.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(since).build())
    given = crl.CertificateList.load(builder.sign(by.key, hashes.SHA256()).public_bytes(DER))
    out = io.BytesIO(paper)
    DocumentSecurityStore.add_dss(out, None, crls=[given])
    return out.getvalue()
