/** Settings of every kind, right and wrong, and how a client of any provider is made of them. */
import { inspect } from "node:util"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { expect } from "vitest"
import type { InvalidSettings } from "../../src/index.ts"
import type { AnyProvider } from "../../src/operation.ts"
import * as providers from "../../src/providers.ts"
import { readSpecs } from "../spec/specs.ts"

export const records = Object.entries<AnyProvider>(providers)

export const build = <Error>(layer: Layer.Layer<never, Error>, env: Record<string, string> = {}) => {
  const program = Effect.provide(
    Effect.scoped(Layer.build(layer)),
    ConfigProvider.layer(ConfigProvider.fromUnknown(env)),
  )
  return Effect.runSyncExit(program)
}

/** A layer that dies throws its defect. */
export const orThrow = (exit: Exit.Exit<unknown, unknown>) => {
  if (Exit.isFailure(exit)) {
    expect(Cause.hasDies(exit.cause)).toBe(true)
    throw Cause.squash(exit.cause)
  }
}

export interface AnyService {
  readonly layer: Layer.Layer<never, InvalidSettings>
  readonly layerWith: (settings: unknown) => Layer.Layer<never>
}

export const exportsOf = async (file: string) => Object.entries<object>(await import(file))

export const servicesOf = async (slug: string) =>
  (await exportsOf(`../../src/providers/${slug}/service.ts`)).filter(
    (entry): entry is [string, AnyService] => "layerWith" in entry[1],
  )

export const thrownBy = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

/** In every wrong value that can hold it. */
export const canary = "canary7f3a"

export const expectNoValue = (error: unknown) => {
  const shown = [inspect(error, { depth: null, showHidden: true }), JSON.stringify(error), String(Object(error).stack)]
  for (const text of shown) expect(text).not.toContain(canary)
}

export const wrongUrls: ReadonlyArray<unknown> = [
  canary,
  "",
  7,
  {},
  Object.create(null),
  `${canary}.example`,
  `//${canary}.example`,
  `ftp://${canary}.example`,
  `file:///${canary}`,
  `data:text/plain,${canary}`,
  `https://host/?key=${canary}`,
  "https://host?",
  `https://host/#${canary}`,
  "https://host#",
  `https://${canary}@host`,
  `https://user:${canary}@host`,
  `https://:${canary}@host`,
  `http://:${canary}@localhost`,
  `http://localhost/?${canary}`,
  new URL(`https://user:${canary}@host`),
]

const servers = new Map((await readSpecs()).map(({ provider, servers }) => [provider, servers]))

/** What is said of them, with the names of the provider's servers. */
export const wrongUrl = (slug: string) => {
  const names = (servers.get(slug) ?? []).filter(({ name, url }) => name !== url).map(({ name }) => `${name} or `)
  return `must be ${names.join("")}an http or https URL without user, password, query and fragment.`
}

export const insecureUrls: ReadonlyArray<string> = [
  "http://provider.test",
  "HTTP://provider.test",
  "http:provider.test",
  "http://localhost.evil.example",
  "http://notlocalhost",
  "http://127.0.0.1.evil.example",
  "http://128.0.0.1",
  "http://0.0.0.0",
  "http://10.0.0.1",
  "http://[::2]",
  `http://${canary}.example/v1`,
]

export const rightUrls: ReadonlyArray<string | URL> = [
  "https://sandbox.example",
  "https://sandbox.example:8443/base/",
  new URL("https://sandbox.example"),
  "http://localhost:4010",
  "http://LOCALHOST",
  "http://api.localhost",
  "http://127.0.0.1:4010",
  "http://127.255.0.3",
  "http://127.1",
  "http://[::1]:4010",
  "http://[0:0:0:0:0:0:0:1]",
]
