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

const atLeast =
  "Fetch the history with `git fetch --unshallow origin` (in a workflow: actions/checkout with fetch-depth: 0), or name a commit with --base."

type Git = (...args: ReadonlyArray<string>) => Promise<string | undefined>

/** Runs git in a folder. Nothing when git says no. */
const gitIn =
  (folder: string): Git =>
  async (...args) => {
    const { code, stdout } = await run(["git", ...args], { cwd: folder })
    return code === 0 ? stdout : undefined
  }

const lines = (text = "") => text.split("\n").filter((line) => line !== "")

const idOf = async (git: Git, ref: string) =>
  (await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`))?.trim()

/**
 * The given commit; else where HEAD left the default branch; else, for a commit of the default branch itself, the newest
 * release before it, or its parent. Nothing if this is provably the first version.
 */
export const findBase = async (given: string | undefined, repository = root): Promise<Base | undefined> => {
  const git = gitIn(repository)
  await demandRepository(repository)
  if (lines(await git("ls-files", "specs")).length === 0) {
    throw new NoBase("git does not know the files of specs/ here, so it has no earlier version. Add them with git add.")
  }
  const head = await idOf(git, "HEAD")
  if (given !== undefined) return named(git, given, head)
  if (head === undefined) return undefined
  if ((await git("rev-parse", "--is-shallow-repository"))?.trim() !== "false") {
    throw new NoBase(`This clone has only a part of the history, so an earlier version may be missing. ${atLeast}`)
  }
  return (await whereItLeft(git, head)) ?? (await before(git))
}

const demandRepository = async (folder: string) => {
  const { code, stderr } = await run(["git", "rev-parse", "--git-dir"], { cwd: folder }).catch(() => noGit)
  if (code === 0) return
  throw new NoBase(`There is no git history here to compare with: ${lines(stderr)[0]}. Clone the repository with git.`)
}

const noGit = { code: 1, stderr: "git is not installed" }

const named = async (git: Git, given: string, head: string | undefined): Promise<Base> => {
  const commit = await idOf(git, given)
  if (commit === undefined) {
    throw new NoBase(`There is no commit ${given} here. Fetch it: in a workflow, check out with fetch-depth: 0.`)
  }
  return { ref: commit, label: commit === head ? `${given}, which is checked out: only what is not committed` : given }
}

/** The merge base with the default branch, unless HEAD is a commit of that branch. */
const whereItLeft = async (git: Git, head: string): Promise<Base | undefined> => {
  const names = lines(await git("for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes"))
  const local = names.filter((name) => name.startsWith("refs/heads/"))
  // A clone of a repository in which a branch was checked out takes that branch for the default: main comes next.
  const defaults = ["refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/heads/main"]
  const known = defaults.filter((name) => names.includes(name))
  // Without a remote, the only branch is the default one.
  const candidates = known.length === 0 && names.length === 1 ? local : known
  if (candidates.length === 0) {
    throw new NoBase(
      "The default branch is not here: neither origin/HEAD, origin/main nor main. Fetch it with `git fetch origin main:refs/remotes/origin/main` (in a workflow: actions/checkout with fetch-depth: 0), or name a commit with --base.",
    )
  }
  const bases = await Promise.all(
    candidates.map(async (name) => ({ name, commit: (await git("merge-base", "HEAD", name))?.trim() })),
  )
  const [unrelated] = bases.filter(({ commit }) => commit === undefined)
  if (unrelated !== undefined && bases.every(({ commit }) => commit === undefined)) {
    throw new NoBase(`HEAD and ${short(unrelated.name)} share no commit. Name a commit with --base.`)
  }
  const found = bases.find(({ commit }) => commit !== undefined && commit !== head)
  if (found?.commit === undefined) return undefined
  return { ref: found.commit, label: `the merge base with ${short(found.name)}, ${found.commit.slice(0, 7)}` }
}

const short = (name: string) => name.replace(/^refs\/(heads|remotes)\//, "")

/** The newest release before HEAD, else its parent. Nothing for the first commit of all. */
const before = async (git: Git): Promise<Base | undefined> => {
  const tags = await git("tag", "--list", "v*", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=-version:refname")
  const release = lines(tags).find((tag) => /^v\d+\.\d+\.\d+$/.test(tag))
  const [ref, why] = release === undefined ? ["HEAD^", "the commit before"] : [release, "the last release"]
  const commit = await idOf(git, ref)
  return commit === undefined ? undefined : { ref: commit, label: `${why}, ${release ?? commit.slice(0, 7)}` }
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
  const ask = async (...args: ReadonlyArray<string>) => {
    const { code, stdout, stderr } = await run(["git", ...args], { cwd: repository })
    if (code !== 0) throw new NoBase(`git cannot read ${ref.slice(0, 7)}: ${stderr.trim()}`)
    return stdout
  }
  const files = (text: string) => text.split("\0").filter((file) => file !== "")
  const under = async (folder: string) => files(await ask("ls-tree", "-r", "-z", "--name-only", ref, `${folder}/`))
  if ((await under("specs")).length === 0) {
    const everywhere = files(await ask("ls-tree", "-r", "-z", "--name-only", "--full-tree", ref))
    const own = files(await ask("ls-files", "-z", "specs")).filter((file) => file.endsWith(".yaml"))
    const moved = everywhere.find((file) => own.some((name) => file === name || file.endsWith(`/${name}`)))
    if (moved !== undefined) {
      throw new NoBase(
        `${ref.slice(0, 7)} has ${moved}, and nothing where specs/ is now: what was moved cannot be compared. Move it in a commit of its own, and name that commit with --base.`,
      )
    }
  }
  return {
    under,
    changedUnder: async (folder) => {
      const names = ["--name-only", "--no-renames", "--diff-filter=a", "--relative", "-z"]
      return files(await ask("diff", ...names, ref, "--", `${folder}/`))
    },
    textOf: (file) => ask("show", `${ref}:./${file}`),
  }
}
