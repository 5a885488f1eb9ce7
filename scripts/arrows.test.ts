/** Imports point one way, in the whole repository. This is the only place that checks them. */
import { globSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "..")

/** Each folder, and the folders it may import. */
const folders: Readonly<Record<string, ReadonlyArray<string>>> = {
  generated: [],
  src: ["generated"],
  contracts: ["src", "generated"],
  scripts: ["contracts", "src", "generated"],
}

/** The modules of `src/` that every other may import. */
const ground = ["errors", "fetch", "policies", "secrets", "settings", "operation", "token-set"]

/** What each module of `src/` may import. A provider meets the core through `operation` and `reading` only. */
const rooms: Readonly<Record<string, ReadonlyArray<string>>> = {
  index: ["public", "promise", "registry", "providers"],
  effect: [
    "token-set",
    "config",
    "public",
    "registry",
    "service",
    "services",
    "telemetry",
    "vault-services",
    "vault/errors",
    "vault/functions",
    "vault/keys",
    "vault/memory",
    "vault/service",
    "vault/store",
    "vault/telemetry",
    "vaults",
  ],
  testing: ["settings", "simulators", "testing/*", "vault/store"],
  public: [...ground, "checked"],
  providers: ["providers/*/index"],
  services: ["providers/*/service"],
  simulators: ["providers/*/simulator"],
  "providers/*/entry": ["public", "promise", "settings", "providers/*/index", "providers/*/tokens"],
  "providers/*/index": [...ground, "jwt", "reading", "providers/*/tokens"],
  "providers/*/tokens": ["token-set"],
  "providers/*/service": ["service", "settings", "providers/*/index", "providers/*/tokens"],
  "providers/*/simulator": ["jwt", "providers/*/index", "testing/*"],
  "testing/*": ["settings", "operation", "jwt", "testing/*", "vault/store"],
  vault: [
    "promise",
    "public",
    "registry",
    "vault/errors",
    "vault/functions",
    "vault/keys",
    "vault/memory",
    "vault/promise",
    "vault/store",
    "vaults",
  ],
  vaults: ["providers/*/vault"],
  "vault-services": ["providers/*/vault-service"],
  "providers/*/vault": ["errors", "providers/*/index", "providers/*/tokens", "vault/functions", "vault/rules"],
  "providers/*/vault-service": [
    "settings",
    "providers/*/index",
    "providers/*/tokens",
    "providers/*/vault",
    "vault/functions",
    "vault/service",
  ],
  signal: [],
  "vault/access": ["vault/store"],
  "vault/begin": [...ground, "encode", "refusal", "vault/parts"],
  "vault/cache": [
    "token-set",
    "owner",
    "vault/access",
    "vault/connection",
    "vault/rows",
    "vault/single",
    "vault/store",
  ],
  "vault/connect": [
    "errors",
    "token-set",
    "vault/access",
    "vault/begin",
    "vault/connection",
    "vault/errors",
    "vault/grant",
    "vault/names",
    "vault/parts",
    "vault/settle",
    "vault/tokens",
    "vault/verdict",
  ],
  "vault/connection": ["errors", "vault/errors", "vault/rows", "vault/verdict"],
  "vault/connections": [
    "errors",
    "token-set",
    "vault/access",
    "vault/deadline",
    "vault/decide",
    "vault/errors",
    "vault/flows",
    "vault/functions",
    "vault/names",
    "vault/shelf",
    "vault/trouble",
  ],
  "vault/deadline": ["signal"],
  "vault/decide": ["token-set", "vault/cache", "vault/connection", "vault/errors", "vault/rules", "vault/verdict"],
  "vault/disconnect": ["token-set", "vault/access", "vault/parts", "vault/settle"],
  "vault/errors": ["token-set"],
  "vault/flows": [
    ...ground,
    "vault/begin",
    "vault/cache",
    "vault/connect",
    "vault/disconnect",
    "vault/errors",
    "vault/late",
    "vault/listing",
    "vault/observer",
    "vault/parts",
    "vault/rules",
    "vault/shelf",
    "vault/single",
    "vault/tokens",
  ],
  "vault/functions": ["errors", "token-set", "vault/errors"],
  "vault/grant": ["errors", "vault/verdict"],
  "vault/keys": ["secrets", "checked"],
  "vault/late": ["settings", "token-set", "vault/observer"],
  "vault/listing": [
    "token-set",
    "vault/access",
    "vault/cache",
    "vault/connection",
    "vault/errors",
    "vault/functions",
    "vault/names",
    "vault/parts",
  ],
  "vault/memory": ["vault/store"],
  "vault/names": ["vault/errors"],
  "vault/observer": [],
  "vault/parts": [
    ...ground,
    "vault/cache",
    "vault/connection",
    "vault/late",
    "vault/observer",
    "vault/rules",
    "vault/shelf",
  ],
  "vault/postgres": ["vault/store"],
  "vault/promise": [
    ...ground,
    "checked",
    "client",
    "owner",
    "promise",
    "vault/access",
    "vault/connections",
    "vault/errors",
    "vault/flows",
    "vault/functions",
    "vault/keys",
    "vault/observer",
    "vault/rules",
    "vault/shelf",
    "vault/store",
    "vault/trouble",
    "vault/upkeep",
    "warning",
  ],
  "vault/refresh": [
    "errors",
    "token-set",
    "vault/access",
    "vault/cache",
    "vault/connection",
    "vault/errors",
    "vault/names",
    "vault/parts",
  ],
  "vault/rows": ["vault/access", "vault/sealing", "vault/store"],
  "vault/rules": ["operation", "token-set", "vault/functions"],
  "vault/sealing": ["vault/access", "vault/keys", "vault/store"],
  "vault/service": [
    ...ground,
    "checked",
    "client",
    "config",
    "owner",
    "registry",
    "telemetry",
    "vault/access",
    "vault/connections",
    "vault/errors",
    "vault/flows",
    "vault/functions",
    "vault/keys",
    "vault/rules",
    "vault/shelf",
    "vault/store",
    "vault/telemetry",
    "vault/trouble",
    "vault/upkeep",
  ],
  "vault/settle": ["token-set", "vault/access", "vault/grant", "vault/names", "vault/parts"],
  "vault/shelf": [
    "settings",
    "owner",
    "vault/access",
    "vault/connection",
    "vault/grant",
    "vault/keys",
    "vault/rows",
    "vault/sealing",
    "vault/store",
  ],
  "vault/single": ["owner"],
  "vault/sqlite": ["vault/sqlite-busy", "vault/sqlite-file", "vault/sqlite-statements", "vault/store"],
  "vault/sqlite-busy": [],
  "vault/sqlite-file": [],
  "vault/sqlite-statements": ["vault/store"],
  "vault/store": [],
  "vault/telemetry": ["policies", "vault/errors", "vault/observer"],
  "vault/tokens": [
    "errors",
    "token-set",
    "vault/access",
    "vault/connection",
    "vault/decide",
    "vault/errors",
    "vault/names",
    "vault/parts",
    "vault/refresh",
    "vault/single",
    "vault/verdict",
  ],
  "vault/trouble": ["vault/access", "vault/errors"],
  "vault/upkeep": ["vault/access", "vault/connection", "vault/names", "vault/shelf", "vault/store"],
  "vault/verdict": ["errors", "policies"],
  registry: ["providers", "settings"],
  promise: [...ground, "checked", "client", "owner", "warning"],
  service: [...ground, "checked", "client", "config", "owner", "registry", "telemetry"],
  config: [...ground, "checked", "registry"],
  checked: ["operation", "settings"],
  client: [...ground, "observer", "owner", "redeem", "transport"],
  redeem: [...ground, "attempts", "encode", "jwt", "observer", "orphan", "owner", "refusal", "share", "signal"],
  share: [...ground, "attempts", "owner"],
  attempts: [...ground, "classify", "credentials", "encode", "refusal", "retry", "transport"],
  orphan: [...ground, "attempts", "observer", "owner", "refusal"],
  owner: [],
  encode: [...ground, "refusal"],
  classify: [...ground, "refusal", "transport"],
  refusal: [...ground, "retry-after"],
  telemetry: ["errors", "policies", "observer"],
  warning: ["observer"],
  observer: ["errors", "operation"],
  transport: ["operation", "fetch", "platform", "receive"],
  platform: ["fetch"],
  receive: ["operation", "fetch"],
  credentials: ["operation", "secrets", "settings"],
  retry: ["errors", "policies", "operation"],
  reading: ["operation"],
  jwt: ["secrets"],
  operation: ["errors", "policies", "secrets", "settings", "token-set"],
  settings: ["errors", "fetch", "platform", "secrets"],
  fetch: [],
  "retry-after": [],
  "token-set": [],
  secrets: [],
  errors: ["policies"],
  policies: [],
}

/** The module of a file: providers have the same modules, and the simulator's parts are one. */
const roomOf = (file: string) =>
  file.replace(/^providers\/[^/]+\//, "providers/*/").replace(/^testing\/.*/, "testing/*")

/** Every file and every relative import of it, by paths from the root. */
const importsOf = (file: string): ReadonlyArray<string> =>
  [...readFileSync(join(root, file), "utf8").matchAll(/(?:from |import\(|import )"(\.[^"]+)"/g)].map(([, to = ""]) =>
    normalize(join(dirname(file), to)),
  )

const filesIn = (folder: string) =>
  globSync(`${folder}/**/*.ts`, { cwd: root })
    .map((file) => normalize(file))
    .filter((file) => !file.includes("node_modules"))

describe.each(Object.entries(folders))("%s/", (folder, allowed) => {
  it(`imports nothing but ${["itself", ...allowed].join(", ")}`, () => {
    const wrong = filesIn(folder).flatMap((file) =>
      importsOf(file)
        .filter((to) => ![folder, ...allowed].includes(to.split("/")[0] ?? ""))
        .map((to) => `${file} → ${to}`),
    )
    expect(wrong).toEqual([])
  })
})

const files = filesIn("src").filter((file) => !file.endsWith(".test.ts"))
const nameOf = (file: string) => file.replace(/^src\//, "").replace(/\.ts$/, "")

describe("src/", () => {
  it("has a row of this table for every module", () => {
    expect(new Set(files.map(nameOf).map(roomOf))).toEqual(new Set(Object.keys(rooms)))
  })

  it.each(files)("%s imports only what its module may", (file) => {
    const own = roomOf(nameOf(file))
    const wrong = importsOf(file)
      .filter((to) => to.startsWith("src/"))
      .filter((to) => !rooms[own]?.includes(roomOf(nameOf(to))))
    expect(wrong).toEqual([])
  })

  it.each(files)("%s imports no barrel, and openapi-fetch only through generated code", (file) => {
    const text = readFileSync(join(root, file), "utf8")
    expect(text).not.toMatch(/from "effect"/)
    expect(text).not.toMatch(/^import (?!type ).*from "openapi-fetch"/m)
  })

  it.each(files.filter((file) => file.startsWith("src/providers/")))("%s imports only its own provider", (file) => {
    const [, , provider = ""] = file.split("/")
    const foreign = importsOf(file).filter(
      (to) =>
        (to.startsWith("src/providers/") && !to.startsWith(`src/providers/${provider}/`)) ||
        (to.startsWith("generated/") && !to.startsWith(`generated/${provider}.`)),
    )
    expect(foreign).toEqual([])
  })

  it.each(files.filter((file) => !file.startsWith("src/providers/")))("%s reads nothing that was generated", (file) => {
    expect(importsOf(file).filter((to) => to.startsWith("generated/"))).toEqual([])
  })
})
