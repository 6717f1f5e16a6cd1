import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import publishing.countries
import publishing.dates
import publishing.fields
import publishing.images
import publishing.models
import uuid
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(editable=False, max_length=80, unique=True)),
                ('says_en', models.TextField(validators=[django.core.validators.MaxLengthValidator(1000)], verbose_name='what is claimed (English)')),
                ('says_ja', models.TextField(blank=True, verbose_name='what is claimed (Japanese)')),
                ('where_en', models.CharField(blank=True, max_length=300, verbose_name='where it is claimed (English)')),
                ('where_ja', models.CharField(blank=True, max_length=300, verbose_name='where it is claimed (Japanese)')),
                ('where_url', publishing.fields.UrlField(blank=True, max_length=700, verbose_name='address of the claim')),
                ('verdict', models.CharField(choices=[('confirmed', 'confirmed'), ('partly', 'partly confirmed'), ('unconfirmed', 'unconfirmed'), ('contradicted', 'contradicted')], db_index=True, max_length=20, verbose_name='verdict')),
                ('note_en', models.TextField(blank=True, verbose_name='what the sources show (English)')),
                ('note_ja', models.TextField(blank=True, verbose_name='what the sources show (Japanese)')),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='As the page has it, in its own language.', max_length=300, verbose_name='title')),
                ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                ('url', publishing.fields.UrlField(max_length=700, unique=True, verbose_name='URL')),
                ('published', publishing.dates.PartialDateField(blank=True, help_text='As far as it is known: 2013, May 2013 or 17 May 2013.', null=True, verbose_name='published on')),
                ('kind', models.CharField(choices=[('official', 'official'), ('press', 'press'), ('academic', 'academic'), ('organisation', 'organisation')], db_index=True, default='official', max_length=20, verbose_name='kind')),
                ('last_answered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last answered')),
                ('archive_url', publishing.fields.UrlField(blank=True, max_length=700, verbose_name='archived copy')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['title', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(help_text="The last part of the page's address: a-z, 0-9, hyphens.", max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use small letters a-z, digits, and hyphens between them.')], verbose_name='address')),
                ('dataset', models.CharField(blank=True, editable=False, max_length=40)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed on')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', help_text='Only what is published, and whose time has come, can be seen by the public.', max_length=10, verbose_name='state')),
                ('publish_at', models.DateTimeField(blank=True, db_index=True, help_text='Empty: at once when published. In UTC.', null=True, verbose_name='publish at')),
                ('kind', models.CharField(choices=[('agreement', 'agreement'), ('dialogue', 'dialogue'), ('partnership', 'partnership'), ('memorandum', 'memorandum'), ('programme', 'programme'), ('call', 'call'), ('research-project', 'research project'), ('support-action', 'support action'), ('infrastructure', 'infrastructure'), ('network', 'network'), ('initiative', 'initiative')], db_index=True, max_length=20, verbose_name='kind')),
                ('status', models.CharField(choices=[('proposed', 'proposed'), ('negotiating', 'negotiating'), ('announced', 'announced'), ('active', 'active'), ('completed', 'completed'), ('superseded', 'superseded')], db_index=True, max_length=20, verbose_name='status')),
                ('title_en', models.CharField(max_length=200, verbose_name='title (English)')),
                ('title_ja', models.CharField(blank=True, max_length=200, verbose_name='title (Japanese)')),
                ('title_ja_official', models.BooleanField(default=False, help_text='Not ticked: it is our translation, and the page says so.', verbose_name='the Japanese title is official')),
                ('acronym', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='acronym')),
                ('summary_en', models.TextField(blank=True, help_text='Two to four sentences: what it is, who is in it, where it stands.', verbose_name='summary (English)')),
                ('summary_ja', models.TextField(blank=True, verbose_name='summary (Japanese)')),
                ('body_en', models.TextField(blank=True, help_text='Longer text, if there is more to say. An empty line begins a paragraph.', verbose_name='text (English)')),
                ('body_ja', models.TextField(blank=True, verbose_name='text (Japanese)')),
                ('start', publishing.dates.PartialDateField(blank=True, db_index=True, help_text='As far as it is known: 2013, May 2013 or 17 May 2013. Empty: not known.', null=True, verbose_name='start')),
                ('end', publishing.dates.PartialDateField(blank=True, help_text='Empty: open, or not known.', null=True, verbose_name='end')),
                ('programme', models.CharField(blank=True, db_index=True, help_text='The funding programme, as FP7-INCO or Horizon 2020.', max_length=100, verbose_name='programme')),
                ('cover', publishing.images.ImageField(blank=True, help_text='Without one, the page gets a drawing of its own.', upload_to='covers/', verbose_name='cover picture')),
                ('cover_alt_en', models.CharField(blank=True, help_text='For those who cannot see it.', max_length=300, verbose_name='what the picture shows (English)')),
                ('cover_alt_ja', models.CharField(blank=True, max_length=300, verbose_name='what the picture shows (Japanese)')),
                ('last_checked', models.DateField(blank=True, help_text='The day an editor last compared this record with its sources.', null=True, verbose_name='checked on')),
                ('related', models.ManyToManyField(blank=True, help_text='Shown on both pages.', related_name='related_from', to='initiatives.initiative', verbose_name='related initiatives')),
            ],
            options={
                'verbose_name': 'initiative',
                'verbose_name_plural': 'initiatives',
                'ordering': ['title_en', 'slug'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ClaimAbout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='abouts', to='initiatives.claim', verbose_name='claim')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claim_abouts', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'verbose_name': 'claim',
                'verbose_name_plural': 'claims',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='claim',
            name='initiatives',
            field=models.ManyToManyField(related_name='claims', through='initiatives.ClaimAbout', to='initiatives.initiative', verbose_name='initiatives'),
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(editable=False, max_length=40)),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='initiatives.initiative', verbose_name='initiative')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='initiatives.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(default=publishing.models.new_key, editable=False, max_length=40)),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('date', publishing.dates.PartialDateField(db_index=True, help_text='As far as it is known: 2013, May 2013 or 17 May 2013.', verbose_name='date')),
                ('time', models.TimeField(blank=True, help_text='Only where it matters, as for a deadline.', null=True, verbose_name='time')),
                ('time_zone', models.CharField(blank=True, choices=[('Europe/Brussels', 'Brussels time'), ('Asia/Tokyo', 'Tokyo time')], max_length=20, verbose_name='time zone')),
                ('kind', models.CharField(choices=[('signing', 'signing'), ('launch', 'launch'), ('meeting', 'meeting'), ('call', 'call'), ('decision', 'decision'), ('result', 'result'), ('deadline', 'deadline'), ('completion', 'completion')], db_index=True, max_length=20, verbose_name='kind')),
                ('title_en', models.CharField(max_length=200, verbose_name='title (English)')),
                ('title_ja', models.CharField(blank=True, max_length=200, verbose_name='title (Japanese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('note_ja', models.TextField(blank=True, verbose_name='note (Japanese)')),
                ('citations', models.ManyToManyField(blank=True, related_name='%(class)ss', to='initiatives.citation', verbose_name='sources')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'verbose_name': 'milestone',
                'verbose_name_plural': 'milestones',
                'ordering': ['date', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(default=publishing.models.new_key, editable=False, max_length=40)),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('text_en', models.TextField(verbose_name='outcome (English)')),
                ('text_ja', models.TextField(blank=True, verbose_name='outcome (Japanese)')),
                ('citations', models.ManyToManyField(blank=True, related_name='%(class)ss', to='initiatives.citation', verbose_name='sources')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'verbose_name': 'outcome',
                'verbose_name_plural': 'outcomes',
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(help_text="The last part of the page's address: a-z, 0-9, hyphens.", max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use small letters a-z, digits, and hyphens between them.')], verbose_name='address')),
                ('dataset', models.CharField(blank=True, editable=False, max_length=40)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed on')),
                ('name_en', models.CharField(db_index=True, max_length=200, verbose_name='name (English)')),
                ('name_ja', models.CharField(blank=True, help_text='Only where an established Japanese name exists.', max_length=200, verbose_name='name (Japanese)')),
                ('former_name_en', models.CharField(blank=True, max_length=200, verbose_name='former name (English)')),
                ('former_name_ja', models.CharField(blank=True, max_length=200, verbose_name='former name (Japanese)')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='acronym')),
                ('kind', models.CharField(choices=[('government', 'government'), ('eu-institution', 'EU institution'), ('funding-agency', 'funding agency'), ('research-organisation', 'research organisation'), ('university', 'university'), ('company', 'company'), ('association', 'association'), ('international-organisation', 'international organisation'), ('infrastructure', 'infrastructure')], max_length=30, verbose_name='kind')),
                ('country', models.CharField(blank=True, choices=publishing.countries.country_choices, db_index=True, help_text='EU for bodies of the European Union. Empty for international bodies.', max_length=2, verbose_name='country')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='city')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                ('website', publishing.fields.UrlField(blank=True, max_length=500, verbose_name='website')),
                ('ror', models.CharField(blank=True, help_text="The organisation's address in the Research Organization Registry, ror.org.", max_length=30, validators=[django.core.validators.RegexValidator('^https://ror\\.org/0[a-z0-9]{6}\\d{2}$', 'A ROR id looks like https://ror.org/057zh3y96.')], verbose_name='ROR id')),
                ('logo', publishing.images.ImageField(blank=True, upload_to='partners/', verbose_name='logo')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('note_ja', models.TextField(blank=True, verbose_name='note (Japanese)')),
            ],
            options={
                'verbose_name': 'partner',
                'verbose_name_plural': 'partners',
                'ordering': ['name_en', 'slug'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ror', ''), _negated=True), fields=('ror',), name='partner_ror_once', violation_error_message='Another partner has this ROR id already.'), models.CheckConstraint(condition=models.Q(('country', ''), models.Q(('country__gte', 'AA'), ('country__lte', 'ZZ')), _connector='OR'), name='partner_country_code'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='partner_place_whole', violation_error_message='A place needs both latitude and longitude.')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('coordinator', 'coordinator'), ('co-chair', 'co-chair'), ('signatory', 'signatory'), ('funder', 'funder'), ('host', 'host'), ('participant', 'participant')], default='participant', max_length=20, verbose_name='role')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='contribution')),
                ('currency', models.CharField(blank=True, choices=[('EUR', 'euro (EUR)'), ('JPY', 'yen (JPY)'), ('USD', 'US dollar (USD)'), ('GBP', 'pound (GBP)')], max_length=3, verbose_name='currency')),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='initiatives.initiative', verbose_name='initiative')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='initiatives.partner', verbose_name='partner')),
            ],
            options={
                'verbose_name': 'participation',
                'verbose_name_plural': 'participations',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(help_text="The last part of the page's address: a-z, 0-9, hyphens.", max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use small letters a-z, digits, and hyphens between them.')], verbose_name='address')),
                ('dataset', models.CharField(blank=True, editable=False, max_length=40)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed on')),
                ('name_en', models.CharField(max_length=60, unique=True, verbose_name='name (English)')),
                ('name_ja', models.CharField(blank=True, max_length=60, verbose_name='name (Japanese)')),
                ('description_en', models.TextField(blank=True, verbose_name='description (English)')),
                ('description_ja', models.TextField(blank=True, verbose_name='description (Japanese)')),
                ('hue', models.PositiveSmallIntegerField(default=0, help_text="The theme's colour as an angle, 0 to 359: 25 is red, 145 green, 250 blue.", validators=[django.core.validators.MaxValueValidator(359)], verbose_name='hue')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Themes are listed in this order.', verbose_name='position')),
            ],
            options={
                'verbose_name': 'theme',
                'verbose_name_plural': 'themes',
                'ordering': ['position', 'slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('hue__lte', 359)), name='theme_hue_is_an_angle')],
            },
        ),
        migrations.AddField(
            model_name='initiative',
            name='themes',
            field=models.ManyToManyField(related_name='initiatives', to='initiatives.theme', verbose_name='themes'),
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(choices=[('cordis', 'CORDIS'), ('grant-doi', 'DOI'), ('jst', 'JST'), ('topic', 'call topic'), ('celex', 'CELEX'), ('council_decision', 'Council decision')], max_length=20, verbose_name='register')),
                ('value', models.CharField(max_length=100, verbose_name='identifier')),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'verbose_name': 'identifier',
                'verbose_name_plural': 'identifiers',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'scheme', 'value'), name='identifier_once', violation_error_message='This identifier stands here twice.')],
            },
        ),
        migrations.CreateModel(
            name='Funding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(default=publishing.models.new_key, editable=False, max_length=40)),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount')),
                ('currency', models.CharField(choices=[('EUR', 'euro (EUR)'), ('JPY', 'yen (JPY)'), ('USD', 'US dollar (USD)'), ('GBP', 'pound (GBP)')], max_length=3, verbose_name='currency')),
                ('what_en', models.CharField(help_text='EU contribution, total cost, Japanese funding …', max_length=300, verbose_name='what it is (English)')),
                ('what_ja', models.CharField(blank=True, max_length=300, verbose_name='what it is (Japanese)')),
                ('citations', models.ManyToManyField(blank=True, related_name='%(class)ss', to='initiatives.citation', verbose_name='sources')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='funding', to='initiatives.initiative', verbose_name='initiative')),
            ],
            options={
                'verbose_name': 'funding',
                'verbose_name_plural': 'funding',
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('initiative', 'key'), name='funding_key_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='funding_amount_positive', violation_error_message='An amount is more than zero; leave out what is not known.')],
            },
        ),
        migrations.AddConstraint(
            model_name='claimabout',
            constraint=models.UniqueConstraint(fields=('claim', 'initiative'), name='claimabout_once'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('initiative', 'key'), name='milestone_key_once'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('time__isnull', True), ('time_zone', '')), models.Q(('time__isnull', False), models.Q(('time_zone', ''), _negated=True)), _connector='OR'), name='milestone_time_has_zone', violation_error_message='A time needs its time zone, and a time zone its time.'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('time__isnull', True), django.db.models.lookups.Exact(django.db.models.functions.text.Length(django.db.models.functions.comparison.Cast('date', models.CharField(max_length=10))), 10), _connector='OR'), name='milestone_time_needs_day', violation_error_message='A time needs a date to the day.'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(fields=('initiative', 'key'), name='outcome_key_once'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(fields=['partner', 'initiative'], name='participation_of_partner'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('initiative', 'partner', 'role'), name='participation_once_per_role', violation_error_message='This partner stands here twice in the same role.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', True), ('currency', '')), models.Q(('amount__gt', 0), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='participation_amount_has_currency', violation_error_message='A contribution needs an amount above zero and its currency.'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('initiative', 'source'), name='citation_source_once', violation_error_message='This source stands in the list already.'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('initiative', 'key'), name='citation_key_once'),
        ),
        migrations.AddIndex(
            model_name='initiative',
            index=models.Index(fields=['-changed_at'], name='initiative_changed'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='initiative_published_has_time', violation_error_message='What is published needs the time from which it is public.'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('start__isnull', True), ('end__isnull', True), ('end__gte', django.db.models.functions.text.Substr(django.db.models.functions.comparison.Cast('start', models.CharField(max_length=10)), 1, django.db.models.functions.text.Length(django.db.models.functions.comparison.Cast('end', models.CharField(max_length=10))))), _connector='OR'), name='initiative_end_not_before_start', violation_error_message='The end is before the start.'),
        ),
    ]
