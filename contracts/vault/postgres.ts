/** A PostgreSQL server for tests and measurements: the one of `DATABASE_URL`, or one that is started and ends by itself. */
import { spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { createInterface } from "node:readline"
import pg from "pg"
import { root } from "../spec/specs.ts"

export interface PostgresServer extends AsyncDisposable {
  readonly url: string
  /** Everything that the server keeps on disk. Absent when `DATABASE_URL` names the server. */
  readonly dataFolder?: string
}

/** Starts a server. It ends, and its folder goes, when it is disposed of or when this process ends in any way. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const { DATABASE_URL } = process.env
  if (DATABASE_URL !== undefined) return { url: DATABASE_URL, [Symbol.asyncDispose]: async () => {} }
  const keeper = spawn(process.execPath, [join(import.meta.dirname, "postgres-keeper.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
    // Ctrl-C reaches this process only. The keeper then sees that its input ends.
    detached: true,
  })
  const ended = once(keeper, "exit")
  const line = once(createInterface(keeper.stdout), "line").then(([text]) => String(text))
  const first = await Promise.race([line, ended.then(() => undefined)])
  if (first === undefined) throw new Error("PostgreSQL did not start: the reason is above.")
  const started: Pick<PostgresServer, "url" | "dataFolder"> = JSON.parse(first)
  // A server that nobody disposed of must not keep this process from ending.
  keeper.unref()
  for (const stream of [keeper.stdin, keeper.stdout]) if ("unref" in stream) Reflect.apply(unref(stream), stream, [])
  return {
    ...started,
    [Symbol.asyncDispose]: async () => {
      keeper.ref()
      keeper.stdin.end()
      await ended
    },
  }
}

/** A pipe of a child is a socket, which Node's types do not say. */
const unref = (stream: object): (() => void) => Reflect.get(stream, "unref")

export interface Schema extends AsyncDisposable {
  /** Connections by this URL find the schema's tables without naming it. */
  readonly url: string
}

/** A new schema with the vault's table, which goes when it is disposed of: `DATABASE_URL` may name any database. */
export const vaultSchema = async (server: { readonly url: string }): Promise<Schema> => {
  const name = `vault_${randomUUID().replaceAll("-", "")}`
  const url = new URL(server.url)
  url.searchParams.set("options", `-c search_path=${name}`)
  const table = await readFile(join(root, "src/vault/postgres.sql"), "utf8")
  const run = async (...statements: ReadonlyArray<string>) => {
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    for (const statement of statements) await client.query(statement)
    await client.end()
  }
  // Twice, since it may be run again.
  await run(`create schema ${name}`, table, table)
  return { url: url.href, [Symbol.asyncDispose]: () => run(`drop schema ${name} cascade`) }
}
