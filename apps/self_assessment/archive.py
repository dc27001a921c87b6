"""The archive of a sheet: one ZIP with everything the institution said, and what proves that it is all.

The same state gives the same bytes: no clock, no order but that of the rows. Names of members come from people, so
they are made safe for every file system; nothing is ever named by a path.
"""

import csv
import hashlib
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from apps.common import files
from apps.common.sheets import FORMULA_STARTS
from apps.evaluations import gate
from apps.evaluations.actions.seals import seal_all
from apps.evaluations.models import Evaluation, Seal
from apps.self_assessment.chapters import Chapter, Kept, chapters_of
from apps.self_assessment.models import Evidence, StoredFile, Submission
from apps.self_assessment.queries import archive as rows
from apps.self_assessment.queries.sealing import sheet_sha256

FORMAT = "arsip-penilaian-mandiri/4"
CHECKER = "periksa_arsip.py"
FORBIDDEN = dict.fromkeys(map(ord, '<>:"/\\|?*'), "_")
LONGEST_NAME = 120
BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)
README = """\
ARSIP PENILAIAN MANDIRI
{simulation}{institution}
{period}

jawaban/        setiap jawaban sebagaimana tersimpan: jawaban.json (tepat) dan jawaban.csv (untuk lembar kerja)
bukti/          setiap berkas yang pernah diunggah; daftar.json dan daftar.csv menyebut indikator, halaman, dan
                apa yang ditarik. Tautan hanya dicatat; isinya tidak diarsipkan.
riwayat/        setiap versi setiap jawaban: siapa, kapan, apa
diskusi/        pesan internal instansi tentang setiap indikator; pesan antarasesor tidak ada di sini
dokumen/        berita acara, pernyataan, dan tanda terima
interviu/       pertanyaan dan permintaan bukti, tingkat yang diusulkan, tanggapan instansi dengan bukti yang dirujuk,
                dan setiap tanggapan yang pernah dikirim
penilaian/      tingkat dan alasan setiap tahap yang sudah boleh dibaca instansi
sanggah/        sanggah instansi dengan jawabannya
laporan/        laporan hasil, sejak terbit
tindak_lanjut/  tindak lanjut sesudah hasil terbit, dengan bukti penyelesaian dan riwayat setiap versinya
pendampingan/   permintaan pendampingan instansi tentang indikator instrumen ini, dan setiap jawabannya
segel/          rantai segel riwayat dengan kunci publiknya, dan baris-baris yang disegel
pengiriman.json kode dan sidik setiap pengiriman
manifest.json   jumlah dan SHA-256 setiap isi arsip ini

Memeriksa arsip ini cukup dengan Python 3.9 atau lebih baru, tanpa pustaka lain dan tanpa sambungan internet:

    python3 {checker} NAMA-ARSIP.zip

Skrip itu menghitung ulang sidik setiap berkas, jawaban, lembar, dan mata rantai segel, lalu menyebut segel terakhir.
Cocokkan nomor dan sidik segel itu dengan yang tercetak pada tanda terima. Tanda tangan Ed25519 pada segel tidak
diperiksanya, karena pustaka baku Python tidak memuat Ed25519; tanda tangan itu dapat diperiksa dengan perangkat lain
(misalnya openssl) terhadap kunci publik yang tercetak pada tanda terima. Segel yang juga memuat catatan asesor atau
kementerian hanya diperiksa sambungannya: catatan itu bukan milik instansi dan tidak ada di sini.

Dalam berkas CSV, isi yang tampak seperti rumus diawali tanda petik tunggal.
"""


@dataclass(frozen=True)
class State:
    """A sheet at one moment: what changes is read, what only grows is bounded by the seals."""

    evaluation: Evaluation
    answers: list[rows.Row]
    evidence: list[Evidence]
    remarks: list[rows.Row]
    chapters: list[Chapter]
    submissions: list[Submission]
    documents: list[tuple[str, Kept]]
    seals: list[Seal]
    sheet_sha256: str


@transaction.atomic
def state_of(evaluation: Evaluation) -> State:
    """Read while nobody writes, after what is on record was sealed: savers wait for some milliseconds."""
    gate.hold([evaluation.pk])
    seal_all([evaluation.pk])
    submissions = rows.submissions_of(evaluation)
    return State(
        evaluation=evaluation,
        answers=rows.answer_rows(evaluation),
        evidence=rows.evidence_of(evaluation),
        remarks=rows.remark_rows(evaluation),
        chapters=chapters_of(evaluation),
        submissions=submissions,
        documents=rows.documents_of(evaluation, submissions),
        seals=rows.seals_of(evaluation),
        sheet_sha256=sheet_sha256(evaluation),
    )


def write_archive(state: State, target: IO[bytes], told: Callable[[int, int], None]) -> int:
    """Write the ZIP; returns how many members it has. `told` hears of every member that is done, and of how many."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        archive = _Archive(opened, told, len(_distinct(state)) + len(state.documents) + 3 * len(state.chapters) + 11)
        simulation = state.evaluation.period.simulation_label
        archive.text(
            "BACA-SAYA.txt",
            README.format(
                simulation=f"{simulation}\n" if simulation else "",
                institution=state.evaluation.institution,
                period=state.evaluation.period,
                checker=CHECKER,
            ),
        )
        archive.table("jawaban/jawaban", state.answers)
        places = _evidence(archive, state)
        archive.table(
            "bukti/daftar", [rows.evidence_row(one, places.get(one.file_id or 0, "")) for one in state.evidence]
        )
        versions = _history(archive, state)
        archive.table("diskusi/diskusi", state.remarks)
        for chapter in state.chapters:
            _chapter(archive, chapter)
        for called, file in state.documents:
            archive.put(archive.place("dokumen", f"{called}{_ending(file.name)}"), files.read(file.sha256))
        lines = _seals(archive, state)
        archive.json("pengiriman.json", rows.submission_rows(state.submissions))
        archive.put(CHECKER, (settings.BASE_DIR / "scripts" / "verify_archive.py").read_bytes())
        counts = {
            "jawaban": len(state.answers),
            "versi_jawaban": versions,
            "bukti": len(state.evidence),
            "berkas_bukti": len(places),
            "diskusi": len(state.remarks),
            **{one.name: len(one.rows) for one in state.chapters},
            **{f"versi_{one.name}": len(one.versions) for one in state.chapters if one.versions is not None},
            "dokumen": len(state.documents),
            "pengiriman": len(state.submissions),
            "segel": len(state.seals),
            "baris_disegel": lines,
        }
        archive.json("manifest.json", _manifest(state, counts, list(archive.members)))
        return len(archive.members)


def _manifest(state: State, counts: dict[str, int], members: list[rows.Row]) -> rows.Row:
    evaluation = state.evaluation
    instrument = evaluation.period.instrument
    return {
        "format": FORMAT,
        "tanda_simulasi": evaluation.period.simulation_label,
        "instansi": {"kode": evaluation.institution.code, "nama": str(evaluation.institution)},
        "periode": {"nama": str(evaluation.period), "tahun": evaluation.period.year},
        "instrumen": {"kode": instrument.code, "nama": instrument.name},
        "evaluasi": evaluation.pk,
        "sidik_lembar": state.sheet_sha256,
        "jumlah": counts,
        "anggota": members,
    }


def _distinct(state: State) -> dict[int, tuple[int, StoredFile]]:
    """Every file once, by its key, with the first indicator that it serves."""
    found: dict[int, tuple[int, StoredFile]] = {}
    for one in state.evidence:
        if one.file:
            found.setdefault(one.file.pk, (one.indicator.number, one.file))
    return found


def _evidence(archive: "_Archive", state: State) -> dict[int | None, str]:
    """Write every file once; where each stands, by its key."""
    width = len(str(max((row["indikator"] for row in state.answers), default=0)))
    places: dict[int | None, str] = {}
    for pk, (number, file) in _distinct(state).items():
        places[pk] = archive.place("bukti", f"{number:0{width}} {file.name}")
        archive.put(places[pk], files.read(file.sha256), packed=False)
    return places


def _chapter(archive: "_Archive", chapter: Chapter) -> None:
    """The files of a chapter, each once, its rows and their history."""
    places: dict[str, str] = {}

    def placed(row: rows.Row, file: Kept | None) -> rows.Row:
        if file and file.sha256 not in places:
            places[file.sha256] = archive.place(chapter.name, file.name)
            archive.put(places[file.sha256], files.read(file.sha256), packed=False)
        sha256 = file.sha256 if file else None
        return row | {"anggota": places[sha256] if sha256 else "", "sha256": sha256}

    archive.table(f"{chapter.name}/daftar", [placed(*one) for one in chapter.rows])
    if chapter.versions is not None:
        versions = [placed(*one) for one in chapter.versions]
        archive.lines(f"{chapter.name}/riwayat.jsonl", map(_line, versions))


def _history(archive: "_Archive", state: State) -> int:
    runs = [run for one in state.seals for run in one.rows.all() if one.evaluation_id == state.evaluation.pk]
    last = max((run.last for run in runs if run.source == "self_assessment_answerevent"), default=0)
    found = rows.history_rows(state.evaluation, last)
    return archive.lines("riwayat/jawaban.jsonl", map(_line, found))


def _seals(archive: "_Archive", state: State) -> int:
    archive.json("segel/segel.json", [rows.seal_row(one, state.evaluation) for one in state.seals])
    runs = [run for one in state.seals for run in one.rows.all() if one.evaluation_id == state.evaluation.pk]
    tables = sorted({run.source for run in runs if rows.is_own(run)})
    return sum(
        archive.lines(
            f"segel/baris/{table}.jsonl",
            rows.sealed_lines(state.evaluation, [run for run in runs if run.source == table]),
        )
        for table in tables
    )


@dataclass
class _Archive:
    """A ZIP being written: safe names, no clock, and the hash of every member."""

    opened: zipfile.ZipFile
    told: Callable[[int, int], None]
    expected: int
    members: list[rows.Row] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def place(self, folder: str, name: str) -> str:
        """A name that no other member has, in any letter case: "bukti/03 SK.pdf", "bukti/03 SK (2).pdf"."""
        safe = safe_name(name)
        ending = _ending(safe)
        stem, number = safe.removesuffix(ending), 1
        while (chosen := f"{folder}/{stem}{f' ({number})' if number > 1 else ''}{ending}").casefold() in self.taken:
            number += 1
        self.taken.add(chosen.casefold())
        return chosen

    def put(self, name: str, content: bytes, *, packed: bool = True) -> None:
        self._write(name, [content], packed)

    def text(self, name: str, content: str) -> None:
        self.put(name, content.encode())

    def json(self, name: str, content: object) -> None:
        self.text(name, json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def lines(self, name: str, content: Iterable[str]) -> int:
        """Lines as they come; returns how many."""
        count = 0

        def encoded() -> Iterator[bytes]:
            nonlocal count
            for count, line in enumerate(content, start=1):  # noqa: B007 - read after the loop
                yield f"{line}\n".encode()

        self._write(name, encoded(), packed=True)
        return count

    def table(self, name: str, content: Sequence[rows.Row]) -> None:
        """The rows as JSON, exactly, and as CSV for spreadsheet programs."""
        self.json(f"{name}.json", content)
        written = io.StringIO()
        if content:
            writer = csv.DictWriter(written, content[0].keys(), lineterminator="\r\n")
            writer.writeheader()
            writer.writerows({key: _cell(value) for key, value in row.items()} for row in content)
        self.text(f"{name}.csv", "\ufeff" + written.getvalue())

    def _write(self, name: str, chunks: Iterable[bytes], packed: bool) -> None:
        info = zipfile.ZipInfo(name, BEGINNING_OF_TIME)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        info.create_system = 3
        digest, size = hashlib.sha256(), 0
        with self.opened.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self.members.append({"nama": name, "ukuran": size, "sha256": digest.hexdigest()})
        self.told(len(self.members), max(self.expected, len(self.members)))


def safe_name(name: str) -> str:
    """A file name that means the same everywhere: one line, no path, no direction marks, not too long."""
    printable = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", name))
    plain = " ".join(printable.translate(FORBIDDEN).split()).strip(". ") or "tanpa nama"
    ending = _ending(plain)
    return plain.removesuffix(ending)[: LONGEST_NAME - len(ending)].rstrip(". ") + ending


def _ending(name: str) -> str:
    """ ".pdf" of "SK.pdf"; nothing where what follows the last point is no ending."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending}" if stem and dot and ending.isalnum() and len(ending) <= 5 else ""


def _line(row: rows.Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
