/** The vault at a real OAuth server: one refresh for many processes, and revocation before a connection is forgotten. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { createClient } from "../../src/promise.ts"
import { memoryStore } from "../../src/vault/memory.ts"
import { sqliteStore } from "../../src/vault/sqlite.ts"
import { type Child, startChild } from "../vault/fixtures/child.ts"
import type { HerdTask } from "./herd-child.ts"
import { type OAuthOperations, oauth } from "./provider.ts"
import { type AuthorizationServer, client, redirectUri, serveAuthorization } from "./server.ts"
import { createOAuthVault } from "./vault.ts"

const keys = { test: Buffer.alloc(32, 7).toString("base64") }

let server: AuthorizationServer
let folder: string
beforeAll(async () => {
  server = await serveAuthorization()
  folder = await mkdtemp(join(tmpdir(), "token-exchange-oauth-"))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const settings = () => ({ ...client, baseUrl: server.baseUrl })

const said = async (child: Child): Promise<string> => {
  const line = await child.line()
  if (line === undefined) throw new Error("A process has ended: the reason is above.")
  return line
}

test("8 processes that ask for expired tokens at once make one refresh, and all get its set", async () => {
  const file = join(folder, "herd.db")
  const store = sqliteStore(file)
  const vault = createOAuthVault({ store, keys, oauth: settings() })
  const { error } = await vault.oauth.connect("user", { code: await server.mint(), redirectUri })
  expect(error).toBeUndefined()
  store.close()

  const before = server.requests.length
  const now = Date.now() + 2 * 3_600_000
  const task: HerdTask = { file, keys, oauth: settings(), now, calls: 20 }
  const children = Array.from({ length: 8 }, () => startChild("../../oauth/herd-child.ts", task))
  for (const child of children) await said(child)
  for (const child of children) child.say("go")
  const sets: ReadonlyArray<string> = (await Promise.all(children.map(said))).flatMap((line) => JSON.parse(line))
  await Promise.all(children.map(({ ended }) => ended))

  expect(server.requests.slice(before)).toEqual(["/token refresh_token"])
  expect(sets.length).toBe(160)
  expect(new Set(sets).size).toBe(1)
})

test("disconnect revokes the refresh token, and then forgets the connection", async () => {
  const vault = createOAuthVault({ store: memoryStore(), keys, oauth: settings() })
  const { data } = await vault.oauth.connect("user", { code: await server.mint(), redirectUri })
  const before = server.requests.length
  expect(await vault.oauth.disconnect("user")).toEqual({ data: true })
  expect(server.requests.slice(before)).toEqual(["/token/revocation"])
  const { error } = await createClient<OAuthOperations>(oauth, settings()).refreshToken({
    refreshToken: data?.refreshToken ?? "none",
  })
  expect(error).toMatchObject({ _tag: "InvalidGrant" })
  expect((await vault.oauth.tokens("user")).error).toMatchObject({ _tag: "NotConnected" })
})

test("a connection whose revocation fails stays, and can be disconnected later", async () => {
  const store = memoryStore()
  const vault = createOAuthVault({ store, keys, oauth: settings() })
  await vault.oauth.connect("user", { code: await server.mint(), redirectUri })
  const wrong = createOAuthVault({ store, keys, oauth: { ...settings(), clientSecret: "wrong" } })
  expect((await wrong.oauth.disconnect("user")).error).toMatchObject({
    _tag: "InvalidClient",
    operation: "revokeToken",
  })
  expect((await vault.oauth.tokens("user")).error).toBeUndefined()
  expect(await vault.oauth.disconnect("user")).toEqual({ data: true })
})
