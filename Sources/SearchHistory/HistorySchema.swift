import GRDB

/// The tables of the history, step by step: a step is never changed once it was released, a new one is added.
enum HistorySchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 searches", migrate: searches)
    migrator.registerMigration("2 requests", migrate: requests)
    return migrator
  }

  /// Who asked what when, and what came out.
  private static func searches(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE searches (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          at TEXT NOT NULL,
          caller TEXT NOT NULL,
          kind TEXT NOT NULL,
          program TEXT NOT NULL,
          release TEXT NOT NULL,
          reference_sha256 TEXT NOT NULL,
          protocol TEXT NOT NULL,
          protocol_sha256 TEXT NOT NULL,
          pool TEXT NOT NULL,
          pool_sha256 TEXT NOT NULL,
          date TEXT NOT NULL,
          patients INTEGER NOT NULL,
          result_sha256 TEXT NOT NULL,
          top TEXT NOT NULL
        );
        CREATE INDEX searches_by_caller ON searches (caller, id);
        CREATE INDEX searches_by_time ON searches (at);
        """)
  }

  /// What is needed to ask again; protocols stand once, however often they were used.
  private static func requests(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE protocols (sha256 TEXT PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE requests (
          search INTEGER PRIMARY KEY REFERENCES searches (id) ON DELETE CASCADE,
          body BLOB NOT NULL
        );
        """)
  }
}
