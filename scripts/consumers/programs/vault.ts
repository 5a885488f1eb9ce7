/** What a consumer does with the vault: the laws of its stores, and a life of some connections. */
import { rmSync } from "node:fs"
import { createSimulator, storeLaws } from "token-exchange/testing"
import { createVault, memoryStore, type VaultStore } from "token-exchange/vault"
import { sqliteStore } from "token-exchange/vault/sqlite"

/** Laws that broke on a store, with what was seen. */
export interface VaultOutcome {
  /** The laws that held, by store. */
  readonly held: Readonly<Record<string, number>>
  readonly broken: ReadonlyArray<string>
  /** What became of a life of connections, step by step. */
  readonly life: ReadonlyArray<string>
}

const files: Readonly<Record<string, "wal" | "delete">> = { "SQLite, WAL": "wal", "SQLite, rollback journal": "delete" }
const pathOf = (name: string) => `vault-${files[name]}.db`

/** Each store, opened anew over what it had. */
const memory = memoryStore()
const stores: Readonly<Record<string, () => VaultStore>> = {
  memory: () => memory,
  ...Object.fromEntries(
    Object.entries(files).map(([name, journal]) => [name, () => sqliteStore(pathOf(name), { journal })]),
  ),
}

export const run = async (): Promise<VaultOutcome> => ({ ...(await checkLaws()), life: await live() })

const checkLaws = async () => {
  const held: Record<string, number> = {}
  const broken: Array<string> = []
  for (const [store, open] of Object.entries(stores)) {
    held[store] = 0
    for (const { name, check } of storeLaws) {
      try {
        await check(async () => open())
        held[store]++
      } catch (cause) {
        broken.push(`${store}: ${name}: ${String(cause)}`)
      }
    }
  }
  return { held, broken }
}

const live = async (): Promise<VaultOutcome["life"]> => {
  const simulator = createSimulator({ aisquare: { rotate: true } })
  const path = "vault-life.db"
  const keys = { test: new Uint8Array(32).fill(7) }
  /** Another process would have such a vault of its own. */
  const open = () =>
    createVault({
      store: sqliteStore(path),
      keys,
      cacheFor: 0,
      now: () => simulator.clock.now().getTime(),
      ...simulator.settings,
    })
  const [one, other] = [open(), open()]
  const life: Array<string> = []
  const see = (
    step: string,
    { data, error }: { readonly data?: unknown; readonly error?: { readonly _tag: string } },
  ) => life.push(`${step}: ${error?._tag ?? (typeof data === "object" ? "tokens" : String(data))}`)

  const grant = simulator.dapi.issueGrant()
  see("connect", await one.dapi.connect("user", grant))
  see("connect again, elsewhere", await other.dapi.connect("user", grant))
  see("somebody else", await other.dapi.connect("another", grant))
  await one.aisquare.connect("user", simulator.aisquare.issueGrant())
  simulator.clock.advance(8 * 86_400_000)
  const all = await Promise.all([one, other, one, other].map((vault) => vault.aisquare.tokens("user")))
  see("refreshed for all", { data: all.every(({ data }) => data !== undefined) })
  see("POSTs", { data: simulator.aisquare.journal.length })
  see("resealed", await one.reseal())
  see("after it", await other.aisquare.tokens("user"))
  const listed: Array<string> = []
  for await (const { connectionId } of one.aisquare.list()) listed.push(connectionId)
  see("listed", { data: listed.join() })
  see("disconnected", await one.aisquare.disconnect("user"))
  see("gone", await other.aisquare.tokens("user"))
  await one[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
  for (const name of [...Object.keys(files).map(pathOf), path]) rmSync(name, { force: true })
  return life
}
