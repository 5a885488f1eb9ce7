/** What the workflows may do: a mistake in one is seen by strangers first. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { readSpecs, root } from "../../contracts/spec/specs.ts"

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly "timeout-minutes"?: number
  readonly "runs-on": string
  readonly environment?: string
  readonly env?: Readonly<Record<string, string>>
  readonly strategy?: { readonly matrix: { readonly include: ReadonlyArray<Readonly<Record<string, string>>> } }
  readonly steps: ReadonlyArray<Step>
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: unknown
  readonly concurrency: unknown
  readonly env?: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const folder = join(root, ".github/workflows")
const files = readdirSync(folder).sort()
const texts = new Map(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]))
const workflows: ReadonlyArray<readonly [string, Workflow]> = [...texts].map(([file, text]) => [file, parse(text)])
const jobs = workflows.flatMap(([file, { jobs, ...workflow }]) =>
  Object.entries(jobs).map(([name, job]) => [`${file} ${name}`, job, workflow] as const),
)
const steps = jobs.flatMap(([name, job]) => job.steps.map((step) => [name, step] as const))

/** What a job may do beyond reading the code, and why it must. Everything else is refused. */
const mayWrite: Readonly<Record<string, ReadonlyArray<string>>> = {
  "contracts.yml comment": ["pull-requests"],
  "release.yml publish": ["id-token"],
  "upstream.yml issue": ["issues"],
}

test("every workflow is one of those that this file knows", () => {
  expect(files).toEqual(["contracts.yml", "release.yml", "upstream.yml", "verify.yml"])
})

describe.each(workflows)("%s", (_file, { on, permissions, concurrency }) => {
  test("grants nothing by itself", () => {
    expect([{}, { contents: "read" }]).toContainEqual(permissions)
  })

  test("never runs a stranger's code with a token that can write", () => {
    expect(Object.keys(on)).not.toContain("pull_request_target")
    expect(Object.keys(on)).not.toContain("workflow_run")
  })

  test("runs once at a time", () => {
    expect(concurrency).toHaveProperty("group")
  })
})

describe.each(jobs)("%s", (name, job) => {
  test("ends by itself, on a machine that stays the same", () => {
    expect(job["timeout-minutes"]).toBeGreaterThan(0)
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(30)
    expect(job["runs-on"]).toMatch(/^ubuntu-\d\d\.\d\d$/)
  })

  test("has the permissions that it needs, and no other", () => {
    expect(job.permissions).toBeDefined()
    const written = Object.entries(job.permissions ?? {}).flatMap(([scope, level]) => (level === "read" ? [] : [scope]))
    expect(written).toEqual(mayWrite[name] ?? [])
  })

  test("runs none of the repository's code where it may write", () => {
    if (mayWrite[name] === undefined) return
    expect(job.steps.flatMap(({ uses }) => uses ?? []).filter((uses) => uses.startsWith("actions/checkout@"))).toEqual(
      [],
    )
    expect(job.steps.flatMap(({ run }) => run?.match(/\b(npm (ci|install|run|test)|npx|node) /g) ?? [])).toEqual([])
  })

  test("has secrets only in an environment, and never where a pull request runs", () => {
    const [file = ""] = name.split(" ")
    if (!JSON.stringify(job).includes("secrets.")) return
    expect(job.environment).toBeDefined()
    expect(parse(texts.get(file) ?? "").on).not.toHaveProperty("pull_request")
  })
})

describe("steps", () => {
  test.each(steps.filter(([, { uses }]) => uses !== undefined))("%s uses a commit: $uses", (_name, { uses }) => {
    expect(uses).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/)
  })

  test("one action has one version", () => {
    const versions = steps.flatMap(([, { uses }]) => uses ?? [])
    expect(new Set(versions).size).toBe(new Set(versions.map((uses) => uses.split("@")[0])).size)
  })

  test("a commit has its version beside it", () => {
    for (const text of texts.values()) {
      for (const line of text.match(/uses: .*@[0-9a-f]{40}.*/g) ?? []) expect(line).toMatch(/ # v\d+\.\d+\.\d+$/)
    }
  })

  test.each(steps.filter(([, { uses }]) => uses?.startsWith("actions/checkout@")))(
    "%s leaves no token",
    (_name, step) => {
      expect(step.with).toHaveProperty("persist-credentials", false)
    },
  )

  test.each(steps.filter(([, { run }]) => run !== undefined))(
    "%s puts no expression into a script",
    (_name, { run }) => {
      expect(run).not.toContain("${{")
    },
  )

  test("what is run is a script of this package", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
    const run = steps.flatMap(([, step]) =>
      [...(step.run ?? "").matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name),
    )
    expect([...new Set(run)].filter((name) => !Object.hasOwn(scripts, name ?? ""))).toEqual([])
  })

  test("Node is the one that the scripts run on", () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
    const versions = steps.flatMap(([, step]) =>
      step.uses?.includes("/setup-node@") ? [step.with?.["node-version"]] : [],
    )
    expect(new Set(versions)).toEqual(new Set([devDependencies.node]))
  })
})

describe("verify.yml", () => {
  const verify = workflows.find(([file]) => file === "verify.yml")?.[1]
  const include = verify?.jobs.verify?.strategy?.matrix.include ?? []

  test("asks every provider that has a spec, and no other", async () => {
    expect(include.map(({ provider }) => provider)).toEqual((await readSpecs()).map(({ provider }) => provider))
  })

  test("allows no operation that spends a grant", async () => {
    const specs = await readSpecs()
    for (const { provider, allow } of include) {
      if (allow === undefined) continue
      const spec = specs.find((one) => one.provider === provider)
      const [content] = spec?.operations.find(({ operationId }) => operationId === allow)?.body?.contents ?? []
      expect(content).toBeDefined()
      const { properties } = spec?.resolve(content?.schema) ?? {}
      expect(JSON.stringify(properties)).not.toContain("x-one-time")
    }
  })

  test("comes by the clock or by hand", () => {
    expect(Object.keys(verify?.on ?? {})).toEqual(["schedule", "workflow_dispatch"])
  })

  test("gives a job the credentials of its own provider only", () => {
    const env = verify?.jobs.verify?.steps.map((step) => step.env ?? {}) ?? []
    const secrets = env.flatMap((one) => Object.entries(one).filter(([, value]) => value.includes("secrets.")))
    for (const [variable, value] of secrets) {
      const provider = variable.split("_")[0]?.toLowerCase()
      expect(value).toBe(`\${{ matrix.provider == '${provider}' && secrets.${variable} || '' }}`)
    }
    expect(secrets.length).toBeGreaterThan(0)
  })
})
