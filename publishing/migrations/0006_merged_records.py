from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0005_pending_edits'),
    ]

    operations = [
        migrations.AddField(
            model_name='oldaddress',
            name='was',
            field=models.UUIDField(help_text='The public_id of the record that had this address until it was merged into the one it leads to, whose history also shows the revisions of the other. Empty: the record had it itself.', null=True),
        ),
        migrations.AddField(
            model_name='oldaddress',
            name='was_public',
            field=models.BooleanField(default=False, help_text='Readers could see what was merged: only then does its history stay public.'),
        ),
        migrations.AddIndex(
            model_name='oldaddress',
            index=models.Index(fields=['record'], name='oldaddress_of_record'),
        ),
        migrations.AlterField(
            model_name='change',
            name='kind',
            field=models.CharField(choices=[('new', 'new record'), ('status', 'status'), ('date', 'date'), ('partner', 'partner'), ('milestone', 'milestone'), ('funding', 'funding'), ('source', 'source'), ('text', 'text'), ('withdrawn', 'withdrawn'), ('merged', 'merged with')], db_index=True, max_length=10),
        ),
    ]
