import django.db.models.deletion
import django.utils.timezone
import secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_pictures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=secrets.token_hex, editable=False, max_length=64, unique=True)),
                ('email', models.EmailField(help_text='To answer the reader. It is never shown to the public, and in no export.', max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(choices=[('en', 'English'), ('ja', '日本語')], default='en', max_length=2, verbose_name='language of the page')),
                ('sent_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='sent on')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided on')),
                ('name', models.CharField(help_text='Stands with the comment.', max_length=80, verbose_name='name')),
                ('text', models.TextField(max_length=4000, verbose_name='comment')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('approved', 'approved'), ('rejected', 'rejected'), ('spam', 'spam')], db_index=True, default='waiting', help_text='Readers see what is approved, and nothing else.', max_length=10, verbose_name='state')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='articles.article', verbose_name='article')),
                ('decided_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['-sent_at', '-pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='comment_decided_has_time'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'approved', 'rejected', 'spam'])), name='comment_state'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('email', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='comment_is_whole')],
            },
        ),
    ]
