from django.db import migrations

# Only ASCII letters and digits would be parts of words for "ascii" if it did not take every other character as one,
# too: a token is exactly what stands between two spaces. The weights are those of exact, names and words.
# What things are called has a table of its own, because only there words are asked for that have but begun: an index of
# the beginnings of all words would be four times as large, and merging it most of the work of writing.
OPTIONS = "content='search_entry', content_rowid='id', tokenize='ascii'"
SQLITE = [
    f"CREATE VIRTUAL TABLE search_called USING fts5(exact, names, {OPTIONS}, prefix='1 2 3')",
    "INSERT INTO search_called(search_called, rank) VALUES ('rank', 'bm25(16.0, 8.0)')",
    f"CREATE VIRTUAL TABLE search_said USING fts5(exact, names, words, {OPTIONS})",
    "INSERT INTO search_said(search_said, rank) VALUES ('rank', 'bm25(16.0, 8.0, 1.0)')",
    """
    CREATE TRIGGER search_entry_inserted AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_called(rowid, exact, names) VALUES (new.id, new.exact, new.names);
        INSERT INTO search_said(rowid, exact, names, words) VALUES (new.id, new.exact, new.names, new.words);
    END
    """,
    """
    CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_called(search_called, rowid, exact, names)
        VALUES ('delete', old.id, old.exact, old.names);
        INSERT INTO search_said(search_said, rowid, exact, names, words)
        VALUES ('delete', old.id, old.exact, old.names, old.words);
    END
    """,
    """
    CREATE TRIGGER search_entry_updated AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_called(search_called, rowid, exact, names)
        VALUES ('delete', old.id, old.exact, old.names);
        INSERT INTO search_called(rowid, exact, names) VALUES (new.id, new.exact, new.names);
        INSERT INTO search_said(search_said, rowid, exact, names, words)
        VALUES ('delete', old.id, old.exact, old.names, old.words);
        INSERT INTO search_said(rowid, exact, names, words) VALUES (new.id, new.exact, new.names, new.words);
    END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER search_entry_inserted",
    "DROP TRIGGER search_entry_deleted",
    "DROP TRIGGER search_entry_updated",
    "DROP TABLE search_called",
    "DROP TABLE search_said",
]
# The configuration "simple" leaves tokens as they are. Exact ones have a column of their own, too: told apart by their
# weight alone, as "A", they would have to be looked for in the rows, and for want of better knowledge in all of them.
CALLED = "setweight(to_tsvector('simple', exact), 'A') || setweight(to_tsvector('simple', names), 'B')"
VECTORS = {
    "exactly": "to_tsvector('simple', exact)",
    "called": CALLED,
    "said": f"{CALLED} || setweight(to_tsvector('simple', words), 'D')",
}
POSTGRESQL = [
    statement
    for column, vector in VECTORS.items()
    for statement in (
        f"ALTER TABLE search_entry ADD COLUMN {column} tsvector GENERATED ALWAYS AS ({vector}) STORED",
        f"CREATE INDEX search_entry_{column} ON search_entry USING gin ({column})",
    )
]
POSTGRESQL_BACK = [f"ALTER TABLE search_entry DROP COLUMN {column}" for column in VECTORS]


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]

    operations = [migrations.RunPython(make_index, drop_index)]
