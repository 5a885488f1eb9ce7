import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { filesOf } from "./base.ts"
import { lostRecordings } from "./recordings.ts"

let repository: string

const git = (...args: ReadonlyArray<string>) => {
  const who = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"]
  return execFileSync("git", [...who, ...args], { cwd: repository, encoding: "utf8" }).trim()
}

const exchange = (code: string) =>
  JSON.stringify({ request: { verdict: "accepted" }, answer: { body: { code }, status: 400 } })
const reordered =
  '{ "source": "a page", "answer": { "status": 400, "ruledOut": [], "body": { "code": "spent" } }, "request": {} }'
const [published, newly] = ["bank-redeem-published", "bank-redeem-newly"]
const changed = [`bank recorded ${published} changed`]
const removed = [`bank recorded ${published} removed`]

beforeEach(() => {
  // In a git hook, git's variables point to the repository of the commit.
  for (const name of Object.keys(process.env)) if (name.startsWith("GIT_")) vi.stubEnv(name, undefined)
  repository = mkdtempSync(join(tmpdir(), "token-exchange-recordings-"))
  for (const folder of ["specs", "contracts/recorded"]) mkdirSync(join(repository, folder), { recursive: true })
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(repository, { recursive: true, force: true })
})

/** What is recorded instead of one exchange, and what is lost by it. */
it.each<readonly [what: string, now: Readonly<Record<string, string>>, lost: ReadonlyArray<string>]>([
  ["is not lost when it is unchanged", { [published]: exchange("spent") }, []],
  ["is not lost when it has another name", { [newly]: "{}", "bank-as-published": exchange("spent") }, []],
  ["is not lost when only annotations or the order of fields changed", { [published]: reordered }, []],
  ["is changed when it is another", { [published]: exchange("unspent") }, changed],
  ["is changed when it is empty", { [published]: "{}" }, changed],
  ["is changed when it is no JSON", { [published]: "no JSON" }, changed],
  ["is removed when no file has it", { [newly]: "{}" }, removed],
  ["is removed when there is no file at all", {}, removed],
])("a recorded exchange of the base %s, committed or not", async (_, now, lost) => {
  const write = (recorded: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(recorded))
      writeFileSync(join(repository, "contracts/recorded", `${name}.json`), text)
  }
  const commit = () => {
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "--message", "commit")
    return git("rev-parse", "HEAD")
  }
  git("init", "--quiet")
  writeFileSync(join(repository, "specs/bank.yaml"), "as it stood")
  write({ [published]: exchange("spent") })
  const files = await filesOf({ ref: commit() }, repository)
  const found = async () => (await lostRecordings(files, repository)).map(({ id }) => id)
  rmSync(join(repository, "contracts/recorded", `${published}.json`))
  if (Object.keys(now).length === 0) rmSync(join(repository, "contracts"), { recursive: true })
  write(now)
  expect(await found()).toEqual(lost)
  commit()
  expect(await found()).toEqual(lost)
})
