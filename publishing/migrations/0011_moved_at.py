import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publishing", "0010_public_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicversion",
            name="moved_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
