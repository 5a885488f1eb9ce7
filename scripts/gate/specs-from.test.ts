import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, expect, it, onTestFinished, vi } from "vitest"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import { takeSpecs } from "./specs-from.ts"

const git = async (cwd: string, ...args: ReadonlyArray<string>) => {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"]
  const { code, output } = await run(["git", ...identity, ...args], { cwd })
  if (code !== 0) throw new Error(output)
  return output
}

/** A repository with one commit for each set of files. */
const repository = async (...commits: ReadonlyArray<Readonly<Record<string, string>>>) => {
  const folder = await mkdtemp(join(tmpdir(), "specs-from-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  await git(folder, "init", "--quiet")
  for (const files of commits) {
    await rm(join(folder, "specs"), { recursive: true, force: true })
    await mkdir(join(folder, "specs/parts"), { recursive: true })
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    await git(folder, "add", "--all")
    await git(folder, "commit", "--quiet", "-m", "commit")
  }
  return folder
}

const ours = { "specs/dapi.yaml": "dapi", "specs/SOURCES.md": "# Ours\n", "specs/accepted-breaks.yaml": "[ours]" }
let tool = ""
beforeEach(async () => {
  tool = await repository(ours)
})
const take = (repository: string) => takeSpecs(tool, { repository, specs: "specs", base: "HEAD^1" })

it("commits the other repository's base, and leaves its change to be compared, with what it accepts and its sources", async () => {
  const before = { "specs/bank.yaml": "a\nb\n", "specs/gone.yaml": "x\n", "specs/SOURCES.md": "# Bank\n" }
  const added = { "specs/parts/token.yaml": "t\n", "specs/accepted-breaks.yaml": "[theirs]" }
  await take(await repository(before, { "specs/bank.yaml": "a\n", "specs/SOURCES.md": "# Bank now\n", ...added }))
  const status = await git(tool, "status", "--porcelain", "--untracked-files=all")
  expect(status.split("\n").filter(Boolean).sort()).toEqual([
    " D specs/gone.yaml",
    " M specs/SOURCES.md",
    " M specs/bank.yaml",
    "?? specs/accepted-breaks.yaml",
    "?? specs/parts/token.yaml",
  ])
  expect(await git(tool, "show", "HEAD:specs/bank.yaml")).toBe("a\nb\n")
  expect(await readFile(join(tool, "specs/SOURCES.md"), "utf8")).toBe("# Ours\n\n# Bank now\n")
  expect(await readFile(join(tool, "specs/dapi.yaml"), "utf8")).toBe("dapi")
})

it("takes many files without a warning of Node", async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`specs/bank-${index}.yaml`, "a"]))
  const warn = vi.spyOn(process, "emitWarning")
  onTestFinished(() => warn.mockRestore())
  await take(await repository(many, { ...many, "specs/bank-0.yaml": "b" }))
  expect(warn.mock.calls.map(([warning]) => String(warning))).toEqual([])
})

it("the guide's recipe installs first, then compares with the commit that this makes", async () => {
  const guide = await readFile(join(root, "docs/gate-in-ci.md"), "utf8")
  const [, recipe = ""] = /```sh\n((?:(?!```).)*specs-from.*?)```/s.exec(guide) ?? []
  const commands = recipe.split("\n").flatMap((line) => /^npm (?:ci|run [\w-]+(?: -- --base HEAD\b)?)/.exec(line) ?? [])
  expect(commands).toEqual([
    ...["npm ci", "npm run specs-from", "npm run breaking -- --base HEAD"],
    ...["npm run generate", "npm run gate -- --base HEAD"],
  ])
})

const bank = { "specs/bank.yaml": "a" }

it.each([
  [
    "a name of the gate's own",
    [{ "specs/dapi.yaml": "b" }, { "specs/dapi.yaml": "c" }],
    "specs/dapi.yaml has the name of a file of the gate's own",
  ],
  ["no specs", [{ "README.md": "" }, { "README.md": "", other: "" }], "has no files in specs/ at HEAD"],
  [
    "a repository of one commit",
    [bank],
    /has no commit HEAD\^1\. The base is a commit before the change: commit the change on top, or name one with --base\./,
  ],
  ["a repository without any commit", [], "has no commit HEAD. Only what is committed is read: commit its specs."],
])("refuses %s, and changes nothing", async (_, commits, message) => {
  await expect(take(await repository(...commits))).rejects.toThrow(message)
  expect(await git(tool, "status", "--porcelain")).toBe("")
  expect(await git(tool, "rev-list", "--count", "HEAD")).toBe("1\n")
})

it("refuses work that is not committed, and says that it would be in the way", async () => {
  await writeFile(join(tool, "specs/dapi.yaml"), "edited")
  const says = "has changes that are not committed. Commit them, or use a clone that can be thrown away."
  await expect(take(await repository(bank))).rejects.toThrow(says)
})

it.each([
  ["whose change is not committed", { "specs/bank.yaml": "b" }],
  ["that changed nothing", bank],
])("refuses a second run after one %s, and says how to begin again, which works", async (_, after) => {
  const theirs = await repository(bank, { ...after, "README.md": "" })
  await take(theirs)
  const refusal = await take(theirs).catch((cause: Error) => cause.message)
  expect(refusal).toContain("An earlier run of specs-from has committed specs here, and put others in their place.")
  const [, again = ""] = /begin again: (.+)$/.exec(String(refusal)) ?? []
  expect(again).toBe("git reset --hard HEAD^1 && git clean -fd")
  await run(["sh", "-c", again], { cwd: tool })
  expect(await take(theirs)).toContain("bank.yaml")
})

it("refuses a folder that is not there, or is not of git, in words", async () => {
  await expect(take(join(tool, "gone"))).rejects.toThrow("gone: there is no such folder.")
  const folder = await mkdtemp(join(tmpdir(), "specs-from-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  await expect(take(folder)).rejects.toThrow("is not a git repository, and the gate compares two commits of one.")
})
