"""auditor: 项目支出绩效自评表 recomputed, checked against its narrative, and completed with drafts."""

__version__ = "0.1.0"
