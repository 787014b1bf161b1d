"""What the platform's operators did, above any agency."""

from django.db import models


class OperatorEntry(models.Model):
    """One act of a platform operator. Rows are only ever added; they name agencies and never what is in one."""

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    user_id = models.BigIntegerField(null=True)  # None: the command line of the platform
    agency_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="creansys_operatorentry_at")]

    def __str__(self) -> str:
        return f"{self.at} {self.kind}"
