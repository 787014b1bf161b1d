"""What was told to creditors about their files, and when the next report is due; what was promised them in time."""

from reports.models.activity import Report, Schedule
from reports.models.chart import ChartAccount
from reports.models.charter import Pledge, Reason
from reports.models.month import Closing
from reports.models.setting import Setting, SettingVersion

__all__ = ["ChartAccount", "Closing", "Pledge", "Reason", "Report", "Schedule", "Setting", "SettingVersion"]
