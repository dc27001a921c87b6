"""Checks an archive of a self-assessment, with nothing but Python's standard library and without a connection.

    python3 verify_archive.py ARCHIVE.zip [--segel NUMBER DIGEST]

Computes again: the hash and size of every member, every count, the hash of every answer, of the sheet as it stands
and as it was handed in, every version of the answers, of the replies and of what followed the result, the rows that
the seals cover, and the links of the chain. `--segel` holds the chain against a receipt. The Ed25519 signatures of the
seals are not checked: the standard library has no Ed25519. What it says is Indonesian, for it travels inside the
archive to people of an institution.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

FORMAT = "arsip-penilaian-mandiri/4"
OWN = (
    "self_assessment_",
    "follow_up_followup",
    "evaluations_objection",
)  # tables whose sealed rows are the institution's, and are here
MANIFEST = "manifest.json"
CHAPTERS = ("interviu", "laporan", "penilaian", "pendampingan", "sanggah", "tindak_lanjut")  # folders with a list each
WITH_HISTORY = ("interviu", "tindak_lanjut")
CHUNK = 1 << 20
# What opening, unpacking and reading raise when the bytes are not what they say they are.
UNREADABLE = (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)


class Archive:
    """An opened archive, and what was found wrong with it."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self.opened = opened
        self.wrong: list[str] = []

    def demand(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.wrong.append(otherwise)

    def json(self, name: str) -> Any:
        return json.loads(self.opened.read(name).decode())

    def lines(self, name: str) -> list[str]:
        if name not in self.opened.namelist():
            return []
        with self.opened.open(name) as member:
            return [line.decode().rstrip("\n") for line in member]


def check_names(archive: Archive) -> None:
    """Every name stays inside the folder it is unpacked into, and none hides another."""
    names = archive.opened.namelist()
    for name in names:
        parts = name.split("/")
        is_safe = all(part not in ("", ".", "..") for part in parts) and "\\" not in name and ":" not in name
        archive.demand(is_safe and name.isprintable(), f"nama anggota tidak aman: {name!r}")
    archive.demand(len({name.casefold() for name in names}) == len(names), "ada nama anggota yang sama")


def check_members(archive: Archive, manifest: Any) -> None:
    listed = {one["nama"]: one for one in manifest["anggota"]}
    present = [name for name in archive.opened.namelist() if name != MANIFEST]
    archive.demand(len(listed) == len(manifest["anggota"]), "manifest menyebut satu anggota dua kali")
    for name in sorted(set(listed) - set(present)):
        archive.demand(False, f"hilang: {name}")
    for name in sorted(set(present) - set(listed)):
        archive.demand(False, f"tidak disebut manifest: {name}")
    for name in sorted(set(present) & set(listed)):
        found = (archive.opened.getinfo(name).file_size, hash_of(archive.opened, name))
        archive.demand(found == (listed[name]["ukuran"], listed[name]["sha256"]), f"isinya berubah: {name}")


def hash_of(opened: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with opened.open(name) as member:
        while chunk := member.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def check_answers(archive: Archive, answers: list[Any], history: list[Any]) -> None:
    """Every answer has its hash, and a version for each time it was saved, the last of which is what stands."""
    versions: dict[int, list[Any]] = {}
    for one in history:
        versions.setdefault(one["indikator"], []).append(one)
    for answer in answers:
        number, said = answer["indikator"], versions.pop(answer["indikator"], [])
        archive.demand(canonical_hash(line_of(answer)) == answer["sha256"], f"sidik jawaban indikator {number} salah")
        counted = sorted({one["versi"] for one in said}) == list(range(1, answer["versi"] + 1))
        archive.demand(counted, f"riwayat indikator {number} tidak lengkap")
        if said:
            last = max(said, key=lambda one: one["versi"])
            archive.demand(line_of(last) == line_of(answer), f"riwayat indikator {number} tidak sampai pada jawabannya")
    archive.demand(not versions, f"riwayat tanpa jawaban: {sorted(versions)}")


def line_of(answer: Any) -> list[Any]:
    """What of an answer is hashed."""
    texts = (answer["fakta"], answer["analisis"], answer["justifikasi"], answer["nama_layanan"])
    return [answer["indikator"], answer["tingkat"], *texts]


def canonical_hash(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_sheet(archive: Archive, manifest: Any, answers: list[Any], evidence: list[Any]) -> None:
    """The hash that was printed and signed, of the sheet now and at every submission."""
    now = sheet_hash(manifest["evaluasi"], answers, [one for one in evidence if not one["ditarik_pada"]])
    archive.demand(now == manifest["sidik_lembar"], "sidik lembar tidak cocok dengan jawaban dan buktinya")
    submissions = archive.json("pengiriman.json")
    archive.demand(len(submissions) == manifest["jumlah"]["pengiriman"], "jumlah pengiriman tidak cocok")
    if submissions:
        last = submissions[-1]
        at = last["pada"]
        stood = [
            one
            for one in evidence
            if one["ditambahkan_pada"] <= at and (not one["ditarik_pada"] or one["ditarik_pada"] > at)
        ]
        then = sheet_hash(manifest["evaluasi"], answers, stood)
        archive.demand(then == last["sidik_lembar"], f"lembar tidak cocok dengan pengiriman {last['kode']}")


def sheet_hash(evaluation: int, answers: Iterable[Any], evidence: Iterable[Any]) -> str:
    names = ("indikator", "sha256", "nama_asli", "tautan", "membuktikan", "tempat")
    proofs = [["evidence", *(one[name] for name in names)] for one in evidence]
    return canonical_hash([evaluation, *map(line_of, answers), *proofs])


def check_evidence(archive: Archive, evidence: list[Any], members: dict[str, str]) -> None:
    for one in evidence:
        if one["sha256"]:
            found = members.get(one["anggota"])
            named = one.get("nama_asli") or one["anggota"]
            archive.demand(found == one["sha256"], f"berkas bukti bukan yang dicatat: {named}")


def check_follow_ups(archive: Archive, follow_ups: list[Any], versions: list[Any]) -> None:
    """Every follow-up has each of its versions once, and stands as the last of them says."""
    told: dict[int, list[Any]] = {}
    for one in versions:
        told.setdefault(one["nomor"], []).append(one)
    for number, standing in enumerate(follow_ups, start=1):
        said = told.pop(standing["nomor"], [])
        counted = [one["versi"] for one in said] == list(range(1, standing["versi"] + 1))
        archive.demand(counted, f"riwayat tindak lanjut ke-{number} tidak lengkap")
        archive.demand(said[-1:] == [standing], f"riwayat tindak lanjut ke-{number} tidak sampai pada keadaannya")
    archive.demand(not told, "ada riwayat tindak lanjut tanpa tindak lanjutnya")


def check_replies(archive: Archive, standing: list[Any], sent: list[Any]) -> None:
    """What stands of a reply in the interview is what was sent last, and the sealed citations are those of replies."""
    last = {one["indikator"]: one for one in sent}
    for one in standing:
        said = last.pop(one["indikator"], None)
        names = ("versi_tanggapan", "isi_tanggapan", "tingkat_diminta", "bukti_dirujuk")
        holds = all(one[name] == said[name] for name in names) if said else not one["isi_tanggapan"]
        archive.demand(holds, f"tanggapan indikator {one['indikator']} bukan yang terakhir dikirim")
    archive.demand(not last, f"tanggapan tanpa indikatornya: {sorted(last)}")


def check_objections(archive: Archive, objections: list[Any]) -> None:
    """Every objection is among the rows that the seals cover, as far as they reach."""
    sealed = [json.loads(line) for line in archive.lines("segel/baris/evaluations_objection.jsonl")]
    archive.demand(len(sealed) <= len(objections), "ada sanggah tersegel yang tidak disebut")
    known = [{value for value in row if isinstance(value, str)} for row in sealed]
    told = [one["alasan"] for one in objections]
    archive.demand(all(any(text in row for text in told) for row in known), "sanggah berubah setelah disegel")


def check_counts(archive: Archive, manifest: Any, found: dict[str, int]) -> None:
    for name, number in found.items():
        stated = manifest["jumlah"][name]
        archive.demand(number == stated, f"jumlah {name.replace('_', ' ')}: {number}, menurut manifest {stated}")


def check_seals(archive: Archive, manifest: Any, seals: list[Any]) -> tuple[int, int]:
    """The links follow one another, hold their hash, and cover exactly the rows that are here.

    Returns how many were computed again, and how many rows of this institution they cover.
    """
    previous, computed = "", 0
    for number, seal in enumerate(seals, start=1):
        archive.demand(seal["nomor"] == number, f"segel {number} hilang")
        archive.demand(seal["sebelumnya"] == previous, f"segel {number} tidak menyambung segel sebelumnya")
        previous = seal["sidik"]
        if seal["lengkap"]:
            computed += 1
            digest = seal_digest(seal, manifest["instansi"]["kode"])
            archive.demand(digest == seal["sidik"], f"sidik segel {number} tidak cocok dengan isinya")
    return computed, check_rows(archive, seals)


def seal_digest(seal: Any, institution_code: str) -> str:
    lines = [seal["sebelumnya"], institution_code, str(seal["nomor"]), str(seal["evaluasi"])]
    for run in sorted(seal["rangkaian"], key=lambda one: one["sumber"]):
        bounds = (run["sesudah"], run["sampai"], run["jumlah"])
        lines.append("\t".join([run["sumber"], *map(str, bounds), *run["kolom"], run["sha256"]]))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def check_rows(archive: Archive, seals: list[Any]) -> int:
    """The rows of each table, in the order of the seals that cover them."""
    rows: dict[str, list[str]] = {}
    total = 0
    for seal in seals:
        for run in seal["rangkaian"]:
            table = run["sumber"]
            if not table.startswith(OWN):
                continue
            if table not in rows:
                rows[table] = archive.lines(f"segel/baris/{table}.jsonl")
            covered, rows[table] = rows[table][: run["jumlah"]], rows[table][run["jumlah"] :]
            total += len(covered)
            digest = hashlib.sha256("\n".join(covered).encode()).hexdigest()
            holds = len(covered) == run["jumlah"] and digest == run["sha256"]
            archive.demand(holds, f"baris {table} berubah setelah segel {seal['nomor']}")
    for table, left in rows.items():
        archive.demand(not left, f"baris {table} di luar segel mana pun")
    return total


def check_checkpoint(archive: Archive, seals: list[Any], checkpoint: list[str] | None) -> None:
    if checkpoint:
        number, digest = checkpoint
        found = [one["sidik"] for one in seals if str(one["nomor"]) == number]
        archive.demand(
            found == [digest.replace(" ", "").lower()], f"segel {number} bukan yang tercetak pada tanda terima"
        )


def check(archive: Archive, checkpoint: list[str] | None) -> list[str]:
    """What to tell about an archive; what is wrong with it stands in `archive.wrong`."""
    manifest = archive.json(MANIFEST)
    if manifest["format"] != FORMAT:
        archive.demand(False, f"format tidak dikenal: {manifest['format']}")
        return []
    check_names(archive)
    check_members(archive, manifest)
    answers, evidence = archive.json("jawaban/jawaban.json"), archive.json("bukti/daftar.json")
    remarks = archive.json("diskusi/diskusi.json")
    chapters = {name: archive.json(f"{name}/daftar.json") for name in CHAPTERS}
    versions = {name: [json.loads(line) for line in archive.lines(f"{name}/riwayat.jsonl")] for name in WITH_HISTORY}
    history = [json.loads(line) for line in archive.lines("riwayat/jawaban.jsonl")]
    seals = archive.json("segel/segel.json")
    members = {one["nama"]: one["sha256"] for one in manifest["anggota"]}
    check_answers(archive, answers, history)
    check_sheet(archive, manifest, answers, evidence)
    check_evidence(archive, evidence, members)
    for rows_of in (*chapters.values(), *versions.values()):
        check_evidence(archive, rows_of, members)
    check_follow_ups(archive, chapters["tindak_lanjut"], versions["tindak_lanjut"])
    check_replies(archive, chapters["interviu"], versions["interviu"])
    check_objections(archive, chapters["sanggah"])
    computed, rows = check_seals(archive, manifest, seals)
    check_checkpoint(archive, seals, checkpoint)
    found = {
        "jawaban": len(answers),
        "versi_jawaban": len(history),
        "bukti": len(evidence),
        "berkas_bukti": len({one["anggota"] for one in evidence if one["anggota"]}),
        "diskusi": len(remarks),
        **{name: len(found) for name, found in chapters.items()},
        **{f"versi_{name}": len(found) for name, found in versions.items()},
        "dokumen": sum(name.startswith("dokumen/") for name in members),
        "segel": len(seals),
        "baris_disegel": rows,
    }
    check_counts(archive, manifest, found)
    return [
        *([manifest["tanda_simulasi"]] if manifest["tanda_simulasi"] else []),
        f"{manifest['instansi']['nama']}, {manifest['periode']['nama']}",
        *(f"{number} {name.replace('_', ' ')}" for name, number in found.items()),
        f"sidik segel dihitung ulang: {computed} dari {len(seals)}; sisanya memuat catatan yang bukan milik instansi",
        *([f"segel terakhir: nomor {seals[-1]['nomor']}, {seals[-1]['sidik']}"] if seals else []),
        "tanda tangan Ed25519 tidak diperiksa: pustaka baku Python tidak memuatnya",
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Memeriksa arsip penilaian mandiri.")
    parser.add_argument("arsip", help="berkas ZIP")
    parser.add_argument("--segel", nargs=2, metavar=("NOMOR", "SIDIK"), help="titik periksa pada tanda terima")
    asked = parser.parse_args(arguments)
    try:
        with zipfile.ZipFile(asked.arsip) as opened:
            archive = Archive(opened)
            told = check(archive, asked.segel)
    except (*UNREADABLE, KeyError, TypeError) as error:
        print(f"TIDAK DAPAT DIPERIKSA: {error!r}")
        return 2
    print("\n".join(told))
    for reason in archive.wrong:
        print(f"SALAH: {reason}")
    print("ARSIP TIDAK UTUH" if archive.wrong else "ARSIP UTUH")
    return 1 if archive.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
