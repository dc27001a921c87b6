"""Reading an instrument's file. It is taken whole or refused whole, naming file and place."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn, cast

from apps.rules.instrument import (
    INDICATOR,
    Band,
    IndicatorSpec,
    InstrumentSpec,
    Node,
    NodeKey,
    Regulation,
    Scale,
    ScaleError,
    Subject,
    Target,
)

HUNDRED = Decimal(100)
DECIMAL = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
DIGITS_OF_KIND = {"integer": range(1), "decimal": range(1, 10)}
LISTS_BESIDE_NODES = {"years", "predikat", "hierarchy"}


class InstrumentFileError(ValueError):
    """The file cannot be an instrument. Says which file, which place in it, and why, in Indonesian."""

    def __init__(self, source: str, place: str, reason: str) -> None:
        super().__init__(f"{source}: {place}: {reason}")
        self.source = source
        self.place = place
        self.reason = reason


def read_instrument(path: Path) -> InstrumentSpec:
    """The instrument in a file."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_without_doubles)
    except (OSError, ValueError, RecursionError) as error:
        raise InstrumentFileError(path.name, "berkas", f"tidak dapat dibaca sebagai JSON ({error})") from error
    return parse_instrument(data, source=path.name)


def parse_instrument(data: object, *, source: str) -> InstrumentSpec:
    """The instrument that the decoded JSON describes; `source` is the file's name for the errors."""
    return _Reader(source).instrument(data)


class _Reader:
    """Takes the file apart, and knows where it stands when something is wrong."""

    def __init__(self, source: str) -> None:
        self.source = source

    def refuse(self, place: str, reason: str) -> NoReturn:
        raise InstrumentFileError(self.source, place, reason)

    # The whole

    def instrument(self, data: object) -> InstrumentSpec:
        top = self.mapping(data, "berkas")
        scale = self.scale(self.mapping(self.value(top, "scale", ""), "scale"))
        level_names = self.level_names(top, scale)
        hierarchy = self.hierarchy(top)
        nodes = self.nodes(top, hierarchy)
        self.check_weights(hierarchy, nodes)
        rows = self.rows(top, INDICATOR)
        return InstrumentSpec(
            code=self.text(top, "code", ""),
            name=self.text(top, "name", ""),
            legal_basis=self.text(top, "legal_basis", ""),
            subject=self.subject(self.mapping(self.value(top, "subject", ""), "subject")),
            regulation=self.regulation(self.mapping(self.value(top, "regulation", ""), "regulation")),
            years=self.years(top),
            scale=scale,
            bands=self.bands(top, scale),
            level_names=level_names,
            hierarchy=hierarchy,
            parts=tuple(node for node in nodes.values() if node.kind != INDICATOR),
            indicators=tuple(
                self.indicator(row, place, nodes[INDICATOR, row["number"]], scale, level_names) for place, row in rows
            ),
            target=self.target(top, scale),
            wording=self.optional_text(top, "wording", ""),
        )

    def subject(self, row: Mapping[str, Any]) -> Subject:
        return Subject(self.text(row, "short", "subject"), self.text(row, "name", "subject"))

    def regulation(self, row: Mapping[str, Any]) -> Regulation:
        return Regulation(self.text(row, "title", "regulation"), self.text(row, "gazette", "regulation"))

    def years(self, top: Mapping[str, Any]) -> tuple[int, ...]:
        years = tuple(self.listed(top, "years", ""))
        if not years or any(type(year) is not int for year in years) or sorted(set(years)) != list(years):
            self.refuse("years", "harus berisi tahun yang berurutan tanpa pengulangan")
        return years

    def scale(self, row: Mapping[str, Any]) -> Scale:
        kind = self.text(row, "kind", "scale")
        if kind not in DIGITS_OF_KIND:
            self.refuse("scale.kind", f"{kind!r} bukan integer atau decimal")
        minimum, maximum = (self.whole(row, key, "scale") for key in ("min", "max"))
        if minimum >= maximum:
            self.refuse("scale", f"min {minimum} tidak lebih kecil daripada max {maximum}")
        digits = self.whole(row, "digits", "scale") if "digits" in row else 0
        if digits not in DIGITS_OF_KIND[kind]:
            self.refuse("scale.digits", f"{digits} tidak sesuai dengan skala {kind}")
        return Scale(kind, Decimal(minimum), Decimal(maximum), digits)

    def bands(self, top: Mapping[str, Any], scale: Scale) -> tuple[Band, ...]:
        bands = []
        for position, item in enumerate(self.listed(top, "predikat", "")):
            place = f"predikat[{position}]"
            row = self.mapping(item, place)
            name, slug = self.text(row, "name", place), self.text(row, "slug", place)
            bands.append(Band(name, slug, self.decimal(row, "floor", place)))
        if any(higher.floor <= lower.floor for higher, lower in pairwise(bands)):
            self.refuse("predikat", "batas bawah harus terus menurun")
        if len({band.slug for band in bands}) != len(bands):
            self.refuse("predikat", "slug tidak boleh berulang")
        if not bands or bands[-1].floor > scale.minimum:
            self.refuse("predikat", f"tidak ada predikat bagi indeks {scale.minimum}")
        return tuple(bands)

    def level_names(self, top: Mapping[str, Any], scale: Scale) -> Mapping[str, tuple[str, ...]]:
        found = self.mapping(self.value(top, "level_names", ""), "level_names")
        for capability, names in found.items():
            if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
                self.refuse(f"level_names.{capability}", "harus berisi daftar nama")
            if len(names) != len(scale.steps):
                self.refuse(f"level_names.{capability}", f"harus berisi {len(scale.steps)} nama")
        return {capability: tuple(names) for capability, names in found.items()}

    def target(self, top: Mapping[str, Any], scale: Scale) -> Target | None:
        if top.get("target") is None:
            return None
        row = self.mapping(top["target"], "target")
        level, index = (self.decimal(row, key, "target") for key in ("level", "index"))
        try:
            scale.check(level)
            scale.check_range(index)
        except ScaleError as error:
            self.refuse("target", str(error))
        return Target(level, index)

    # The tree

    def hierarchy(self, top: Mapping[str, Any]) -> tuple[str, ...]:
        kinds = self.listed(top, "hierarchy", "")
        if not all(isinstance(kind, str) and kind for kind in kinds) or len(set(kinds)) != len(kinds):
            self.refuse("hierarchy", "harus berisi jenis yang berbeda-beda")
        if len(kinds) < 2 or kinds[-1] != INDICATOR:
            self.refuse("hierarchy", f"harus berakhir dengan {INDICATOR} di bawah sekurangnya satu jenis lain")
        plurals = {f"{kind}s" for kind in kinds}
        for key, value in top.items():
            if isinstance(value, list) and value and key not in plurals | LISTS_BESIDE_NODES:
                self.refuse(key, "tidak tercantum dalam hierarchy")
        return tuple(kinds)

    def nodes(self, top: Mapping[str, Any], hierarchy: tuple[str, ...]) -> dict[NodeKey, Node]:
        nodes: dict[NodeKey, Node] = {}
        empty = {key.removesuffix("s") for key, value in top.items() if value == []}
        for above, kind in zip((None, *hierarchy), hierarchy, strict=False):
            for place, row in self.rows(top, kind):
                number = self.whole(row, "number", place)
                if number < 1:
                    self.refuse(f"{place}.number", f"{number} bukan nomor")
                if (kind, number) in nodes:
                    self.refuse(f"{place}.number", f"nomor {number} tercantum dua kali")
                for absent in empty & row.keys():
                    if row[absent] is not None:
                        self.refuse(f"{place}.{absent}", f"{absent} {row[absent]} tidak dikenal")
                parent = None
                if above is not None:
                    parent = (above, self.whole(row, above, place))
                    if parent not in nodes:
                        self.refuse(f"{place}.{above}", f"{above} {parent[1]} tidak dikenal")
                nodes[kind, number] = Node(
                    kind=kind,
                    number=number,
                    name=self.text(row, "name", place),
                    weight=self.weight(row, place),
                    parent=parent,
                    aliases=self.aliases(row, place),
                )
        return nodes

    def check_weights(self, hierarchy: tuple[str, ...], nodes: Mapping[NodeKey, Node]) -> None:
        for kind in hierarchy:
            total = sum(node.weight for node in nodes.values() if node.kind == kind)
            if total != HUNDRED:
                self.refuse(f"{kind}s", f"jumlah bobot {total}, seharusnya 100")
        for node in nodes.values():
            if node.kind == INDICATOR:
                continue
            total = sum(child.weight for child in nodes.values() if child.parent == node.key)
            if total != node.weight:
                place = f"{node.kind}s, nomor {node.number}"
                self.refuse(place, f"bobot {node.weight}, tetapi jumlah bobot di bawahnya {total}")

    def indicator(
        self,
        row: Mapping[str, Any],
        place: str,
        node: Node,
        scale: Scale,
        level_names: Mapping[str, tuple[str, ...]],
    ) -> IndicatorSpec:
        capability = self.text(row, "capability", place)
        if capability not in level_names:
            self.refuse(f"{place}.capability", f"{capability!r} tidak dikenal dalam level_names")
        return IndicatorSpec(
            kind=node.kind,
            number=node.number,
            name=node.name,
            weight=node.weight,
            parent=node.parent,
            aliases=node.aliases,
            full_name=self.text(row, "full_name", place),
            capability=capability,
            question=self.text(row, "question", place),
            explanation=self.text(row, "explanation", place),
            criteria=self.texts_by_step(row, "criteria", place, scale),
            evidence=self.texts_by_step(row, "evidence", place, scale),
            note=self.optional_text(row, "note", place),
            external_index=self.optional_text(row, "external_index", place),
            names_service=self.flag(row, "names_service", place, default=False),
            cumulative=self.flag(row, "cumulative", place, default=True),
        )

    def texts_by_step(self, row: Mapping[str, Any], key: str, place: str, scale: Scale) -> Mapping[int, str] | None:
        if self.value(row, key, place) is None:
            return None
        here = f"{place}.{key}"
        texts = self.mapping(row[key], here)
        if list(texts) != [str(step) for step in scale.steps]:
            self.refuse(here, f"harus berisi tingkat {scale.steps[0]} sampai {scale.steps[-1]}")
        return {step: self.text(texts, str(step), here) for step in scale.steps}

    # Single values

    def rows(self, top: Mapping[str, Any], kind: str) -> list[tuple[str, Mapping[str, Any]]]:
        key = f"{kind}s"
        items = [(f"{key}[{position}]", item) for position, item in enumerate(self.listed(top, key, ""))]
        if not items:
            self.refuse(key, "kosong, padahal tercantum dalam hierarchy")
        return [(place, self.mapping(item, place)) for place, item in items]

    def value(self, row: Mapping[str, Any], key: str, place: str) -> Any:
        if key not in row:
            self.refuse(_at(place, key), "tidak ada")
        return row[key]

    def mapping(self, value: object, place: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self.refuse(place, "harus berupa objek")
        return cast("Mapping[str, Any]", value)

    def listed(self, row: Mapping[str, Any], key: str, place: str) -> list[Any]:
        value = self.value(row, key, place)
        if not isinstance(value, list):
            self.refuse(_at(place, key), "harus berupa daftar")
        return value

    def text(self, row: Mapping[str, Any], key: str, place: str) -> str:
        value = self.value(row, key, place)
        if not isinstance(value, str) or not value.strip():
            self.refuse(_at(place, key), "harus berupa teks yang tidak kosong")
        return value

    def optional_text(self, row: Mapping[str, Any], key: str, place: str) -> str:
        return "" if row.get(key) is None else self.text(row, key, place)

    def aliases(self, row: Mapping[str, Any], place: str) -> tuple[str, ...]:
        aliases = row.get("aliases", [])
        if not isinstance(aliases, list) or not all(isinstance(alias, str) and alias for alias in aliases):
            self.refuse(f"{place}.aliases", "harus berupa daftar teks")
        return tuple(aliases)

    def whole(self, row: Mapping[str, Any], key: str, place: str) -> int:
        value = self.value(row, key, place)
        if type(value) is not int:  # a bool is an int, but no number
            self.refuse(_at(place, key), "harus berupa bilangan bulat")
        return value

    def flag(self, row: Mapping[str, Any], key: str, place: str, *, default: bool) -> bool:
        value = row.get(key, default)
        if not isinstance(value, bool):
            self.refuse(f"{place}.{key}", "harus true atau false")
        return value

    def decimal(self, row: Mapping[str, Any], key: str, place: str) -> Decimal:
        value = self.value(row, key, place)
        if not isinstance(value, str) or not DECIMAL.fullmatch(value):
            # JSON's own decimals would arrive as binary floats.
            self.refuse(_at(place, key), 'harus berupa teks desimal seperti "1.30"')
        return Decimal(value)

    def weight(self, row: Mapping[str, Any], place: str) -> Decimal:
        weight = self.decimal(row, "weight", place)
        if not weight:
            self.refuse(f"{place}.weight", "harus lebih besar daripada nol")
        return weight


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError("tercantum dua kali: " + ", ".join(sorted({k for k in keys if keys.count(k) > 1})))
    return found
