"""What lists sort by and search: indexes for a creditor's pages, and the debtor's name as it is looked for."""

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

ACCENTS = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyy"


def index(model: str, name: str, *fields: str) -> migrations.AddIndex:
    """An index that begins with the agency, as the policies do."""
    return migrations.AddIndex(model, models.Index(fields=["agency", *fields], name=name))


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_walls")]

    operations = [
        migrations.SeparateDatabaseAndState(  # the column is there since 0002
            state_operations=[
                migrations.AddField(
                    model_name="claim",
                    name="principal_cents",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.F("principal") * 100, models.BigIntegerField()
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                )
            ]
        ),
        migrations.AddField(
            model_name="debtor",
            name="sought",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    django.db.models.functions.text.Lower("name"),
                    models.Value(ACCENTS),
                    models.Value(PLAIN),
                    function="translate",
                ),
                output_field=models.TextField(db_collation="C"),
            ),
        ),
        index("debtor", "claims_debtor_sought", "sought"),
        index("debtor", "claims_debtor_of_party_sought", "party", "sought"),
        index("claim", "claims_claim_by_due", "oldest_due_on", "id"),
        index("claim", "claims_claim_party_number", "party", "number", "id"),
        index("claim", "claims_claim_party_principal", "party", "principal_cents", "id"),
        index("claim", "claims_claim_party_due", "party", "oldest_due_on", "id"),
    ]
