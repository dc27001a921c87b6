from apps.self_assessment.actions.answers import SheetRow, lay_out_sheets, save_answer, save_sheet
from apps.self_assessment.actions.approval import approve, return_for_correction, submit_for_approval
from apps.self_assessment.actions.archive import ask_archive, forget_archives, make_archive
from apps.self_assessment.actions.documents import (
    make_documents,
    render_documents,
    sign_document,
    sign_documents_of,
)
from apps.self_assessment.actions.evidence import add_file, add_link, withdraw_evidence
from apps.self_assessment.actions.receipts import ask_receipt, make_receipt
from apps.self_assessment.actions.submission import let_pass_unsigned, submit, submit_many

__all__ = [
    "SheetRow",
    "add_file",
    "add_link",
    "approve",
    "ask_archive",
    "ask_receipt",
    "forget_archives",
    "lay_out_sheets",
    "let_pass_unsigned",
    "make_archive",
    "make_documents",
    "make_receipt",
    "render_documents",
    "return_for_correction",
    "save_answer",
    "save_sheet",
    "sign_document",
    "sign_documents_of",
    "submit",
    "submit_for_approval",
    "submit_many",
    "withdraw_evidence",
]
