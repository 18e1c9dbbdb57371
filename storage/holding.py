"""What a unit finds of a contact, and a mark of it: PostgreSQL asks first, and holds the contact only while it writes.

A unit on PostgreSQL is two round trips. It asks for everything without holding anything, and takes the mark: the
versions of all rows it was told of. Then one statement takes the contact's lock, compares the mark with what stands
there now, and writes; where something has moved meanwhile, nothing is written and the unit is run again, this time
holding the contact from its first word. What is new in the answer must be in the mark.
"""

from __future__ import annotations

from storage.repositories import cases

CASE_COLUMNS = ", ".join(f"k.{column}" for column in cases.COLUMNS.split(", "))
# $1: the contact's lookup, $2: this process, $3: the channel, $4: the update.
SEEN = "EXISTS (SELECT 1 FROM seen WHERE channel = $3 AND update_id = $4)"
BUSY = "EXISTS (SELECT 1 FROM outbox o WHERE o.contact_id = c.id AND (o.state = 'pending' OR o.claimed_by <> $2))"
FORGOTTEN = "EXISTS (SELECT 1 FROM access x WHERE x.contact_id = c.id AND x.locked)"
BARRED = "(SELECT b.until FROM barred b WHERE b.lookup = $1)"
WHOSE = (
    " FROM (SELECT 1 AS one) AS base LEFT JOIN contact c ON c.lookup = $1 LEFT JOIN session s ON s.contact_id = c.id"
    " LEFT JOIN access a ON a.contact_id = c.id AND NOT a.locked LEFT JOIN cases k ON k.id = a.case_id"
    " ORDER BY a.opened_at DESC LIMIT 1"
)
ANSWER = f"SELECT {SEEN}, c.id, c.key_id, c.blocked, s.key_id, s.sealed, {BUSY}, {CASE_COLUMNS}, {FORGOTTEN}, {BARRED}"
#: Every version a row ever has is told apart by who wrote it (`xmin`); of a transcript its length is enough.
MARK = (
    f"concat({SEEN}, {BUSY}, {FORGOTTEN}, {BARRED}, '.', c.xmin, '.', s.xmin, '.', a.xmin, '.', k.xmin, '.',"  # noqa: S608 - our own words
    " (SELECT string_agg(p.xmin::text, '.' ORDER BY p.id) FROM consent p WHERE p.case_id = k.id), '.',"
    " (SELECT string_agg(p.xmin::text, '.' ORDER BY p.id) FROM item p WHERE p.case_id = k.id), '.',"
    " (SELECT MAX(p.place) FROM line p WHERE p.case_id = k.id))"
)
#: The whole question; SQLite has one writer, and needs no mark.
KNOWN, KNOWN_AND_MARK = f"{ANSWER}, NULL{WHOSE}", f"{ANSWER}, {MARK}{WHOSE}"

#: What is raised where the mark is another by now.
MOVED = "HA001"
#: Each connection makes its own, of the words above. In a function that may write each question sees what is committed
#: when it is asked: the comparison comes after the lock.
HOLD = f"""
CREATE FUNCTION pg_temp.haven_hold(bytea, text, text, bigint, bigint, text) RETURNS integer LANGUAGE plpgsql AS $hold$
BEGIN
    PERFORM pg_advisory_xact_lock($5);
    IF (SELECT {MARK}{WHOSE}) IS DISTINCT FROM $6 THEN
        RAISE EXCEPTION 'moved' USING ERRCODE = '{MOVED}';
    END IF;
    RETURN 1;
END $hold$
"""  # noqa: S608 - our own words
HELD = "SELECT pg_temp.haven_hold($1, $2, $3, $4, $5, $6)"
