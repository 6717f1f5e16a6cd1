"""What a document of each kind may hold, as JSON Schema (draft 2020-12)."""

from publishing.countries import COUNTRY_CODES
from publishing.documents import DATE, KEY, SLUG, TEXT, URL, Schema, list_of, record_of, words_of
from publishing.money import CURRENCIES
from publishing.pictures import COVER, LOGO

from .models import Claim, Identifier, Initiative, Milestone, Participation, Partner, Source

PRECISION: Schema = {"enum": ["day", "month", "year"]}
AMOUNT: Schema = {"type": "number", "exclusiveMinimum": 0, "maximum": 10**15}
CURRENCY: Schema = {"enum": [code for code, _label in CURRENCIES]}
PARTIAL_DATE = record_of(["date", "precision"], date=DATE, precision=PRECISION)
CITED = list_of(KEY)

THEME = record_of(
    ["slug", "name"],
    slug=SLUG,
    name=words_of(60),
    name_ja=words_of(60),
    description=TEXT,
    description_ja=TEXT,
    hue={"type": "integer", "minimum": 0, "maximum": 359},
    position={"type": "integer", "minimum": 0, "maximum": 1000},
)

PARTNER = record_of(
    ["slug", "name", "kind"],
    slug=SLUG,
    name=words_of(200),
    name_ja=words_of(200),
    former_name=words_of(200),
    former_name_ja=words_of(200),
    acronym=words_of(40),
    kind={"enum": Partner.Kind.values},
    country={"enum": sorted(COUNTRY_CODES)},
    city=words_of(80),
    coordinates=record_of(
        ["lat", "lon"],
        lat={"type": "number", "minimum": -90, "maximum": 90},
        lon={"type": "number", "minimum": -180, "maximum": 180},
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
    title=words_of(300),
    publisher=words_of(200),
    url=URL,
    published={"anyOf": [DATE, PARTIAL_DATE]},
    kind={"enum": Source.Kind.values},
    archive_url=URL,
    gone_on=DATE,
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
    date=DATE,
    precision=PRECISION,
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
    title=words_of(200),
    title_ja=words_of(200),
    title_ja_official={"type": "boolean"},
    kind={"enum": Initiative.Kind.values},
    themes={**list_of(SLUG), "minItems": 1, "uniqueItems": True},
    status={"enum": Initiative.Status.values},
    start=PARTIAL_DATE,
    end=PARTIAL_DATE,
    programme=words_of(100),
    identifiers={
        "type": "object",
        "propertyNames": {"pattern": rf"^({'|'.join(Identifier.SCHEMES)})(_\d{{1,2}})?$"},
        "additionalProperties": words_of(100),
    },
    **COVER,
    last_checked=DATE,
    ja_translates=DATE,
    summary=TEXT,
    summary_ja=TEXT,
    body=TEXT,
    body_ja=TEXT,
    funding=list_of(
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
    outcomes=list_of(record_of(["text"], key=KEY, text=TEXT, text_ja=TEXT, sources=CITED)),
    partners=list_of(
        record_of(
            ["partner", "role"],
            partner=SLUG,
            role={"enum": Participation.Role.values},
            contribution=record_of(["amount", "currency"], amount=AMOUNT, currency=CURRENCY),
        )
    ),
    milestones=list_of(MILESTONE),
    related={**list_of(SLUG), "uniqueItems": True},
    sources=list_of(SOURCE),
    claims=list_of(CLAIM),
)
