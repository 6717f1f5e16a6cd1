from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0006_desk_notes'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='marks',
            field=models.TextField(blank=True, default='', editable=False, help_text='Its titles in the form in which near-duplicates agree.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='partner',
            name='marks',
            field=models.TextField(blank=True, default='', editable=False, help_text='Names, acronym and ROR id in the form in which near-duplicates agree.'),
            preserve_default=False,
        ),
    ]
