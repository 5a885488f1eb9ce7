-- The one table of token-exchange's vault on PostgreSQL. It may be run again: a table that exists stays as it is.
-- Run it once, as the owner of the schema, before a service uses postgresStore. The store names the table without a
-- schema, so that search_path decides where it is.
--
-- The service's own role needs these rights, and no others:
--   grant select, insert, update, delete on token_exchange_vault to <role>;
create table if not exists token_exchange_vault (
  -- Which row it is: printable ASCII, and no secret. Compared and listed byte by byte, whatever the database's locale.
  key text collate "C" not null primary key,
  -- Sealed by the vault before it comes here.
  value bytea not null,
  -- Another one after every write: who writes names the version that it has read.
  version text not null,
  -- By this server's clock, which alone says how old a row is.
  written_at timestamptz not null
);
