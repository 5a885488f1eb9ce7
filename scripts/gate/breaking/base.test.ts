import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { breakingChanges } from "../breaking.ts"
import { findBase, readCommit, writeSpecsOf } from "./base.ts"
import { lostRecordings } from "./recordings.ts"

let parent: string
let repository: string

beforeAll(() => {
  // In a git hook, git's variables point to the repository of the commit.
  for (const name of Object.keys(process.env)) if (name.startsWith("GIT_")) vi.stubEnv(name, undefined)
  parent = mkdtempSync(join(tmpdir(), "token-exchange-base-"))
})

afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(parent, { recursive: true, force: true })
})

const git = (...args: ReadonlyArray<string>): string => {
  const who = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"]
  return execFileSync("git", [...who, ...args], { cwd: repository, encoding: "utf8" }).trim()
}

const write = async (file: string, text: string) => {
  const path = join(repository, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

const commit = (message: string): string => {
  git("add", "--all")
  git("commit", "--quiet", "--allow-empty", "--message", message)
  return git("rev-parse", "HEAD")
}

const exchange = (code: string, about = {}) =>
  JSON.stringify({
    provider: "bank",
    ...about,
    request: { verdict: "accepted" },
    answer: { body: { code }, status: 400 },
  })

const recorded = "contracts/recorded/bank-redeem-published.json"

/** A repository whose first commit has specs and a recorded exchange. */
let first: string
beforeEach(async () => {
  repository = mkdtempSync(join(parent, "repository-"))
  git("init", "--quiet", "--initial-branch=main")
  await write("specs/bank.yaml", "as it stood")
  await write("specs/bank/token.yaml", "beside it")
  await write("specs/SOURCES.md", "no spec")
  await write(recorded, exchange("spent"))
  first = commit("first")
})

describe("the base", () => {
  it("is the given ref", async () => {
    expect(await findBase("no-such-ref", repository)).toEqual({ ref: "no-such-ref", label: "no-such-ref" })
  })

  it("is otherwise the merge base with main", async () => {
    git("checkout", "--quiet", "-b", "change")
    commit("of the branch")
    git("checkout", "--quiet", "main")
    commit("of main")
    git("tag", "v1.0.0")
    git("checkout", "--quiet", "change")
    const short = first.slice(0, 7)
    expect(await findBase(undefined, repository)).toEqual({ ref: first, label: `the merge base with main, ${short}` })
    // The remote's main comes first, since the local one may be old.
    const second = commit("pushed")
    git("update-ref", "refs/remotes/origin/main", second)
    commit("not pushed")
    const label = `the merge base with origin/main, ${second.slice(0, 7)}`
    expect(await findBase(undefined, repository)).toEqual({ ref: second, label })
  })

  it("is without main the newest release, if there is one", async () => {
    git("branch", "--move", "trunk")
    expect(await findBase(undefined, repository)).toBeUndefined()
    for (const tag of ["v1.10.0", "v1.9.0", "v2.0.0-rc.1", "vendor", "3.0.0"]) git("tag", tag)
    expect(await findBase(undefined, repository)).toEqual({ ref: "v1.10.0", label: "the last release, v1.10.0" })
  })
})

describe("reading a commit", () => {
  it("yields its specs as they were", async () => {
    await write("specs/bank.yaml", "as it stands")
    const there = await readCommit(first, repository)
    if (there === undefined) throw new Error("no commit")
    const folder = mkdtempSync(join(parent, "specs-"))
    await writeSpecsOf(there, folder)
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      ...["specs", "specs/bank", "specs/bank.yaml", "specs/bank/token.yaml"],
    ])
    expect(await readFile(join(folder, "specs/bank.yaml"), "utf8")).toBe("as it stood")
  })

  it("reports a missing commit", async () => {
    expect(await readCommit("no-such-ref", repository)).toBeUndefined()
    expect(await readCommit("--all", repository)).toBeUndefined()
    const { findings } = await breakingChanges("no-such-ref")
    const message = expect.stringContaining("There is no commit no-such-ref here. Fetch it")
    expect(findings).toEqual([{ severity: "error", message }])
  })
})

describe("a recorded exchange of the base", () => {
  const lost = async () => {
    const there = await readCommit(first, repository)
    return there === undefined ? there : (await lostRecordings(there, repository)).changes.map(({ id }) => id)
  }

  it("is not lost when it is unchanged or renamed", async () => {
    expect(await lost()).toEqual([])
    await write("contracts/recorded/bank-redeem-newly.json", "{}")
    await rename(join(repository, recorded), join(repository, "contracts/recorded/bank-redeem-as-published.json"))
    expect(await lost()).toEqual([])
  })

  it("is not lost when only our annotations or the order of fields changed", async () => {
    await write(
      recorded,
      '{ "source": "a page", "answer": { "status": 400, "ruledOut": [], "body": { "code": "spent" } }, "request": {} }',
    )
    expect(await lost()).toEqual([])
  })

  it.each([exchange("unspent"), "{}", "no JSON"])("is changed when its content is %s", async (text) => {
    await write(recorded, text)
    expect(await lost()).toEqual(["bank recorded bank-redeem-published changed"])
  })

  it("is removed when no file has its content, committed or not", async () => {
    await write("contracts/recorded/bank-redeem-newly.json", "{}")
    await rm(join(repository, recorded))
    expect(await lost()).toEqual(["bank recorded bank-redeem-published removed"])
    commit("without it")
    expect(await lost()).toEqual(["bank recorded bank-redeem-published removed"])
    await rm(join(repository, "contracts"), { recursive: true })
    expect(await lost()).toEqual(["bank recorded bank-redeem-published removed"])
  })
})
