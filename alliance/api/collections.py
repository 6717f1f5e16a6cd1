from collections.abc import Iterable, Iterator

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.api import COLLECTIONS as OF_ARTICLES
from initiatives.api import COLLECTIONS as OF_INITIATIVES
from publishing.addresses import absolute
from publishing.api import ADDRESS, LINKS, MOMENT, Collection, with_properties
from publishing.changes import Told, told
from publishing.documents import SLUG, TEXT, Document, Schema, described, kind_named, list_of, record_of, without_empty
from publishing.exports import api_address, by_slug, links
from publishing.models import Change, Revision

from ..listings import ChangeListing

BY_ID = {"id": "pk"}

CHANGED = record_of(["kind", "field"], kind={"enum": Change.Kind.values}, field=TEXT, old=TEXT, new=TEXT)
CHANGE: Schema = record_of(
    ["id", "made_at", "record", "slug", "title", "changes", "links"],
    id=described({"type": "integer"}, _("Its number: the last part of its address.")),
    made_at=described(MOMENT, _("When it was published.")),
    record=described(TEXT, _("What kind of record it is of.")),
    slug=described(SLUG, _("What the record is called: the last part of its address.")),
    title=described(TEXT, _("The title of the record as it was then.")),
    note=described(TEXT, _("What the editor says of it.")),
    changes=described(list_of(CHANGED), _("What changed, field by field, in words.")),
    links=described(
        with_properties(LINKS, record=ADDRESS),
        _("The page of the record in both languages, the address of the change in the API, and that of the record."),
    ),
)


def change_documents(request: HttpRequest, revisions: Iterable[Revision]) -> Iterator[Document]:
    return (_change_document(request, one) for one in told(revisions))


def _change_document(request: HttpRequest, one: Told) -> Document:
    """What was merged since goes by the record that it has become."""
    record = api_address(kind_named(one.revision.kind).plural, by_slug(), one.record)
    itself = api_address("changes", BY_ID, one.revision)
    return {
        "id": one.revision.pk,
        "made_at": one.revision.made_at.isoformat(timespec="seconds"),
        "record": one.revision.kind,
        "slug": one.record.slug,
        "title": one.title,
        **without_empty({"note": one.note}),
        "changes": [
            without_empty({"kind": said.kind, "field": str(said.field), "old": said.old, "new": said.new})
            for said in one.changes
        ],
        "links": {**links(request, one.address, itself), "record": absolute(request, record)},
    }


COLLECTIONS = {
    collection.name: collection
    for collection in [
        *OF_INITIATIVES,
        *OF_ARTICLES,
        Collection(
            name="changes",
            listing=ChangeListing,
            documents=change_documents,
            schema=CHANGE,
            item=BY_ID,
            example="kind=new&per_page=12",
        ),
    ]
}
