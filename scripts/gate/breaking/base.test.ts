/** Checkouts as people and workflows make them. Each is compared rightly, or refused with what to do. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { run } from "../../../contracts/process.ts"
import { root } from "../../../contracts/spec/specs.ts"
import { text, withEdit } from "./cases/sample.ts"

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "token-exchange-base-"))
  const project = join(folder, "project")
  mkdirSync(join(project, "specs"), { recursive: true })
  const parts = ["package.json", "contracts/process.ts", "contracts/spec"]
  for (const part of [...parts, "scripts/gate", "scripts/terminal.ts", "scripts/breaking.ts"])
    cpSync(join(root, part), join(project, part), { recursive: true })
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"))
  writeFileSync(join(project, ".gitignore"), "node_modules\n")
  writeFileSync(join(project, "specs/bank.yaml"), text)
  // The same without a field of an answer.
  writeFileSync(join(folder, "broken.yaml"), withEdit("scope: { type: string },", ""))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the scripts below use. `origin` has main, and a branch `change` whose first commit of two breaks readers. */
const prelude = `
set -e
start() { git init --quiet --initial-branch="\${2:-main}" "$1"; mkdir -p "$1/$3"; cp -RP "$PROJECT/." "$1/$3"; }
commit() { git add --all; git commit --quiet --allow-empty --message "$1"; }
break_it() { cp "$BROKEN" specs/bank.yaml; }
origin() {
  start origin "$1"; cd origin; commit first
  branch; break_it; commit break; commit "something else"
  git checkout --quiet -; cd ..
}
TOP=$PWD
first() { start origin; cd origin; commit first; }
clone() { cd "$TOP"; git clone --quiet "$@" "file://$TOP/origin" here; cd here; }
shallow() { clone --depth 1 "$@"; }
here() { start here "$@"; cd "here/$2"; commit first; }
branch() { git checkout --quiet -b change; }
compare_with() { echo "$1" > "$TOP/base"; }
at() { echo "$1" > "$TOP/at"; }
`

type Checkouts<Expected> = Readonly<Record<string, readonly [script: string, expected: Expected]>>

const isPartial = "This clone has only a part of the history, so an earlier version may be missing. Fetch the history"
const noMain = "The default branch is not here: neither origin/HEAD, origin/main nor main. Fetch it with"
const moved =
  /^[0-9a-f]{7} has specs\/bank\.yaml, and nothing where specs\/ is now: what was moved cannot be compared\./
const unrelated = "HEAD and main share no commit. Name a commit with --base."
const noGit = "There is no git history here to compare with: fatal: not a git repository"
const unknown = "git does not know the files of specs/ here, so it has no earlier version. Add them with git add."
const notHere = "There is no commit no-such-ref here. Fetch it: in a workflow, check out with fetch-depth: 0."

/** How it is made, and the error. */
const refused: Checkouts<string | RegExp> = {
  "a shallow clone": ["origin; shallow --branch change", isPartial],
  "a shallow clone of main": ["origin; shallow", isPartial],
  "a branch without its main": ["origin; clone --single-branch --branch change", noMain],
  "a branch with main fetched at depth 1": [
    "origin; shallow --branch change; git fetch --quiet --depth 1 origin main:refs/remotes/origin/main",
    isPartial,
  ],
  "a package that moved to another folder": [
    "here; branch; mkdir packages; git mv specs scripts contracts package.json packages; commit moved; at here/packages",
    moved,
  ],
  "a branch that shares no commit with main": ["here; git checkout --quiet --orphan change; commit second", unrelated],
  "a folder outside of git": ["start here; rm -rf here/.git", noGit],
  "specs that git does not know": ["start here; cd here; echo specs >> .gitignore; commit first", unknown],
  "a commit that is not here": ["here; compare_with no-such-ref", notHere],
  "an option in place of a commit": ["here; compare_with --all", "There is no commit --all here."],
}

/** This repository without a spec of its own, and with those of another whose last commit breaks readers. */
const theirs = `start here; mkdir other; mv here/specs other; cd here; commit first
  cd ../other; git init --quiet; commit before; break_it; commit after
  cd ../here; "$NODE" scripts/gate/specs-from.ts --repository ../other > /dev/null`

/** Where the break is found: since which commit. */
const compared: Checkouts<string> = {
  "a shallow clone with a commit that it has": [
    "origin; shallow --branch change; git fetch --quiet --depth 1 origin main; git tag old FETCH_HEAD; compare_with old",
    "old",
  ],
  "a branch with where it left main": [
    "origin; clone; git checkout --quiet change",
    "the merge base with origin/HEAD, ",
  ],
  "a branch with where it left another default branch": [
    "origin trunk; clone; git checkout --quiet change",
    "the merge base with origin/HEAD, ",
  ],
  "a clone of a repository in which the branch was checked out with main": [
    "origin; git -C origin checkout --quiet change; clone",
    "the merge base with origin/main, ",
  ],
  "a package in a folder of a repository with that folder": [
    "here main packages/exchange; branch; break_it; commit break; at here/packages/exchange",
    "the merge base with main, ",
  ],
  "a commit of main with the newest release before it": [
    `first; git tag v1.9.0; git tag v1.10.0; git tag v2.0.0-rc.1; git tag v9; break_it
      commit break; commit "something else"; git tag v1.11.0; clone`,
    "the last release, v1.10.0",
  ],
  "a commit of main with its parent where nothing was released": [
    "first; break_it; commit break; clone",
    "the commit before, ",
  ],
  "the only branch of a repository without a remote, as main,": [
    "here trunk; break_it; commit break",
    "the commit before, ",
  ],
  "commits of main that were not pushed with origin's main": [
    `first; clone; break_it; commit break; commit "something else"`,
    "the merge base with origin/HEAD, ",
  ],
  "the specs of another repository with those of its base, which specs-from has committed,": [
    `${theirs}`,
    "the base that specs-from has committed, ",
  ],
  "the same where that commit is named": [
    `${theirs}; compare_with HEAD`,
    "HEAD, the base that specs-from has committed",
  ],
  "a branch with where it left main, by whatever name its author goes,": [
    "here; branch; break_it; commit break; git commit --quiet --amend --no-edit --author='gate <gate@localhost>'",
    "the merge base with main, ",
  ],
  "an edit that is not committed": ["here; commit second; break_it", "the commit before, "],
}

const nothing = "1 specs, 0 changes, 0 breaking, since"
const first = "This is the first version: git has no commit before it."
const added = "specs/bank.yaml:1:1 breaks nobody: bank: spec: added. A caller may do or read more."

/** The first line. */
const passed: Checkouts<string> = {
  "a branch that breaks nobody": ["here; branch; commit second", `${nothing} the merge base with main, `],
  "the first commit of all, as the first version": ["here", first],
  "specs that main does not have yet, all added": [
    `start here; cd here; mv specs kept; git add --all; git reset --quiet kept; git commit --quiet --message first
      branch; mv kept specs; commit second`,
    added,
  ],
  "a comparison with what is checked out, and says so": [
    "here; break_it; commit break; compare_with HEAD",
    `${nothing} HEAD, which is checked out: only what is not committed`,
  ],
}

/** Runs `npm run breaking` in a checkout: the first line, the last line, and the exit code. */
const breaking = async (script: string) => {
  const place = mkdtempSync(join(folder, "checkout-"))
  // In a git hook, git's variables point to the repository of the commit.
  const inherited = Object.keys(process.env).filter((name) => name.startsWith("GIT_"))
  const who = ["GIT_AUTHOR", "GIT_COMMITTER"].map((role) => `${role}_NAME=test ${role}_EMAIL=test@localhost`)
  const whole = `unset ${inherited.join(" ")}
export ${who.join(" ")} GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES="${folder}"
${prelude}(
${script}
)
base=(); [ ! -f base ] || base=("--base=$(cat base)")
at=here; [ ! -f at ] || at=$(cat at)
cd "$at"; [ -e node_modules ] || ln -s "$PROJECT/node_modules"; exec "$NODE" scripts/breaking.ts "\${base[@]}"`
  const env = { PROJECT: join(folder, "project"), BROKEN: join(folder, "broken.yaml"), NODE: process.execPath }
  const { output, code } = await run(["bash", "-c", whole], { cwd: place, env })
  const lines = output.trimEnd().split("\n")
  return { first: lines[0] ?? "", last: lines.at(-1) ?? "", code }
}

const patient = { timeout: 120_000 }

it.concurrent.each(Object.entries(refused))("%s is refused", patient, async (_, [script, says]) => {
  const { first, code } = await breaking(script)
  expect(first).toMatch(says)
  expect(code).toBe(1)
})

it.concurrent.each(Object.entries(compared))("%s is compared", patient, async (_, [script, since]) => {
  const { first, last, code } = await breaking(script)
  const found = "breaks callers who read: bank: the answer 200 of redeem, Token.scope: removed. Undo it, or accept it"
  expect(first).toMatch(new RegExp(`^specs/bank\\.yaml:\\d+:\\d+ ${found}`))
  expect(last).toContain(`1 specs, 1 change, 1 breaking, since ${since}`)
  expect(code).toBe(1)
})

it.concurrent.each(Object.entries(passed))("%s passes", patient, async (_, [script, says]) => {
  const { first, code } = await breaking(script)
  expect(first).toContain(says)
  expect(code).toBe(0)
})
