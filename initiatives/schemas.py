"""What a document of each kind may hold, as JSON Schema (draft 2020-12)."""

from django.utils.translation import gettext_lazy as _

from publishing.countries import COUNTRY_CODES
from publishing.documents import DATE, KEY, SLUG, TEXT, URL, Schema, described, list_of, record_of, words_of
from publishing.money import CURRENCIES
from publishing.pictures import COVER, LOGO

from .models import Claim, Identifier, Initiative, Milestone, Participation, Partner, Source

PRECISION: Schema = {"enum": ["day", "month", "year"]}
AMOUNT: Schema = {"type": "number", "exclusiveMinimum": 0, "maximum": 10**15}
CURRENCY: Schema = {"enum": [code for code, _label in CURRENCIES]}
PARTIAL_DATE = record_of(["date", "precision"], date=DATE, precision=PRECISION)
CITED = list_of(KEY)
# What initiatives and articles have in common.
TITLE = described(words_of(200), _("Its title in English."))
TITLE_JA = described(words_of(200), _("Its title in Japanese, where it has one."))
TRANSLATED = described(
    DATE, _("The day of the English version that the Japanese translates, where the English has changed since.")
)

THEME = record_of(
    ["slug", "name"],
    slug=described(SLUG, _("What the theme is called: the last part of its address.")),
    name=described(words_of(60), _("Its name in English.")),
    name_ja=described(words_of(60), _("Its name in Japanese.")),
    description=described(TEXT, _("What belongs to it, in English.")),
    description_ja=described(TEXT, _("What belongs to it, in Japanese.")),
    hue=described({"type": "integer", "minimum": 0, "maximum": 359}, _("Its colour as an angle.")),
    position=described({"type": "integer", "minimum": 0, "maximum": 1000}, _("Its place in the order of themes.")),
)

PARTNER = record_of(
    ["slug", "name", "kind"],
    slug=SLUG,
    name=described(words_of(200), _("Its name in English.")),
    name_ja=described(words_of(200), _("Its name in Japanese, where one is established.")),
    former_name=words_of(200),
    former_name_ja=words_of(200),
    acronym=words_of(40),
    kind={"enum": Partner.Kind.values},
    country=described(
        {"enum": sorted(COUNTRY_CODES)},
        _("Where it is: ISO 3166-1, and EU for bodies of the European Union; international bodies have none."),
    ),
    city=words_of(80),
    coordinates=described(
        record_of(
            ["lat", "lon"],
            lat={"type": "number", "minimum": -90, "maximum": 90},
            lon={"type": "number", "minimum": -180, "maximum": 180},
        ),
        _("Of its seat, in degrees north and east (WGS 84)."),
    ),
    website=URL,
    ror={"type": "string", "pattern": r"^https://ror\.org/0[a-z0-9]{6}\d{2}$"},
    **LOGO,
    note=TEXT,
    note_ja=TEXT,
)

SOURCE = record_of(
    ["id", "title", "url", "kind"],
    id=KEY,
    title=described(words_of(300), _("Its title as the page has it, in its own language.")),
    publisher=words_of(200),
    url=URL,
    published=described(
        {"anyOf": [DATE, PARTIAL_DATE]},
        _(
            "When it was published: the day, or where less is known the first day that it can be and how far it is known."
        ),
    ),
    kind={"enum": Source.Kind.values},
    archive_url=URL,
    gone_on=DATE,
)

# In a list; in an initiative its id is what the facts there call it.
LISTED_SOURCE = record_of(
    ["id", "title", "url", "kind", "initiatives", "articles"],
    **{
        **SOURCE["properties"],
        "id": described({"type": "integer", "minimum": 1}, _("Its number: the last part of its address.")),
        "last_answered": described(DATE, _("The day on which the page was last seen to answer.")),
        "initiatives": described(list_of(SLUG), _("The initiatives that cite it.")),
        "articles": described(list_of(SLUG), _("The articles that cite it.")),
    },
)

CLAIM = record_of(
    ["says", "verdict"],
    key={**KEY, "maxLength": 80},
    says=words_of(1000),
    says_ja=TEXT,
    where=words_of(300),
    where_ja=words_of(300),
    where_url=URL,
    verdict={"enum": Claim.Verdict.values},
    note=TEXT,
    note_ja=TEXT,
)

MILESTONE = record_of(
    ["date", "precision", "kind", "title"],
    key=KEY,
    date=described(DATE, _("When it happened, or will: the first day of the month or year where no day is known.")),
    precision=described(PRECISION, _("How far the date is known: to the day, to the month or to the year.")),
    time={"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"},
    time_zone={"enum": Milestone.Zone.values},
    kind={"enum": Milestone.Kind.values},
    title=words_of(200),
    title_ja=words_of(200),
    note=TEXT,
    note_ja=TEXT,
    sources=CITED,
)

INITIATIVE = record_of(
    ["slug", "title", "kind", "status", "themes"],
    slug=SLUG,
    acronym=words_of(40),
    title=TITLE,
    title_ja=TITLE_JA,
    title_ja_official={"type": "boolean"},
    kind={"enum": Initiative.Kind.values},
    themes=described({**list_of(SLUG), "minItems": 1, "uniqueItems": True}, _("Its fields of cooperation.")),
    status={"enum": Initiative.Status.values},
    start=described(PARTIAL_DATE, _("When it began, and how far that is known.")),
    end=described(PARTIAL_DATE, _("When it ended or will end, and how far that is known.")),
    programme=words_of(100),
    identifiers=described(
        {
            "type": "object",
            "propertyNames": {"pattern": rf"^({'|'.join(Identifier.SCHEMES)})(_\d{{1,2}})?$"},
            "additionalProperties": words_of(100),
        },
        _("Its names in the registers of others, by register."),
    ),
    **COVER,
    last_checked=DATE,
    ja_translates=TRANSLATED,
    summary=TEXT,
    summary_ja=TEXT,
    body=TEXT,
    body_ja=TEXT,
    funding=described(
        list_of(
            record_of(
                ["amount", "currency", "what"],
                key=KEY,
                amount=AMOUNT,
                currency=CURRENCY,
                what=words_of(300),
                what_ja=words_of(300),
                sources=CITED,
            )
        ),
        _("Its money, an amount each. Never add them across currencies."),
    ),
    outcomes=described(
        list_of(record_of(["text"], key=KEY, text=TEXT, text_ja=TEXT, sources=CITED)), _("What has come of it.")
    ),
    partners=described(
        list_of(
            record_of(
                ["partner", "role"],
                partner=SLUG,
                role={"enum": Participation.Role.values},
                contribution=record_of(["amount", "currency"], amount=AMOUNT, currency=CURRENCY),
            )
        ),
        _("The organisations that take part, once for each role."),
    ),
    milestones=described(list_of(MILESTONE), _("What happened when, or will.")),
    related=described({**list_of(SLUG), "uniqueItems": True}, _("Other initiatives that have to do with it.")),
    sources=described(list_of(SOURCE), _("On what it rests; its facts name them by their id.")),
    claims=described(list_of(CLAIM), _("What is claimed of it in public, checked.")),
)
