"""Failed sign-ins, remembered without the address; the service only ever adds them."""

from django.db import migrations, models

from agencies.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="SignInFailure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("address", models.CharField(max_length=64)),
                ("ip", models.GenericIPAddressField()),
            ],
            options={"indexes": [models.Index(fields=["user_id", "-id"], name="agencies_signinfailure_latest")]},
        ),
        *append_only("agencies_signinfailure"),
    ]
