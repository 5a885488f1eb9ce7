/** What the workflows may do, since strangers would find a mistake first. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { run } from "../contracts/process.ts"
import { readSpec, readSpecs, root } from "../contracts/spec/specs.ts"
import { matrixOf, type Night } from "./verify/matrix.ts"

interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly environment?: string
  readonly steps: ReadonlyArray<Step>
  readonly [key: string]: unknown
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly jobs: Readonly<Record<string, Job>>
  readonly [key: string]: unknown
}

const folder = join(root, ".github/workflows")
const texts = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]))
const workflows: ReadonlyArray<readonly [string, Workflow]> = [...texts].map(([file, text]) => [file, parse(text)])
const jobs = workflows.flatMap(([file, { jobs }]) =>
  Object.entries(jobs).map(([name, job]) => [`${file} ${name}`, job] as const),
)
const steps = jobs.flatMap(([, job]) => job.steps)

/** Expressions that GitHub inserts. */
const expression = (text: string) => `\${{ ${text} }}`

/** Permissions of jobs beyond reading the code, each with its reason. All others fail the test. */
const mayWrite: Readonly<Record<string, ReadonlyArray<string>>> = {
  "contracts.yml comment": ["pull-requests"],
  "release.yml publish": ["id-token"],
  "upstream.yml issue": ["issues"],
}

describe.each(workflows)("%s", (file, { on, permissions, concurrency, jobs }) => {
  test("has no permissions at the top, never runs a pull request's code with a token that can write, runs once at a time", () => {
    expect([{}, { contents: "read" }]).toContainEqual(permissions)
    expect(Object.keys(on)).not.toContain("pull_request_target")
    expect(Object.keys(on)).not.toContain("workflow_run")
    expect(concurrency).toHaveProperty("group")
  })

  test("pins each action to a commit, with its version beside it", () => {
    const lines = texts.get(file)?.match(/^ +(- )?uses: .*$/gm) ?? []
    const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
    expect(lines).toHaveLength(used.length)
    for (const line of lines) expect(line).toMatch(/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })
})

describe.each(jobs)("%s", (name, job) => {
  test("has a time limit and a fixed runner image", () => {
    expect(job["timeout-minutes"]).toBeGreaterThan(0)
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(30)
    expect(job["runs-on"]).toMatch(/^ubuntu-\d\d\.\d\d$/)
  })

  test("has exactly the permissions listed in this test, and runs none of the repository's code with those to write", () => {
    expect(job.permissions).toBeDefined()
    const written = Object.entries(job.permissions ?? {}).flatMap(([scope, level]) => (level === "read" ? [] : [scope]))
    expect(written).toEqual(mayWrite[name] ?? [])
    const ours = /actions\/checkout@|\b(npm (ci|install|run|test)|npx|node) /
    if (written.length > 0) expect(job.steps.filter(({ uses, run }) => ours.test(`${uses} ${run}`))).toEqual([])
  })

  test("uses secrets only in an environment, and never for pull requests", () => {
    if (!JSON.stringify(job).includes("secrets.")) return
    expect(job.environment).toBeDefined()
    expect(workflows.find(([file]) => name.startsWith(file))?.[1].on).not.toHaveProperty("pull_request")
  })
})

describe("the steps", () => {
  test("use one version of each action, and no token after checkout", () => {
    const actions = [...new Set(steps.flatMap(({ uses }) => uses ?? []))].map((uses) => uses.split("@")[0])
    expect(new Set(actions).size).toBe(actions.length)
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"))
    expect(checkouts.map((step) => step.with?.["persist-credentials"])).toEqual(checkouts.map(() => false))
  })

  test("have no expression in a script, and run only scripts of this package", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
    for (const { run = "" } of steps) {
      expect(run).not.toContain("${{")
      for (const [, name = ""] of run.matchAll(/\bnpm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([name])
    }
  })

  test("use the Node version of the scripts", () => {
    const { version } = JSON.parse(readFileSync(join(root, "scripts/node/package.json"), "utf8"))
    const nodes = steps.filter(({ uses }) => uses?.includes("/setup-node@"))
    expect(new Set(nodes.map((step) => step.with?.["node-version"]))).toEqual(new Set([version]))
  })
})

/** Runs the script of a named step as a workflow does, after other commands in an empty folder. */
const runStep = async (job: string, step: string, before: string, env: Readonly<Record<string, string>>) => {
  const script = jobs.find(([name]) => name === job)?.[1].steps.find(({ name }) => name === step)?.run
  const folder = mkdtempSync(join(tmpdir(), "token-exchange-workflow-"))
  const unset = Object.keys(process.env).filter((name) => name.startsWith("GIT_"))
  const who = ["user.name=test", "user.email=test@localhost", "init.defaultBranch=main", "advice.detachedHead=false"]
  const config = who.map((setting) => `git config --global ${setting.replace("=", " ")}`)
  const prelude = ["set -e", `unset ${unset.join(" ")}`, `export HOME="$PWD"`, ...config, before]
  try {
    return await run(["bash", "-c", [...prelude, script].join("\n")], { cwd: folder, env })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe("a release", () => {
  const origin = `git init --quiet origin; cd origin; git commit --quiet --allow-empty --message first
    git checkout --quiet -b change; git commit --quiet --allow-empty --message change; git tag v2.0.0
    git checkout --quiet main; git commit --quiet --allow-empty --message second; git tag v1.0.0; git tag v0.9.0 HEAD^
    cd ..; git clone --quiet origin here; cd here`

  test.each([
    ["v1.0.0", 0, ""],
    ["v0.9.0", 0, ""],
    ["v2.0.0", 1, "::error::v2.0.0 is not on main: merge it first, then tag the merge.\n"],
  ])("of the tag %s, which may be on a branch, ends with %i", async (tag, code, stdout) => {
    const step = "The tag is on the default branch"
    const env = { BRANCH: "main", GITHUB_REF_NAME: tag }
    const ran = await runStep("release.yml check", step, `${origin}; git checkout --quiet ${tag}`, env)
    expect(ran).toMatchObject({ code, stdout })
  })
})

test("the base's checks decide about the specs of a pull request", async () => {
  const before = `git init --quiet; mkdir -p specs contracts/recorded scripts
    echo old | tee specs/a.yaml specs/gone.yaml contracts/recorded/a.json scripts/check.ts redocly.yaml > redocly.yaml
    git add --all; git commit --quiet --message base; git checkout --quiet -b change
    echo new | tee specs/a.yaml specs/b.yaml contracts/recorded/a.json scripts/check.ts redocly.yaml > .redocly.lint-ignore.yaml
    git rm --quiet specs/gone.yaml; git add --all; git commit --quiet --message change
    git checkout --quiet main; git merge --quiet --no-ff --message merge change; git checkout --quiet --detach`
  const step = "The base, with what the pull request says of the vendors"
  const show = "show() { grep -r . --exclude-dir=.git . ; }; trap show EXIT"
  const { stdout } = await runStep("contracts.yml base", step, `${show}; ${before}`, {})
  const shown = stdout.split("\n").filter((line) => line.startsWith("./") && !line.includes(".gitconfig"))
  expect(shown.sort()).toEqual([
    "./contracts/recorded/a.json:new",
    "./redocly.yaml:old",
    "./scripts/check.ts:old",
    "./specs/a.yaml:new",
    "./specs/b.yaml:new",
  ])
  const scripts = jobs.find(([name]) => name === "contracts.yml base")?.[1].steps.flatMap(({ run }) => run ?? [])
  expect(scripts?.slice(1)).toEqual(["npm ci", "npm run lint:specs", "npm run breaking -- --base HEAD"])
})

test("what decides about a break has an owner in CODEOWNERS", () => {
  const lines = readFileSync(join(root, ".github/CODEOWNERS"), "utf8").split("\n")
  const rules = lines.filter((line) => /^[^#]/.test(line)).map((line) => line.split(" "))
  // The last line that fits decides, and no line here takes an owner away.
  expect(rules.filter(([, owner]) => !/^@[\w/-]+$/.test(owner ?? ""))).toEqual([])
  const owned = ["specs/", "specs/accepted-breaks.yaml", "contracts/", "scripts/", ".github/", "redocly.yaml"]
  expect(rules.map(([path]) => path)).toEqual(
    expect.arrayContaining([...owned, "package.json"].map((one) => `/${one}`)),
  )
})

describe("gate.yml", () => {
  const text = texts.get("gate.yml") ?? ""
  const gate = workflows.find(([file]) => file === "gate.yml")?.[1]

  test("can be called, with ten lines that its opening comment shows", () => {
    const { inputs } = Object(gate?.on.workflow_call)
    const example = [...text.matchAll(/^# {3}(.*)$/gm)].map(([, line]) => line)
    expect(example.length).toBeLessThanOrEqual(10)
    const { on, jobs } = parse(example.join("\n"))
    expect(on).toBe("pull_request")
    expect(jobs.gate.uses).toMatch(/\/\.github\/workflows\/gate\.yml@/)
    const required = Object.entries(inputs).flatMap(([name, input]) => (Object(input).required ? [name] : []))
    expect(Object.keys(jobs.gate.with)).toEqual(required)
  })

  test("takes inputs by the environment, and checks the commit that it will run", () => {
    const withInputs = gate?.jobs.gate?.steps.filter((step) => JSON.stringify(step).includes("inputs.")) ?? []
    expect(withInputs.map(({ env }) => Object.values(env ?? {}))).toEqual([
      [expression("inputs.gate")],
      [expression("inputs.specs"), expression("inputs.base")],
    ])
    expect(withInputs[0]?.run).toContain("@[0-9a-f]{40}$")
  })
})

describe("verify.yml", () => {
  const text = texts.get("verify.yml") ?? ""
  const verify = workflows.find(([file]) => file === "verify.yml")?.[1]
  const { providers, verify: job } = verify?.jobs ?? {}

  test("names no provider, since a script prints the matrix from the specs", async () => {
    const specs = await readSpecs()
    expect(specs.filter(({ provider }) => text.toLowerCase().includes(provider))).toEqual([])
    const printed = { id: "matrix", run: expect.stringContaining("$(node scripts/verify/matrix.ts)") }
    expect(providers?.steps).toContainEqual(expect.objectContaining(printed))
    expect(providers?.outputs).toEqual({ matrix: expression("steps.matrix.outputs.matrix") })
    expect(job).toMatchObject({
      needs: "providers",
      strategy: { matrix: expression("fromJSON(needs.providers.outputs.matrix)") },
    })
  })

  test("runs on a schedule or by hand, on the default branch, not in a fork", () => {
    expect(Object.keys(verify?.on ?? {})).toEqual(["schedule", "workflow_dispatch"])
    expect(providers?.if).toBe(
      expression("!github.event.repository.fork && github.ref_name == github.event.repository.default_branch"),
    )
  })

  test("gives a job the credentials of its own provider only", () => {
    expect(job?.environment).toBe(`verify-${expression("matrix.provider")}`)
    expect(text.match(/\b(secrets|vars)\b\S*/g)).toEqual(["vars.BASE_URL", "secrets.CREDENTIALS"])
    expect(providers?.environment).toBeUndefined()
    const having = job?.steps.filter(({ env }) => JSON.stringify(env ?? {}).includes("secrets.")) ?? []
    expect(having.map(({ name }) => name)).toEqual(["Verify"])
  })
})

describe("the matrix of verify.yml", () => {
  test("has every provider with a spec, in one line", async () => {
    const { stdout } = await run([process.execPath, "scripts/verify/matrix.ts"])
    expect(stdout).toMatch(/^[^\n]+\n$/)
    const { include } = JSON.parse(stdout)
    expect(include).toContainEqual({ provider: "aisquare", allow: "obtainToken" })
    // It spends no grant, but it would delete a real consent.
    expect(include).toContainEqual({ provider: "finqware", allow: "" })
    expect(include.map(({ provider }: Night) => provider)).toEqual((await readSpecs()).map(({ provider }) => provider))
  })

  test("allows no operation that spends a grant, with the mark at any depth, and every other, separated by commas", async () => {
    const specs = await readSpecs(join(root, "scripts/fixtures"))
    expect(matrixOf(specs)).toEqual({ include: [{ provider: "sample-bank", allow: "" }] })
    const harmless = specs.map((spec) => ({
      ...spec,
      operations: spec.operations.map((one) => ({ ...one, request: { ...one.request, schema: {} } })),
    }))
    expect(matrixOf(harmless).include[0]?.allow).toBe("exchange-public-token,refreshToken")
  })

  test("allows nothing that ends something, such as a revocation, which no mark shows", async () => {
    const oauth = await readSpecs(join(root, "contracts/oauth/specs"))
    const acme = await readSpec(join(root, "scripts/verify/fixtures/acme.yaml"))
    expect(oauth.flatMap(({ operations }) => operations.map(({ operationId }) => operationId))).toContain("revokeToken")
    expect(acme.operations.map(({ operationId }) => operationId)).toContain("endSession")
    expect(matrixOf([...oauth, acme]).include.map(({ allow }) => allow)).toEqual(["", "", ""])
  })
})
