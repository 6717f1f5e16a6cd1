import django.core.validators
import django.utils.timezone
import publishing.images
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('initiatives', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(help_text="The last part of the page's address: a-z, 0-9, hyphens.", max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use small letters a-z, digits, and hyphens between them.')], verbose_name='address')),
                ('dataset', models.CharField(blank=True, editable=False, max_length=40)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed on')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', help_text='Only what is published, and whose time has come, can be seen by the public.', max_length=10, verbose_name='state')),
                ('publish_at', models.DateTimeField(blank=True, db_index=True, help_text='Empty: at once when published. In UTC.', null=True, verbose_name='publish at')),
                ('title_en', models.CharField(max_length=200, verbose_name='title (English)')),
                ('title_ja', models.CharField(blank=True, max_length=200, verbose_name='title (Japanese)')),
                ('standfirst_en', models.TextField(blank=True, help_text='The two or three sentences under the title.', verbose_name='standfirst (English)')),
                ('standfirst_ja', models.TextField(blank=True, verbose_name='standfirst (Japanese)')),
                ('body_en', models.TextField(help_text='HTML: paragraphs, headings, lists, tables, quotations, links. &lt;a href="initiative:ADDRESS"&gt; names an initiative, &lt;a href="https://…" rel="source"&gt; cites a source of the record.', verbose_name='text (English)')),
                ('body_ja', models.TextField(blank=True, verbose_name='text (Japanese)')),
                ('author_en', models.CharField(max_length=120, verbose_name='author (English)')),
                ('author_ja', models.CharField(blank=True, max_length=120, verbose_name='author (Japanese)')),
                ('cover', publishing.images.ImageField(blank=True, help_text='Without one, the page gets a drawing of its own.', upload_to='covers/', verbose_name='cover picture')),
                ('cover_alt_en', models.CharField(blank=True, help_text='For those who cannot see it.', max_length=300, verbose_name='what the picture shows (English)')),
                ('cover_alt_ja', models.CharField(blank=True, max_length=300, verbose_name='what the picture shows (Japanese)')),
                ('claims', models.ManyToManyField(blank=True, help_text='The article shows how each of them stands.', related_name='articles', to='initiatives.claim', verbose_name='claims it makes')),
                ('initiatives', models.ManyToManyField(blank=True, related_name='articles', to='initiatives.initiative', verbose_name='initiatives it is about')),
                ('sources', models.ManyToManyField(blank=True, editable=False, related_name='articles', to='initiatives.source')),
                ('topics', models.ManyToManyField(blank=True, related_name='articles', to='initiatives.theme', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'ordering': ['-publish_at', 'slug'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='article_published_has_time', violation_error_message='What is published needs the time from which it is public.')],
            },
        ),
    ]
