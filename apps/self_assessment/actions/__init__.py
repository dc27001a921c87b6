from apps.self_assessment.actions.answers import SheetRow, lay_out_sheets, save_answer, save_sheet
from apps.self_assessment.actions.approval import approve, return_for_correction, submit_for_approval
from apps.self_assessment.actions.delegation import delegate, withdraw_delegation
from apps.self_assessment.actions.documents import (
    make_documents,
    render_documents,
    sign_document,
    sign_documents_of,
)
from apps.self_assessment.actions.evidence import add_file, add_link, withdraw_evidence
from apps.self_assessment.actions.submission import let_pass_unsigned, submit, submit_many
from apps.self_assessment.actions.takeover import confirm_evidence, confirm_text, take_over

__all__ = [
    "SheetRow",
    "add_file",
    "add_link",
    "approve",
    "confirm_evidence",
    "confirm_text",
    "delegate",
    "lay_out_sheets",
    "let_pass_unsigned",
    "make_documents",
    "render_documents",
    "return_for_correction",
    "save_answer",
    "save_sheet",
    "sign_document",
    "sign_documents_of",
    "submit",
    "submit_for_approval",
    "submit_many",
    "take_over",
    "withdraw_delegation",
    "withdraw_evidence",
]
