/** Checkouts as people and workflows make them. Each is compared rightly, or refused with what to do. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { run } from "../../../contracts/process.ts"
import { root } from "../../../contracts/spec/specs.ts"
import { text, withEdit } from "./cases/sample.ts"

let folder: string

/** A spec, and the same without a field of an answer. */
const broken = withEdit("scope: { type: string },", "")

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "token-exchange-base-"))
  const project = join(folder, "project")
  mkdirSync(join(project, "specs"), { recursive: true })
  for (const file of ["package.json", "contracts/process.ts", "contracts/spec", "scripts/gate", "scripts/terminal.ts"])
    cpSync(join(root, file), join(project, file), { recursive: true })
  cpSync(join(root, "scripts/breaking.ts"), join(project, "scripts/breaking.ts"))
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"))
  writeFileSync(join(project, ".gitignore"), "node_modules\n")
  writeFileSync(join(project, "specs/bank.yaml"), text)
  writeFileSync(join(folder, "broken.yaml"), broken)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the scripts below use. `$ORIGIN` has main, and a branch `change` whose first commit of two breaks readers. */
const prelude = `
set -e
start() { git init --quiet --initial-branch="\${2:-main}" "$1"; mkdir -p "$1/$3"; cp -RP "$PROJECT/." "$1/$3"; }
commit() { git add --all; git commit --quiet --allow-empty --message "$1"; }
break_it() { cp "$BROKEN" specs/bank.yaml; }
origin() {
  start origin "$1"; cd origin; commit first
  git checkout --quiet -b change; break_it; commit break; commit "something else"
  git checkout --quiet -; cd ..
}
ORIGIN="file://$PWD/origin"
`

const found =
  /^specs\/bank\.yaml:\d+:\d+ breaks callers who read: bank: the answer 200 of redeem, Token\.scope: removed\. Undo it, or accept it/

const isPartial = "This clone has only a part of the history, so an earlier version may be missing. Fetch the history"

const checkouts: ReadonlyArray<{
  readonly what: string
  readonly script: string
  readonly at?: string
  readonly code: number
  readonly first: RegExp | string
  readonly last?: string
}> = [
  {
    what: "a shallow clone is refused",
    script: "origin; git clone --quiet --depth 1 --branch change $ORIGIN here",
    code: 1,
    first: isPartial,
  },
  {
    what: "a shallow clone of main is refused",
    script: "origin; git clone --quiet --depth 1 $ORIGIN here",
    code: 1,
    first: isPartial,
  },
  {
    what: "a branch without its main is refused",
    script: "origin; git clone --quiet --single-branch --branch change $ORIGIN here",
    code: 1,
    first: "The default branch is not here: neither origin/HEAD, origin/main nor main. Fetch it with",
  },
  {
    what: "a branch with main fetched at depth 1 is refused",
    script: `origin; git clone --quiet --depth 1 --branch change $ORIGIN here; cd here
      git fetch --quiet --depth 1 origin main:refs/remotes/origin/main`,
    code: 1,
    first: isPartial,
  },
  {
    what: "a shallow clone is compared with a commit that it has",
    script: `origin; git clone --quiet --depth 1 --branch change $ORIGIN here; cd here
      git fetch --quiet --depth 1 origin main; git tag before FETCH_HEAD; echo before > ../base`,
    code: 1,
    first: found,
    last: "since before",
  },
  {
    what: "a branch is compared with where it left main",
    script: "origin; git clone --quiet $ORIGIN here; cd here; git checkout --quiet change",
    code: 1,
    first: found,
    last: "since the merge base with origin/HEAD, ",
  },
  {
    what: "another default branch is known by origin/HEAD",
    script: "origin trunk; git clone --quiet $ORIGIN here; cd here; git checkout --quiet change",
    code: 1,
    first: found,
    last: "since the merge base with origin/HEAD, ",
  },
  {
    what: "a clone of a repository in which the branch was checked out is compared with main",
    script: "origin; git -C origin checkout --quiet change; git clone --quiet $ORIGIN here",
    code: 1,
    first: found,
    last: "since the merge base with origin/main, ",
  },
  {
    what: "a package in a folder of a repository is compared with that folder",
    script: `start here main packages/exchange; cd here/packages/exchange; commit first
      git checkout --quiet -b change; break_it; commit break`,
    at: "here/packages/exchange",
    code: 1,
    first: found,
    last: "since the merge base with main, ",
  },
  {
    what: "a package that moved to another folder is refused",
    script: `start here; cd here; commit first; git checkout --quiet -b change
      mkdir packages; git mv specs scripts contracts package.json packages; commit moved`,
    at: "here/packages",
    code: 1,
    first: /^[0-9a-f]{7} has specs\/bank\.yaml, and nothing where specs\/ is now: what was moved cannot be compared\./,
  },
  {
    what: "a commit of main is compared with the newest release before it",
    script: `start origin; cd origin; commit first; git tag v1.9.0; git tag v1.10.0; git tag v2.0.0-rc.1; git tag v9; break_it
      commit break; commit "something else"; git tag v1.11.0; cd ..; git clone --quiet $ORIGIN here`,
    code: 1,
    first: found,
    last: "since the last release, v1.10.0",
  },
  {
    what: "a commit of main is compared with its parent where nothing was released",
    script: "start origin; cd origin; commit first; break_it; commit break; cd ..; git clone --quiet $ORIGIN here",
    code: 1,
    first: found,
    last: "since the commit before, ",
  },
  {
    what: "the only branch of a repository without a remote stands for main",
    script: "start here trunk; cd here; commit first; break_it; commit break",
    code: 1,
    first: found,
    last: "since the commit before, ",
  },
  {
    what: "commits of main that were not pushed are compared with origin's main",
    script: `start origin; cd origin; commit first; cd ..; git clone --quiet $ORIGIN here; cd here
      break_it; commit break; commit "something else"`,
    code: 1,
    first: found,
    last: "since the merge base with origin/HEAD, ",
  },
  {
    what: "an edit that is not committed is compared too",
    script: "start here; cd here; commit first; commit second; break_it",
    code: 1,
    first: found,
    last: "since the commit before, ",
  },
  {
    what: "a branch that breaks nobody passes",
    script: "start here; cd here; commit first; git checkout --quiet -b change; commit second",
    code: 0,
    first: "1 specs, 0 changes, 0 breaking, since the merge base with main, ",
  },
  {
    what: "the first commit of all is the first version",
    script: "start here; cd here; commit first",
    code: 0,
    first: "This is the first version: git has no commit before it.",
  },
  {
    what: "specs that main does not have yet are all added",
    script: `start here; cd here; mv specs kept; git add --all; git reset --quiet kept; git commit --quiet --message first
      git checkout --quiet -b change; mv kept specs; commit second`,
    code: 0,
    first: "specs/bank.yaml:1:1 breaks nobody: bank: spec: added. A caller may do or read more.",
  },
  {
    what: "branches that share no commit are refused",
    script: "start here; cd here; commit first; git checkout --quiet --orphan change; commit second",
    code: 1,
    first: "HEAD and main share no commit. Name a commit with --base.",
  },
  {
    what: "files outside of git are refused",
    script: "start here; rm -rf here/.git",
    code: 1,
    first: "There is no git history here to compare with: fatal: not a git repository",
  },
  {
    what: "specs that git does not know are refused",
    script: "start here; cd here; echo specs >> .gitignore; commit first",
    code: 1,
    first: "git does not know the files of specs/ here, so it has no earlier version. Add them with git add.",
  },
  {
    what: "a commit that is not here is refused",
    script: "start here; cd here; commit first; echo no-such-ref > ../base",
    code: 1,
    first: "There is no commit no-such-ref here. Fetch it: in a workflow, check out with fetch-depth: 0.",
  },
  {
    what: "an option in place of a commit is refused",
    script: "start here; cd here; commit first; echo --all > ../base",
    code: 1,
    first: "There is no commit --all here.",
  },
  {
    what: "a comparison with what is checked out says so",
    script: "start here; cd here; commit first; break_it; commit break; echo HEAD > ../base",
    code: 0,
    first: "1 specs, 0 changes, 0 breaking, since HEAD, which is checked out: only what is not committed",
  },
]

it.concurrent.each(checkouts)(
  "$what",
  { timeout: 120_000 },
  async ({ script, at = "here", code, first, last = "" }) => {
    const place = mkdtempSync(join(folder, "checkout-"))
    const who = { name: "test", email: "test@localhost" }
    // In a git hook, git's variables point to the repository of the commit.
    const unset = Object.keys(process.env).filter((name) => name.startsWith("GIT_"))
    const env = {
      ...{ GIT_AUTHOR_NAME: who.name, GIT_AUTHOR_EMAIL: who.email },
      ...{ GIT_COMMITTER_NAME: who.name, GIT_COMMITTER_EMAIL: who.email },
      ...{ GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_CEILING_DIRECTORIES: folder },
    }
    const given = {
      PROJECT: join(folder, "project"),
      BROKEN: join(folder, "broken.yaml"),
      NODE: process.execPath,
      AT: at,
    }
    const whole = `unset ${unset.join(" ")}\n${Object.entries(env)
      .map(([name, value]) => `export ${name}=${value}`)
      .join("\n")}
${prelude}(
${script}
)
base=(); [ ! -f base ] || base=("--base=$(cat base)")
cd "$AT"; [ -e node_modules ] || ln -s "$PROJECT/node_modules"; exec "$NODE" scripts/breaking.ts "\${base[@]}"`
    const ran = await run(["bash", "-c", whole], { cwd: place, env: given })
    const lines = ran.output.trimEnd().split("\n")
    expect(lines[0]).toEqual(typeof first === "string" ? expect.stringContaining(first) : expect.stringMatching(first))
    expect(lines.at(-1)).toContain(last)
    expect(ran.code).toBe(code)
  },
)
