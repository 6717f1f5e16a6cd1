import django.db.models.deletion
import django.utils.timezone
import publishing.fields
import secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('initiatives', '0011_pictures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=secrets.token_hex, editable=False, max_length=64, unique=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('ja', '日本語')], default='en', max_length=2, verbose_name='language of the page')),
                ('sent_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='sent on')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided on')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('record', models.UUIDField(help_text="The record's public_id.", verbose_name='record')),
                ('part', models.CharField(max_length=200, verbose_name='what is wrong')),
                ('should_say', models.TextField(max_length=2000, verbose_name='what it should say')),
                ('source', publishing.fields.UrlField(max_length=700, verbose_name='source')),
                ('email', models.EmailField(blank=True, help_text='To answer the reader. It is never shown to the public, and in no export.', max_length=254, verbose_name='e-mail')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('corrected', 'corrected'), ('declined', 'declined')], db_index=True, default='waiting', max_length=10, verbose_name='state')),
                ('reason_en', models.TextField(blank=True, help_text='What was corrected, or why nothing was. Stands on the public page of the report.', verbose_name='reason (English)')),
                ('reason_ja', models.TextField(blank=True, verbose_name='reason (Japanese)')),
                ('is_quoted', models.BooleanField(default=True, help_text='On the public page, once the report is closed. Untick it for what nobody should read.', verbose_name='show what was reported')),
                ('decided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['-sent_at', '-pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['record'], name='correction_of_record')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='correction_decided_has_time'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'corrected', 'declined'])), name='correction_state'), models.CheckConstraint(condition=models.Q(models.Q(('part', ''), _negated=True), models.Q(('should_say', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='correction_is_whole'), models.CheckConstraint(condition=models.Q(('state', 'waiting'), models.Q(('reason_en', ''), _negated=True), _connector='OR'), name='correction_closed_has_reason', violation_error_message='Readers are told what became of a report: give the reason.')],
            },
        ),
    ]
