"""Private judgements are read through one door: no other room touches their tables."""

import ast
from pathlib import Path

import apps

ROOMS = Path(apps.__path__[0])
PRIVATE = {"Judgement", "EvidenceVerdict", "AgreedLevel"}
# It plays the part of the assessors themselves.
STAGE = ROOMS / "dashboard" / "demo"


def test_no_other_room_reads_the_private_tables():
    found = []
    for path in ROOMS.rglob("*.py"):
        if path.is_relative_to(ROOMS / "desk_review") or path.is_relative_to(STAGE):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("apps.desk_review.models"):
                found += [f"{path}: {one.name}" for one in node.names if one.name in PRIVATE]

    assert found == []
