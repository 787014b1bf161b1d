"""What was told to creditors about their files, and when the next report is due; what was promised them in time."""

from reports.models.activity import Report, Schedule
from reports.models.chart import ChartAccount
from reports.models.charter import Pledge, Reason
from reports.models.figures import ClockFigure, Counted, Figure, FiguresMark, Segment
from reports.models.month import Closing
from reports.models.setting import Setting, SettingVersion

__all__ = [
    "ChartAccount",
    "ClockFigure",
    "Closing",
    "Counted",
    "Figure",
    "FiguresMark",
    "Pledge",
    "Reason",
    "Report",
    "Schedule",
    "Segment",
    "Setting",
    "SettingVersion",
]
