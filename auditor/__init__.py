"""auditor: 项目支出绩效自评表 recomputed, checked against its narrative, and completed with drafts.

From Python::

    from datetime import date
    from auditor import audit, read

    review = audit(read("form.txt"), today=date.today())
    for finding in review.findings:
        print(finding.rule, finding.message)

Every name is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.model.finding import Finding
    from auditor.model.form import Form
    from auditor.model.review import Review
    from auditor.pipeline import audit
    from auditor.readers import read

__version__ = "0.1.0"
__all__ = ["Finding", "Form", "Review", "__version__", "audit", "read"]

_HOMES = {
    "Finding": "auditor.model.finding",
    "Form": "auditor.model.form",
    "Review": "auditor.model.review",
    "audit": "auditor.pipeline",
    "read": "auditor.readers",
}


def __getattr__(name: str) -> object:
    """Load a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
