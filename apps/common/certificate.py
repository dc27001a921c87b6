"""Signing with a certificate in a file (PKCS#12): PAdES by pyHanko, without a network and without a service.

Imported only by whoever signs: the library is large, and no request needs it.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

FIELD = "TandaTanganElektronik"
DEMONSTRATION = "DEMONSTRASI - bukan penandatangan resmi"
TEN_YEARS = timedelta(days=3650)


class CertificateSigner:
    """Signs as the holder of one certificate. The signature certifies the paper: no change may follow it."""

    def __init__(self, file: Path, password: str = "") -> None:
        self._signer = SimpleSigner.load_pkcs12(str(file), passphrase=password.encode() or None)
        if self._signer is None:
            raise ImproperlyConfigured(f"No certificate with its key can be read from {file}.")

    @property
    def subject(self) -> str:
        return str(self._signer.signing_cert.subject.native["common_name"])

    def sign(self, paper: bytes, *, reason: str, place: str) -> bytes:
        meant = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=self.subject,
            reason=reason,
            location=place,
        )
        signer = PdfSigner(meant, signer=self._signer, new_field_spec=SigFieldSpec(FIELD))
        # pyHanko starts a loop of its own, which only a thread can that has none.
        with ThreadPoolExecutor(1) as own:
            signed = own.submit(signer.sign_pdf, IncrementalPdfFileWriter(BytesIO(paper))).result()
        return bytes(signed.getvalue())


def from_settings() -> CertificateSigner:
    return CertificateSigner(Path(settings.SIGNING_CERTIFICATE), settings.SIGNING_PASSWORD)


def write_demonstration(file: Path) -> None:
    """A key and a certificate that proves nothing and says so in its name; what is there already stays."""
    if file.exists():
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, DEMONSTRATION),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "DEMONSTRASI"),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
        ]
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + TEN_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, SHA256())
    )
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = file.with_suffix(".new")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(
        pkcs12.serialize_key_and_certificates(b"DEMONSTRASI", key, certificate, None, NoEncryption())
    )
    unfinished.replace(file)
