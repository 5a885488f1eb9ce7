import { globSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { describe, expect, it } from "vitest"

/** The rooms that every other stands on, lowest first. */
const ground = ["errors", "token-set", "operation", "settings"]

/** What each room may import. A lint rule says why for the ones that matter most; here is the whole house. */
const arrows: Readonly<Record<string, ReadonlyArray<string>>> = {
  index: [...ground, "public", "promised", "client", "providers/*"],
  effect: [...ground, "public", "config", "telemetry", "token-schema", "client", "providers/*"],
  public: [...ground, "providers/*"],
  promised: [...ground, "client", "watch"],
  client: [...ground, "redeem", "watch"],
  redeem: [...ground, "credentials", "interpret", "jwt", "orphan", "refusal", "retry", "timer", "transport", "watch"],
  orphan: [...ground, "refusal", "timer", "transport"],
  interpret: [...ground, "echo", "refusal", "transport"],
  refusal: ["errors", "operation", "echo", "retry-after"],
  telemetry: ["errors", "operation", "watch"],
  "providers/*": ["errors", "token-set", "operation", "jwt", "reading"],
  transport: ["operation", "settings"],
  credentials: ["operation", "settings"],
  config: ["operation", "settings"],
  retry: ["errors", "operation"],
  watch: ["errors"],
  reading: ["operation"],
  jwt: ["operation"],
  "token-schema": ["token-set"],
  settings: ["errors", "operation", "token-set"],
  operation: ["errors"],
  errors: [],
  "token-set": [],
  echo: [],
  "retry-after": [],
  timer: [],
}

/** A file's room: all providers have one. */
const roomOf = (file: string) => file.replace(/^providers\/.*/, "providers/*")

const files = globSync(["*.ts", "providers/*.ts"], { cwd: import.meta.dirname })
  .filter((file) => !file.endsWith(".test.ts") && file !== "testing.ts")
  .map((file) => file.replace(/\.ts$/, ""))

describe("imports point one way", () => {
  it("and every room has its arrows", () => {
    expect(new Set(files.map(roomOf))).toEqual(new Set(Object.keys(arrows)))
  })

  it.each(files)("%s", (file) => {
    const text = readFileSync(join(import.meta.dirname, `${file}.ts`), "utf8")
    const imported = [...text.matchAll(/(?:from |import\()"(\.[^"]+)\.ts"/g)]
      .map(([, to = ""]) => normalize(join(dirname(file), to)))
      .filter((to) => to !== `../generated/${file.replace("providers/", "")}.schema`)
    expect(imported.filter((to) => !arrows[roomOf(file)]?.includes(roomOf(to)))).toEqual([])
  })
})

describe("a simulated provider", () => {
  const simulated = globSync("testing/providers/*.ts", { cwd: import.meta.dirname })
  it.each(simulated)("%s reads what was generated for it, and for nobody else", (path) => {
    const text = readFileSync(join(import.meta.dirname, path), "utf8")
    const read = [...text.matchAll(/from "(?:\.\.\/)+generated\/([^."]+)/g)].map(([, provider]) => `${provider}.ts`)
    expect(new Set(read)).toEqual(new Set([path.replace("testing/providers/", "")]))
  })
})
