from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0005_authors'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='desk_note',
            field=models.TextField(blank=True, help_text='What is still to do, or why it was sent back. Readers never see it.', verbose_name='note for colleagues'),
        ),
        migrations.AlterField(
            model_name='initiative',
            name='publish_at',
            field=models.DateTimeField(blank=True, db_index=True, help_text='Empty: at once when published.', null=True, verbose_name='publish at'),
        ),
    ]
