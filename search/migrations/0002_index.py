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
# The configuration "simple" leaves tokens as they are.
CALLED = "setweight(to_tsvector('simple', exact), 'A') || setweight(to_tsvector('simple', names), 'B')"
POSTGRESQL = [
    f"ALTER TABLE search_entry ADD COLUMN called tsvector GENERATED ALWAYS AS ({CALLED}) STORED",
    "ALTER TABLE search_entry ADD COLUMN said tsvector GENERATED ALWAYS AS "
    f"({CALLED} || setweight(to_tsvector('simple', words), 'D')) STORED",
    "CREATE INDEX search_entry_called ON search_entry USING gin (called)",
    "CREATE INDEX search_entry_said ON search_entry USING gin (said)",
]
POSTGRESQL_BACK = ["ALTER TABLE search_entry DROP COLUMN called", "ALTER TABLE search_entry DROP COLUMN said"]


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]

    operations = [migrations.RunPython(make_index, drop_index)]
