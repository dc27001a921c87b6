"""The signature behind its port: added once, by the worker, saying whose it is; without a signer the paper says so."""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from apps.common.certificate import DEMONSTRATION, CertificateSigner, write_demonstration
from apps.common.files import read
from apps.common.signing import configured_signer
from apps.decrees import actions
from apps.decrees.models import Decree
from apps.decrees.paper import render_decree
from apps.decrees.queries import sheet_of
from apps.institutions.models import Role
from tests.factories import member
from tests.factories.results import agreed_run, complete_draft, finished_period, issued_decree
from tests.paper.reading import addresses, attached, fonts, kinds_of_tags, pages
from tests.paper.sheets import PROOF, issued

# A signature is put on what was printed.
pytestmark = pytest.mark.printed


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("certificate") / "demonstration.p12"
    write_demonstration(file)
    return file


@pytest.fixture
def signs(settings, certificate: Path) -> None:
    """An installation that signs."""
    settings.SIGNER = "apps.common.certificate.from_settings"
    settings.SIGNING_CERTIFICATE = str(certificate)


@cache
def signed(certificate: Path) -> tuple[bytes, bytes]:
    """A paper before and after its signature."""
    paper = render_decree(issued(signed_as=DEMONSTRATION))
    return paper, CertificateSigner(certificate).sign(paper, reason="Penetapan", place="Jakarta")


def status_of(made: bytes):
    (signature,) = PdfFileReader(BytesIO(made)).embedded_signatures
    trusted = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    # Where this process drives a browser there is a loop already, and the library wants its own.
    with ThreadPoolExecutor(1) as own:
        return own.submit(validate_pdf_signature, signature, trusted).result()


def test_the_signature_is_added_behind_a_paper_of_which_no_byte_changes(certificate):
    paper, made = signed(certificate)

    assert made[: len(paper)] == paper
    assert len(made) > len(paper)


def test_who_signs_may_have_a_loop_running(certificate):
    paper, _ = signed(certificate)

    async def sign() -> bytes:
        return CertificateSigner(certificate).sign(paper, reason="Penetapan", place="Jakarta")

    with ThreadPoolExecutor(1) as own:
        made = own.submit(asyncio.run, sign()).result()

    assert status_of(made).valid


def test_it_is_a_whole_and_valid_pades_signature_that_allows_no_change(certificate):
    _, made = signed(certificate)

    status = status_of(made)

    (signature,) = PdfFileReader(BytesIO(made)).embedded_signatures
    assert (status.intact, status.valid, status.bottom_line) == (True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level.name == "NO_CHANGES"


def test_a_changed_byte_breaks_the_signature(certificate):
    _, made = signed(certificate)
    at = len(made) // 3

    changed = made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]

    assert not status_of(changed).intact


def test_the_demonstration_says_that_it_is_one(certificate):
    assert CertificateSigner(certificate).subject == "DEMONSTRASI - bukan penandatangan resmi"


def test_the_demonstrations_key_is_its_owners_alone_and_is_made_once(certificate):
    before = certificate.read_bytes()

    write_demonstration(certificate)

    assert certificate.read_bytes() == before
    assert certificate.stat().st_mode & 0o777 == 0o600


def test_the_signed_paper_keeps_its_structure_codes_fonts_and_files(certificate):
    paper, made = signed(certificate)

    with pikepdf.open(BytesIO(made)) as pdf:
        metadata = pdf.open_metadata()
        assert metadata["{http://www.aiim.org/pdfa/ns/id/}part"] == "3"
        assert metadata["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
        (field,) = pdf.Root.AcroForm.Fields
        # What PDF/A asks of an annotation: printed, and hidden nowhere.
        assert int(field.F) & 0b100111 == 0b100
        assert len(pdf.Root.AF) == 2
    assert kinds_of_tags(made) == kinds_of_tags(paper)
    assert fonts(made) == fonts(paper)
    assert attached(made) == attached(paper)
    assert addresses(made) == [[PROOF.url]] * len(pages(made))


def test_a_file_that_is_no_certificate_signs_nothing(tmp_path):
    broken = tmp_path / "broken.p12"
    broken.write_bytes(b"x")

    with pytest.raises(ImproperlyConfigured):
        CertificateSigner(broken)


@pytest.mark.django_db
def test_an_installation_that_signs_issues_a_signed_paper_and_names_the_certificate(signs):
    decree = issued_decree(agreed_run(finished_period()))

    made = read(decree.issued_sha256)

    assert decree.signed_as == DEMONSTRATION
    assert status_of(made).bottom_line
    assert DEMONSTRATION in pages(made)[0]


@pytest.mark.django_db
def test_without_a_signer_the_paper_is_unsigned_and_says_so():
    decree = issued_decree(agreed_run(finished_period()))

    made = read(decree.issued_sha256)

    assert configured_signer() is None
    assert decree.signed_as == ""
    assert PdfFileReader(BytesIO(made)).embedded_signatures == []
    assert "tanpa tanda tangan elektronik" in pages(made)[0]


@pytest.mark.django_db
def test_a_draft_is_never_signed(signs):
    decree = complete_draft(agreed_run(finished_period()))

    assert PdfFileReader(BytesIO(read(decree.draft_sha256))).embedded_signatures == []


@pytest.mark.django_db
def test_a_second_run_of_the_task_leaves_the_one_kept_file(signs):
    """As after a kill, and as when two workers have the job at once: each holds the decree as it was before."""
    decree = complete_draft(agreed_run(finished_period()))
    actions.request_issue(decree, by=member(Role.EVALUATION_TEAM))
    first, second = (Decree.objects.select_related("run__period__instrument").get(pk=decree.pk) for _ in range(2))

    actions.issue(first)
    decree.refresh_from_db()
    kept = decree.issued_sha256
    actions.issue(second)

    decree.refresh_from_db()
    assert decree.issued_sha256 == kept
    assert hashlib.sha256(read(kept)).hexdigest() == kept


@pytest.mark.django_db
def test_before_its_signature_the_paper_is_the_same_however_often_it_is_made():
    decree = complete_draft(agreed_run(finished_period()))

    once, again = (render_decree(sheet_of(decree, is_draft=False, signed_as="X")) for _ in range(2))

    assert once == again


@pytest.mark.django_db
def test_a_request_asks_for_the_issue_but_signs_nothing(client, monkeypatch):
    decree = complete_draft(agreed_run(finished_period()))
    client.force_login(member(Role.EVALUATION_TEAM))
    issuing = import_module("apps.decrees.actions.issue")
    monkeypatch.setattr(issuing, "configured_signer", lambda: pytest.fail("signed in a request"))

    client.post(f"/keputusan/{decree.pk}/tetapkan/")

    decree.refresh_from_db()
    assert (decree.state, decree.job.kind) == ("rendered", "decrees.issue")
