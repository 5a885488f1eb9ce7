import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { filesOf } from "./base.ts"
import { lostRecordings } from "./recordings.ts"

let parent: string
let repository: string

beforeAll(() => {
  // In a git hook, git's variables point to the repository of the commit.
  for (const name of Object.keys(process.env)) if (name.startsWith("GIT_")) vi.stubEnv(name, undefined)
  parent = mkdtempSync(join(tmpdir(), "token-exchange-recordings-"))
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

/** A repository whose first commit has a spec and a recorded exchange. */
let first: string
beforeEach(async () => {
  repository = mkdtempSync(join(parent, "repository-"))
  git("init", "--quiet", "--initial-branch=main")
  await write("specs/bank.yaml", "as it stood")
  await write(recorded, exchange("spent"))
  first = commit("first")
})

describe("a recorded exchange of the base", () => {
  const lost = async () => {
    const files = await filesOf({ ref: first }, repository)
    return (await lostRecordings(files, repository)).changes.map(({ id }) => id)
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
