/** One of many processes that ask for the same connection's tokens: says "ready", waits for a line, and says what it got. */
import { once } from "node:events"
import { createInterface } from "node:readline"
import { reveal } from "../../src/promise.ts"
import { sqliteStore } from "../../src/vault/sqlite.ts"
import type { OAuthSettings } from "./provider.ts"
import { createOAuthVault } from "./vault.ts"

export interface HerdTask {
  readonly file: string
  readonly keys: { readonly [id: string]: string }
  readonly oauth: OAuthSettings
  readonly now: number
  readonly calls: number
}

const { file, keys, oauth, now, calls }: HerdTask = JSON.parse(process.argv[2] ?? "")
const store = sqliteStore(file)
const vault = createOAuthVault({ store, keys, oauth, now: () => now })
const input = createInterface(process.stdin)
const started = once(input, "line")
process.stdout.write("ready\n")
await started
const answers = await Promise.all(Array.from({ length: calls }, () => vault.oauth.tokens("user")))
const sets = answers.map(({ data, error }) => (data === undefined ? error.message : reveal(data.accessToken)))
process.stdout.write(`${JSON.stringify(sets)}\n`)
input.close()
