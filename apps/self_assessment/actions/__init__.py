from apps.self_assessment.actions.answers import SheetRow, lay_out_sheets, save_answer, save_sheet
from apps.self_assessment.actions.approval import approve, return_for_correction, submit_for_approval
from apps.self_assessment.actions.archive import ask_archive, forget_archives, make_archive
from apps.self_assessment.actions.delegation import delegate, withdraw_delegation
from apps.self_assessment.actions.documents import (
    make_documents,
    render_documents,
    sign_document,
    sign_documents_of,
)
from apps.self_assessment.actions.evidence import (
    add_file,
    add_link,
    describe_evidence,
    replace_evidence,
    store,
    use_file,
    withdraw_evidence,
)
from apps.self_assessment.actions.previews import look_at_once
from apps.self_assessment.actions.receipts import ask_receipt, make_receipt
from apps.self_assessment.actions.submission import let_pass_unsigned, submit, submit_many
from apps.self_assessment.actions.takeover import confirm_evidence, confirm_text, take_over
from apps.self_assessment.actions.uploads import check_takes_evidence

__all__ = [
    "SheetRow",
    "add_file",
    "add_link",
    "approve",
    "ask_archive",
    "ask_receipt",
    "check_takes_evidence",
    "confirm_evidence",
    "confirm_text",
    "delegate",
    "describe_evidence",
    "forget_archives",
    "lay_out_sheets",
    "let_pass_unsigned",
    "look_at_once",
    "make_archive",
    "make_documents",
    "make_receipt",
    "render_documents",
    "replace_evidence",
    "return_for_correction",
    "save_answer",
    "save_sheet",
    "sign_document",
    "sign_documents_of",
    "store",
    "submit",
    "submit_for_approval",
    "submit_many",
    "take_over",
    "use_file",
    "withdraw_delegation",
    "withdraw_evidence",
]
