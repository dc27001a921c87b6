"""The chain of history: what is on record of an institution, sealed link by link.

Every table that is only added to and speaks of an evaluation belongs to it: the histories of all work, the ledger,
stage changes, extensions, receipts. A link (Seal) names the rows it covers, holds one SHA-256 over them and over the
link before it, and is signed with a key that the database does not know. Whoever rewrites a row breaks the link that
covers it and every later one; whoever rewrites the links too cannot sign them; and the receipts that institutions
hold carry link, hash and signature outside the database.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pghistory
import pgtrigger
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model

from apps.evaluations.models import Seal, SealedRows

BOTTOM = -(2**62)  # below every key: the first run of a table leaves no room for a row beneath it


@dataclass(frozen=True)
class Source:
    """A table of the chain: the key that grows with every row, and all its columns in their order."""

    table: str
    key: str
    columns: tuple[str, ...]

    @property
    def said(self) -> str:
        """Which rows say something: a form that is laid out empty (version 0) does not yet."""
        return "version > 0" if "version" in self.columns else "true"


@dataclass(frozen=True)
class Rows:
    """The rows of one evaluation after one key and up to another, and the hash over them in their order."""

    evaluation_id: int
    last: int
    count: int
    sha256: str


def sources() -> list[Source]:
    """Every table of the chain, by name: read from the models, so that a new history cannot be forgotten."""
    records = {model._meta.db_table for model, trigger in pgtrigger.registered() if trigger.name == "append_only"}
    chained = [model for model in apps.get_models() if _is_chained(model, records)]
    return sorted((_source(model) for model in chained), key=lambda source: source.table)


def _is_chained(model: type[Model], records: set[str]) -> bool:
    recorded = issubclass(model, pghistory.models.Event) or model._meta.db_table in records
    return recorded and "evaluation_id" in _columns(model) and model is not Seal


def _source(model: type[Model]) -> Source:
    return Source(model._meta.db_table, str(model._meta.pk.column), _columns(model))


def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(str(field.column) for field in model._meta.concrete_fields)


def unsealed(source: Source, evaluation_ids: list[int]) -> list[Rows]:
    """What this table holds of these evaluations beyond their last link, hashed. One statement."""
    sql = f"""
        SELECT r.evaluation_id, max(r.{source.key}), count(*), {_hash(source.key, source.columns)}
        FROM {source.table} r
        LEFT JOIN LATERAL (
            SELECT max(sealed.last) AS last FROM evaluations_sealedrows sealed
            JOIN evaluations_seal seal ON seal.id = sealed.seal_id
            WHERE sealed.source = %s AND seal.evaluation_id = r.evaluation_id) reached ON true
        WHERE r.evaluation_id = ANY(%s) AND r.{source.key} > COALESCE(reached.last, {BOTTOM}) AND {source.said}
        GROUP BY r.evaluation_id
    """  # noqa: S608 - names of our own models
    return [Rows(*found) for found in _rows(sql, [source.table, evaluation_ids])]


def with_news(source: Source) -> set[int]:
    """The evaluations of which this table holds something beyond their last link."""
    sql = f"""
        SELECT DISTINCT r.evaluation_id FROM {source.table} r
        WHERE {source.said} AND r.{source.key} > COALESCE((
            SELECT max(sealed.last) FROM evaluations_sealedrows sealed
            JOIN evaluations_seal seal ON seal.id = sealed.seal_id
            WHERE sealed.source = %s AND seal.evaluation_id = r.evaluation_id), {BOTTOM})
    """  # noqa: S608
    return {pk for (pk,) in _rows(sql, [source.table])}


def digest_of(previous: str, institution_code: str, number: int, evaluation_id: int, rows: Iterable[SealedRows]) -> str:
    """The hash of a link, in hex: over the link before it and every run of rows it covers."""
    lines = [previous, institution_code, str(number), str(evaluation_id)]
    for run in sorted(rows, key=lambda one: one.source):
        lines.append("\t".join([run.source, str(run.first), str(run.last), str(run.count), *run.columns, run.sha256]))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def signing_key() -> Ed25519PrivateKey:
    """The key of the seals: 32 bytes in hex from the settings, or derived from the secret key of the installation."""
    secret = settings.SEAL_KEY or hashlib.sha256(b"seal of history\0" + settings.SECRET_KEY.encode()).hexdigest()
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))


def signature_of(digest: str) -> tuple[str, str]:
    """The signature over a link's hash and the public key that checks it, both in hex."""
    key = signing_key()
    return key.sign(digest.encode()).hex(), key.public_key().public_bytes_raw().hex()


def broken_links(institution_id: int | None = None) -> list[str]:
    """Every link that does not hold, in words; of one institution or of all. Empty if the chain is whole.

    Recomputes each hash from the rows themselves, with the columns the link names: a column that is added later
    breaks nothing.
    """
    seals = Seal.objects.select_related("institution").prefetch_related("rows").order_by("institution_id", "number")
    if institution_id is not None:
        seals = seals.filter(institution=institution_id)
    found = list(seals)
    actual = _actual_hashes(found)
    wrong: list[str] = []
    before: Mapping[int, Seal] = {}
    for seal in found:
        last = before.get(seal.institution_id)
        if reason := _what_is_wrong(seal, last, actual):
            wrong.append(f"{seal.institution.code}, segel {seal.number}: {reason}")
        before = {seal.institution_id: seal}
    return wrong


def _what_is_wrong(seal: Seal, last: Seal | None, actual: Mapping[int, tuple[int, str]]) -> str:
    rows = list(seal.rows.all())
    for run in rows:
        if actual.get(run.pk) != (run.count, run.sha256):
            return f"isi {run.source} berubah setelah disegel"
    if (seal.number, seal.previous) != ((last.number + 1, last.digest) if last else (1, "")):
        return "mata rantai sebelumnya hilang atau diganti"
    if seal.digest != digest_of(seal.previous, seal.institution.code, seal.number, seal.evaluation_id, rows):
        return "sidik segel tidak cocok dengan isinya"
    own = signing_key().public_key().public_bytes_raw().hex()
    if seal.public_key != own and seal.public_key not in settings.FORMER_SEAL_KEYS:
        return "ditandatangani dengan kunci yang tidak dikenal"
    return "" if is_signed(seal.digest, seal.signature, seal.public_key) else "tanda tangannya tidak cocok"


def is_signed(digest: str, signature: str, public_key: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), digest.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _actual_hashes(seals: list[Seal]) -> dict[int, tuple[int, str]]:
    """For every run of sealed rows, by its key: how many rows there are now, and their hash. A statement a table."""
    keys = {source.table: source.key for source in sources()}
    shapes: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for seal in seals:
        for run in seal.rows.all():
            shapes.setdefault((run.source, tuple(run.columns)), []).append(run.pk)
    actual: dict[int, tuple[int, str]] = {}
    for (table, columns), ids in shapes.items():
        if table not in keys:
            continue
        said = Source(table, keys[table], columns).said
        sql = f"""
            SELECT run.id, found.count, found.sha256
            FROM evaluations_sealedrows run
            JOIN evaluations_seal seal ON seal.id = run.seal_id
            CROSS JOIN LATERAL (
                SELECT count(*) AS count, {_hash(keys[table], columns)} AS sha256 FROM {table} r
                WHERE r.evaluation_id = seal.evaluation_id AND r.{keys[table]} > run.first
                  AND r.{keys[table]} <= run.last AND {said}) found
            WHERE run.id = ANY(%s)
        """  # noqa: S608
        actual.update({pk: (count, sha256) for pk, count, sha256 in _rows(sql, [ids])})
    return actual


def _hash(key: str, columns: Iterable[str]) -> str:
    """SQL for the hash over rows `r` in the order of their key. Every session speaks UTC, so times read alike."""
    named = ", ".join(f"r.{column}" for column in columns)
    text = f"string_agg(jsonb_build_array({named})::text, E'\\n' ORDER BY r.{key})"
    return f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')"


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
