/** The numbered migrations of the SQLite store; a released one is never edited. */

/** Marks a file as ours ("SEST"), so that another program's database is never written to. */
export const applicationId = 0x53455354;

/**
 * What repeats is written once: texts (links, user agents, subjects, topics, one tag each) in `word`, what concerns the whole mail
 * in `message`. `event` lies on disk by message, so that the story of a message is one read and needs no index of its own.
 * Times are milliseconds since 1970, UTC. Raw records lie apart, so that they can be forgotten without touching the events.
 * How a row is made of an event and back stands in rows.ts.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    sent_at INTEGER NOT NULL,
    subject INTEGER REFERENCES word,
    recipients TEXT NOT NULL,
    tags TEXT NOT NULL
  ) STRICT;
  CREATE INDEX message_by_time ON message (sent_at);
  CREATE TABLE recipient (
    address TEXT NOT NULL,
    message INTEGER NOT NULL REFERENCES message,
    PRIMARY KEY (address, message)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE event (
    message INTEGER NOT NULL REFERENCES message,
    id BLOB NOT NULL,
    type INTEGER NOT NULL REFERENCES word,
    at INTEGER NOT NULL,
    received_after INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES word,
    road INTEGER NOT NULL REFERENCES word,
    bot INTEGER NOT NULL,
    reader INTEGER NOT NULL,
    held INTEGER NOT NULL,
    configuration_set INTEGER REFERENCES word,
    link INTEGER REFERENCES word,
    user_agent INTEGER REFERENCES word,
    ip TEXT,
    recipients TEXT,
    tags TEXT,
    link_tags TEXT,
    detail TEXT,
    PRIMARY KEY (message, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE raw (id INTEGER PRIMARY KEY, message INTEGER NOT NULL REFERENCES message, event BLOB NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE INDEX raw_by_message ON raw (message);
  CREATE TABLE set_aside (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, why TEXT NOT NULL, raw TEXT NOT NULL) STRICT;
  `,
];
