from apps.decrees.actions.draft import draft_decree, edit_decree
from apps.decrees.actions.issue import issue, publish_decree, request_issue
from apps.decrees.actions.render import render_draft, request_draft

__all__ = [
    "draft_decree",
    "edit_decree",
    "issue",
    "publish_decree",
    "render_draft",
    "request_draft",
    "request_issue",
]
