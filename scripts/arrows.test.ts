/** Imports point one way, in the whole repository. This is the only place that checks them. */
import { globSync, readFileSync } from "node:fs"
import { dirname, join, matchesGlob, normalize } from "node:path"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "..")

/** Each folder, and the folders it may import. */
const folders: Readonly<Record<string, ReadonlyArray<string>>> = {
  generated: [],
  src: ["generated"],
  contracts: ["src", "generated"],
  scripts: ["contracts", "src", "generated", "package.json"],
}

/**
 * The rooms of `src/`: the modules of each, and the rooms that these may import beside their own. A module belongs to the
 * first room that fits. A provider meets the core through `ground` and `reading` only; the vault through its two faces.
 */
const rooms: Readonly<Record<string, readonly [modules: string, may: string]>> = {
  ground: ["errors fetch operation owner platform policies secrets settings signal token-set variable", ""],
  reading: ["jwt reading", "ground"],
  provider: ["providers/*/index providers/*/tokens", "ground reading"],
  registry: ["providers registry", "ground provider"],
  checked: ["checked public", "ground"],
  transport: ["receive transport", "ground"],
  refusal: ["encode refusal retry-after", "ground"],
  observer: ["observer report telemetry warning", "ground"],
  core: ["attempts classify client credentials orphan redeem retry share", "ground reading transport refusal observer"],
  promise: ["configured promise", "ground checked observer core"],
  config: ["config", "ground checked registry"],
  fromEnv: ["from-env", "ground checked config promise registry"],
  effect: ["service", "ground checked observer config core registry"],
  store: ["vault/memory vault/postgres vault/sqlite vault/sqlite-* vault/store", ""],
  vaultPromise: ["vault/promise", "ground checked observer core promise vault store"],
  vaultEffect: ["vault/service vault/telemetry", "ground checked observer config core effect registry vault store"],
  vault: ["vault/*", "ground checked refusal store"],
  simulator: ["providers/*/simulator simulators testing/**", "ground reading provider store"],
  providerPromise: ["providers/*/entry", "ground checked promise provider"],
  providerEffect: ["providers/*/service services", "ground effect provider"],
  providerVault: ["providers/*/vault vaults", "ground provider vault"],
  providerVaultEffect: ["providers/*/vault-service vault-services", "ground provider vault vaultEffect providerVault"],
  entry: ["index", "checked promise fromEnv registry"],
  entryVault: ["vault", "ground checked promise fromEnv registry vault vaultPromise providerVault store"],
  entryEffect: [
    "effect",
    `ground checked observer config effect registry vault store
     providerEffect vaultEffect providerVault providerVaultEffect`,
  ],
  entryTesting: ["testing", "ground simulator store"],
  // The command line, which no other room may import.
  cli: ["cli/**", "ground checked observer config core effect registry refusal simulator entry entryTesting"],
}
const words = (text: string) => text.split(/\s+/)

/** The name of a file's room, and of the rooms that it may import. */
const roomOf = (file: string) => {
  const module = file.replace(/^src\//, "").replace(/\.ts$/, "")
  const fits = ([modules]: readonly [string, string]) => words(modules).some((one) => matchesGlob(module, one))
  const [name, [, may]] = Object.entries(rooms).find(([, room]) => fits(room)) ?? ["none", ["", ""]]
  return { name, may: [name, ...words(may)] }
}

/** Every relative import of a file, by paths from the root. */
const importsOf = (file: string): ReadonlyArray<string> =>
  [...readFileSync(join(root, file), "utf8").matchAll(/(?:from |import\(|import )"(\.[^"]+)"/g)].map(([, to = ""]) =>
    normalize(join(dirname(file), to)),
  )

const filesIn = (folder: string) =>
  globSync(`${folder}/**/*.ts`, { cwd: root })
    .map((file) => normalize(file))
    .filter((file) => !file.includes("node_modules"))

/** The imports of these files that are wrong: `from → to`. */
const wrong = (files: ReadonlyArray<string>, isWrong: (from: string, to: string) => boolean) =>
  files.flatMap((from) => importsOf(from).flatMap((to) => (isWrong(from, to) ? [`${from} → ${to}`] : [])))

it.each(Object.entries(folders))("%s/ imports nothing but itself and %j", (folder, allowed) => {
  expect(wrong(filesIn(folder), (_, to) => ![folder, ...allowed].includes(to.split("/")[0] ?? ""))).toEqual([])
})

describe("src/", () => {
  const files = filesIn("src").filter((file) => !file.endsWith(".test.ts"))
  const isInSrc = (file: string) => file.startsWith("src/")
  const providerOf = (file: string) => /^src\/providers\/([^/]+)\//.exec(file)?.[1]

  it("has a room in this table for each module, and each room has modules", () => {
    expect(new Set(files.map((file) => roomOf(file).name))).toEqual(new Set(Object.keys(rooms)))
  })

  it("imports from a room only what it may", () => {
    expect(wrong(files, (from, to) => isInSrc(to) && !roomOf(from).may.includes(roomOf(to).name))).toEqual([])
  })

  it("has no circle of imports", () => {
    const circles: Array<string> = []
    const known = new Set<string>()
    const follow = (file: string, path: ReadonlyArray<string>) => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "))
      if (known.has(file)) return
      known.add(file)
      for (const to of importsOf(file).filter(isInSrc)) follow(to, [...path, file])
    }
    for (const file of files) follow(file, [])
    expect(circles).toEqual([])
  })

  it("imports of a provider only from its own folder, and of what was generated only a provider its own", () => {
    expect(
      wrong(files, (from, to) => {
        const own = providerOf(from)
        if (to.startsWith("generated/")) return own === undefined || !to.startsWith(`generated/${own}.`)
        return own !== undefined && providerOf(to) !== undefined && providerOf(to) !== own
      }),
    ).toEqual([])
  })

  it.each([/from "effect"/, /^import (?!type ).*from "openapi-fetch"/m])(
    "has no barrel and no client: %s",
    (pattern) => {
      expect(files.filter((file) => pattern.test(readFileSync(join(root, file), "utf8")))).toEqual([])
    },
  )
})
