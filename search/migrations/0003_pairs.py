from django.db import migrations

# PostgreSQL's index does not know where a token stands: to tell that one follows another it reads the vector of every row
# that has both, which took most of the time of a Japanese word. So the index, and it alone, also has each token joined
# with the next one: a phrase of two tokens, as of three Japanese characters, is then answered without the rows.
FOUND = """
CREATE FUNCTION search_found(said tsvector) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT strip(said) || array_to_tsvector(coalesce(array_agg(DISTINCT token || ' ' || next), '{}'))
    FROM (
        SELECT token, place, lead(token) OVER following AS next, lead(place) OVER following AS next_place
        FROM unnest(said) AS lexeme (token, places, weights), unnest(places) AS place
        WINDOW following AS (ORDER BY place)
    ) AS pair
    WHERE next_place = place + 1
$$
"""
FORWARDS = [
    FOUND,
    "CREATE INDEX search_entry_found ON search_entry USING gin (search_found(said))",
    "DROP INDEX search_entry_said",
]
BACKWARDS = [
    "CREATE INDEX search_entry_said ON search_entry USING gin (said)",
    "DROP INDEX search_entry_found",
    "DROP FUNCTION search_found",
]


def add_pairs(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in FORWARDS:
            schema_editor.execute(statement)


def drop_pairs(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in BACKWARDS:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index")]

    operations = [migrations.RunPython(add_pairs, drop_pairs)]
