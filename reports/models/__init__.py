"""What was told to creditors about their files, and when the next report is due."""

from reports.models.activity import Report, Schedule

__all__ = ["Report", "Schedule"]
