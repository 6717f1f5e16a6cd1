from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0006_merged_records'),
    ]

    operations = [
        migrations.AddField(
            model_name='pendingedit',
            name='is_current',
            field=models.BooleanField(default=False, help_text='The Japanese says what the English says.'),
        ),
    ]
