/** The commit to compare with, and its files. There is an answer, or an error that says what to do: never a guess. */
import { run } from "../../../contracts/process.ts"
import { root } from "../../../contracts/spec/specs.ts"

export interface Base {
  /** The commit's id. */
  readonly ref: string
  /** Why this one: `the merge base with origin/main, 75393cd`. */
  readonly label: string
}

/** Nothing can be compared. The message says why and what to do. */
export class NoBase extends Error {}

/**
 * In the settings of a clone: the commit that specs-from has made there, of another repository's specs at its base. No
 * commit can bring a setting, so nobody can choose by it what a change is compared with.
 */
export const specsFrom = "gate.base"

const atLeast =
  "Fetch the history with `git fetch --unshallow origin` (in a workflow: actions/checkout with fetch-depth: 0), or name a commit with --base."

/** Runs git in a folder. Fails when git says no. */
export const git = async (cwd: string, ...args: ReadonlyArray<string>): Promise<string> => {
  const { code, stdout, stderr } = await run(["git", ...args], { cwd })
  if (code !== 0) throw new NoBase(`git ${args[0]} in ${cwd}: ${stderr.trim()}`)
  return stdout
}

/** What git prints, or nothing when it says no. */
type Ask = (...args: ReadonlyArray<string>) => Promise<string | undefined>

const lines = (text = "") => text.split("\n").filter((line) => line !== "")

const idOf = (ask: Ask, ref: string) => ask("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`)

/**
 * The given commit; else HEAD where specs-from has made it; else where HEAD left the default branch; else, for a commit
 * of the default branch itself, the newest release before it, or its parent. Nothing if this is provably the first
 * version.
 */
export const findBase = async (given: string | undefined, repository = root): Promise<Base | undefined> => {
  const noGit = { code: 1, stderr: "git is not installed" }
  const { code, stderr } = await run(["git", "rev-parse", "--git-dir"], { cwd: repository }).catch(() => noGit)
  if (code !== 0) {
    throw new NoBase(
      `There is no git history here to compare with: ${lines(stderr)[0]}. Clone the repository with git.`,
    )
  }
  const ask: Ask = async (...args) => {
    const { code, stdout } = await run(["git", ...args], { cwd: repository })
    return code === 0 ? stdout.trim() : undefined
  }
  if (lines(await ask("ls-files", "specs")).length === 0) {
    throw new NoBase("git does not know the files of specs/ here, so it has no earlier version. Add them with git add.")
  }
  const head = await idOf(ask, "HEAD")
  const isSpecsFrom = head !== undefined && (await ask("config", "--local", "--get", specsFrom)) === head
  if (given !== undefined) {
    const ref = await idOf(ask, given)
    if (ref === undefined)
      throw new NoBase(`There is no commit ${given} here. Fetch it: in a workflow, check out with fetch-depth: 0.`)
    const checkedOut = isSpecsFrom
      ? "the base that specs-from has committed"
      : "which is checked out: only what is not committed"
    return { ref, label: ref === head ? `${given}, ${checkedOut}` : given }
  }
  if (head === undefined) return undefined
  if (isSpecsFrom) return { ref: head, label: `the base that specs-from has committed, ${head.slice(0, 7)}` }
  if ((await ask("rev-parse", "--is-shallow-repository")) !== "false") {
    throw new NoBase(`This clone has only a part of the history, so an earlier version may be missing. ${atLeast}`)
  }
  return (await whereItLeft(ask, head)) ?? (await before(ask))
}

/** The merge base with the default branch, unless HEAD is a commit of that branch. */
const whereItLeft = async (ask: Ask, head: string): Promise<Base | undefined> => {
  const names = lines(await ask("for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes"))
  // A clone of a repository in which a branch was checked out takes that branch for the default: main comes next.
  const defaults = ["refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/heads/main"]
  const known = defaults.filter((name) => names.includes(name))
  // Without a remote, the only branch is the default one.
  const candidates =
    known.length === 0 && names.length === 1 ? names.filter((name) => name.startsWith("refs/heads/")) : known
  if (candidates.length === 0) {
    throw new NoBase(
      "The default branch is not here: neither origin/HEAD, origin/main nor main. Fetch it with `git fetch origin main:refs/remotes/origin/main` (in a workflow: actions/checkout with fetch-depth: 0), or name a commit with --base.",
    )
  }
  const bases: Array<Base> = []
  for (const name of candidates) {
    const ref = await ask("merge-base", "HEAD", name)
    if (ref !== undefined) bases.push({ ref, label: `the merge base with ${short(name)}, ${ref.slice(0, 7)}` })
  }
  if (bases.length === 0)
    throw new NoBase(`HEAD and ${short(candidates[0] ?? "")} share no commit. Name a commit with --base.`)
  return bases.find(({ ref }) => ref !== head)
}

const short = (name: string) => name.replace(/^refs\/(heads|remotes)\//, "")

/** The newest release before HEAD, else its parent. Nothing for the first commit of all. */
const before = async (ask: Ask): Promise<Base | undefined> => {
  const tags = await ask("tag", "--list", "v*", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=-version:refname")
  const release = lines(tags).find((tag) => /^v\d+\.\d+\.\d+$/.test(tag))
  const ref = await idOf(ask, release ?? "HEAD^")
  const label = release === undefined ? `the commit before, ${ref?.slice(0, 7)}` : `the last release, ${release}`
  return ref === undefined ? undefined : { ref, label }
}

/** The files of a commit, by their paths from the project's folder, which may be a part of the repository. */
export interface Files {
  readonly under: (folder: string) => Promise<ReadonlyArray<string>>
  /** Those that the working tree lacks or changed. */
  readonly changedUnder: (folder: string) => Promise<ReadonlyArray<string>>
  readonly textOf: (file: string) => Promise<string>
}

/** The files of a commit. Fails if the project was in another folder then, since what was moved cannot be compared. */
export const filesOf = async ({ ref }: Pick<Base, "ref">, repository = root): Promise<Files> => {
  const files = async (...args: ReadonlyArray<string>) =>
    (await git(repository, ...args)).split("\0").filter((file) => file !== "")
  const under = (folder: string) => files("ls-tree", "-r", "-z", "--name-only", ref, `${folder}/`)
  if ((await under("specs")).length === 0) {
    const everywhere = await files("ls-tree", "-r", "-z", "--name-only", "--full-tree", ref)
    const own = (await files("ls-files", "-z", "specs")).filter((file) => file.endsWith(".yaml"))
    const moved = everywhere.find((file) => own.some((name) => file === name || file.endsWith(`/${name}`)))
    if (moved !== undefined) {
      throw new NoBase(
        `${ref.slice(0, 7)} has ${moved}, and nothing where specs/ is now: what was moved cannot be compared. Move it in a commit of its own, and name that commit with --base.`,
      )
    }
  }
  return {
    under,
    changedUnder: (folder) =>
      files("diff", "--name-only", "--no-renames", "--diff-filter=a", "--relative", "-z", ref, "--", `${folder}/`),
    textOf: (file) => git(repository, "show", `${ref}:./${file}`),
  }
}
