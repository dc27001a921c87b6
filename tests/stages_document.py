"""docs/stages.md, made from the table of stages. `python -m tests.stages_document` writes it."""

from pathlib import Path

from apps.rules.stages import LABELS, LEDGER_ORDER, NEXT, REOPENED, Track

FILE = Path(__file__).resolve().parent.parent / "docs" / "stages.md"

DOCUMENT = """\
# Stages

Made by `python -m tests.stages_document` from `apps/rules/stages.py`; a test compares it. Do not edit it by hand.

An evaluation stands in one stage and goes on only where its track allows it: `evaluations.actions.advance` looks into
the same table, and the database refuses work of any other stage. The ministry's review may send an evaluation back, to
consolidation; the level of the new round becomes the next revision in the ledger, and nothing is erased. Any other
step back is a reopening, below.

## What may follow

{table}

An institution on the track *{not_assessed}* may fill in its sheet for itself; it goes nowhere from there and never
has a result.

## The way of an evaluation

Dotted arrows are ways of the track *{evaluation}* alone, thick ones of *{monitoring}* alone.

```mermaid
{diagram}
```

## What may be opened again

One of the ministry proposes with a reason and a new limit, two others approve; triggers hold both, and let no
evaluation go back without. Everything from the opened stage to where the evaluation stood begins another round: what
was said stays in the ledger, signed papers are kept and marked as replaced, locks of assessors are lifted. Every stage
is passed again; its closing is the next revision. A single assessor's locked desk review may be opened again, too, only
until the whole team has locked: from then on its members have read one another, and differences are settled together.

{reopened}

## Whose word counts

The later a stage in this list, the more its word weighs: for each indicator the last stage that spoke decides
(`apps/rules/levels.py`). Two are no places to stand in, only voices. Another agency's index alone speaks of an
indicator that the instrument takes from one, at any time until the review accepts. A correction speaks between the
review's acceptance and the publication, when nothing else does, and only after two units of the ministry have
approved it.

{ledger}
"""


def document() -> str:
    """The whole file."""
    return DOCUMENT.format(
        table=_table(),
        diagram=_diagram(),
        reopened=_reopened(),
        ledger="\n".join(f"{place}. {LABELS[stage]} (`{stage}`)" for place, stage in enumerate(LEDGER_ORDER, start=1)),
        not_assessed=LABELS[Track.NOT_ASSESSED],
        evaluation=LABELS[Track.EVALUATION],
        monitoring=LABELS[Track.MONITORING],
    )


def _table() -> str:
    lines = ["| track | stage | may be followed by |", "| --- | --- | --- |"]
    for track, stages in NEXT.items():
        for stage, following in stages.items():
            ways = ", ".join(LABELS[one] for one in following) or "nothing"
            lines.append(f"| {LABELS[track]} | {LABELS[stage]} (`{stage}`) | {ways} |")
    return "\n".join(lines)


def _reopened() -> str:
    lines = ["| track | stands at | may be opened again |", "| --- | --- | --- |"]
    for track, standing in REOPENED.items():
        for stage, again in standing.items():
            lines.append(f"| {LABELS[track]} | {LABELS[stage]} | {', '.join(LABELS[one] for one in again)} |")
    return "\n".join(lines)


def _diagram() -> str:
    """A step of both tracks is drawn once, plainly."""
    steps = {track: [(stage, one) for stage, following in NEXT[track].items() for one in following] for track in Track}
    evaluation, monitoring = steps[Track.EVALUATION], steps[Track.MONITORING]
    lines = ["flowchart LR"]
    lines += [f'    {stage}["{LABELS[stage]}"]' for stage in NEXT[Track.EVALUATION]]
    for step in [*evaluation, *(one for one in monitoring if one not in evaluation)]:
        arrow = "-->" if step in evaluation and step in monitoring else "-.->" if step in evaluation else "==>"
        lines.append(f"    {step[0]} {arrow} {step[1]}")
    return "\n".join(lines)


if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8")
