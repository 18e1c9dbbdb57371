"""The tables of the key store, made by statements of their own: it is another database, without migrations."""

from __future__ import annotations

from storage.statements import Lock, Steps, ask

#: Held by whoever changes what keys lie wrapped under.
EPOCH_LOCK = 0x48_41_56_45_4E_01
#: `epoch.master`: the id of the master key it lies under; '' where it is from before that was noted.
#: `master_key`: every master key this store was ever under, by its id, which opens nothing; the one without an end is
#: the one of now. `whole`: a new epoch has begun since and ended. `told`: the record tells of the change.
#: `house_key`: a key for each purpose of the house. `sparing`: until this hour no key is swept.
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS epoch (id TEXT PRIMARY KEY, wrapped {bytes} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS current_epoch (place INTEGER PRIMARY KEY CHECK (place = 1), id TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS data_key (id TEXT PRIMARY KEY, epoch_id TEXT NOT NULL REFERENCES epoch (id),"
    " made_hour BIGINT NOT NULL, wrapped {bytes} NOT NULL)",
    "DROP INDEX IF EXISTS ix_data_key_epoch_id",
    "CREATE TABLE IF NOT EXISTS keystore (place INTEGER PRIMARY KEY CHECK (place = 1), house TEXT NOT NULL,"
    " used INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS master_key (id TEXT PRIMARY KEY, since_hour BIGINT NOT NULL, until_hour BIGINT,"
    " by TEXT NOT NULL, whole INTEGER NOT NULL, told INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS house_key (purpose TEXT PRIMARY KEY, master TEXT NOT NULL, wrapped {bytes} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS sparing (place INTEGER PRIMARY KEY CHECK (place = 1), until_hour BIGINT NOT NULL)",
)
#: Asked first, because a table that is altered must be nobody else's for a moment.
HAS_MASTER = {
    "sqlite": "SELECT 1 FROM pragma_table_info('epoch') WHERE name = 'master'",
    "postgresql": "SELECT 1 FROM information_schema.columns WHERE table_name = 'epoch' AND column_name = 'master'"
    " AND table_schema = current_schema()",
}
#: PostgreSQL samples what stands in a column, for its planner, and keeps the samples among its own tables: of wrapped
#: keys it may not. Given its type anew, a column loses those it has.
SAMPLED = (
    "SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " WHERE c.oid IN ('epoch'::regclass, 'data_key'::regclass, 'house_key'::regclass)"
    " AND a.attname = 'wrapped' AND a.attstattarget IS DISTINCT FROM 0"
)
UNSAMPLED = "ALTER TABLE {table} ALTER COLUMN wrapped TYPE BYTEA, ALTER COLUMN wrapped SET STATISTICS 0"
BYTES = {"sqlite": "BLOB", "postgresql": "BYTEA"}


def schema(dialect: str) -> Steps[None]:
    """Make the tables where they are missing; a store from before gets what it lacks and keeps all it has."""
    yield Lock(EPOCH_LOCK)
    for statement in SCHEMA:
        yield from ask(statement.format(bytes=BYTES[dialect]))
    if not (yield from ask(HAS_MASTER[dialect])):
        yield from ask("ALTER TABLE epoch ADD COLUMN master TEXT NOT NULL DEFAULT ''")
    if dialect == "postgresql":
        for row in (yield from ask(SAMPLED)):
            yield from ask(UNSAMPLED.format(table=row[0]))
