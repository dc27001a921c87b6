from apps.decrees.actions.blocks import add_block, edit_block, move_block, remove_block
from apps.decrees.actions.copy import make_copy, request_copy
from apps.decrees.actions.draft import draft_correction, draft_decree, edit_head
from apps.decrees.actions.hour import ask_for_what_is_due, call_off, plan_publication, publish_planned
from apps.decrees.actions.issue import issue, publish_decree, request_issue
from apps.decrees.actions.press import add_press, remove_press
from apps.decrees.actions.render import render_draft, request_draft

__all__ = [
    "add_block",
    "add_press",
    "ask_for_what_is_due",
    "call_off",
    "draft_correction",
    "draft_decree",
    "edit_block",
    "edit_head",
    "issue",
    "make_copy",
    "move_block",
    "plan_publication",
    "publish_decree",
    "publish_planned",
    "remove_block",
    "remove_press",
    "render_draft",
    "request_copy",
    "request_draft",
    "request_issue",
]
