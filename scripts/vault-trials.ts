/** `npm run vault:trials`: herds of processes and `kill -9`, many times over, on SQLite and on PostgreSQL. */
import { type MakePlace, postgresPlace, sqlitePlace } from "../contracts/vault/fixtures/place.ts"
import { startPostgres } from "../contracts/vault/postgres.ts"
import { readOptions, refuse, seconds } from "./terminal.ts"
import { runHerds } from "./vault-trials/herds.ts"
import { runKills } from "./vault-trials/kills.ts"

const help = `
Usage: npm run vault:trials -- [--herd <times>] [--kills <times>]

Herds: 8 processes ask 200 times each, at once, for one set that has expired. Kills: a process connects, refreshes or
reseals and is ended by SIGKILL at a random moment; other processes then ask what became of it. The moments that have a
name are tested by contracts/vault/kill.test.ts. The providers are simulated, the databases are real.

Options:
  --herd <times>   herds on each store, 5 by default
  --kills <times>  processes that are killed, 200 by default
  -h, --help       this text

Exit codes: 0 every law held, 1 one was broken, 2 a wrong option. DATABASE_URL names a PostgreSQL to use instead of a
new one.
`

const options = readOptions(help, {
  herd: { type: "string", default: "5" },
  kills: { type: "string", default: "200" },
})

const countOf = (name: "herd" | "kills"): number =>
  /^\d{1,9}$/.test(options[name]) ? Number(options[name]) : refuse(help, `--${name} takes a number`)

const [herds, kills] = [countOf("herd"), countOf("kills")]

const start = performance.now()
await using server = await startPostgres()
const places: ReadonlyArray<readonly [store: string, make: MakePlace]> = [
  ["SQLite", () => sqlitePlace()],
  ["PostgreSQL", () => postgresPlace(server)],
]
const broken = [...(await runHerds(places, herds)), ...(await runKills(places, kills))]
for (const law of broken) process.stderr.write(`${law}\n`)
process.stdout.write(`\n${broken.length === 0 ? "Every law held" : `Broken: ${broken.length}`}, ${seconds(start)}.\n`)
if (broken.length > 0) process.exitCode = 1
