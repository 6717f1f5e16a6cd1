import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("owner", models.BigIntegerField(db_index=True, null=True)),
                ("exact", models.TextField(blank=True)),
                ("names", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
            ],
            options={"verbose_name_plural": "entries"},
        ),
        migrations.CreateModel(
            name="Word",
            fields=[("word", models.CharField(max_length=60, primary_key=True, serialize=False))],
            options={
                "indexes": [models.Index(django.db.models.functions.text.Length("word"), name="word_length")],
            },
        ),
    ]
