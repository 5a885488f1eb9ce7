/**
 * The guides of the site: the README, the documents of docs/ in the order in which it leads to them, and what else these
 * lead to. Where it leads to one twice, the second time counts: the first is in passing. A document of docs/ that nothing
 * leads to is there too.
 */
import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"

export interface Guide {
  /** From the root. */
  readonly path: string
  /** Its first heading. */
  readonly title: string
}

export const guidesIn = (root: string): ReadonlyArray<Guide> => {
  const read = (path: string) => readFileSync(join(root, path), "utf8")
  const linkedFrom = (path: string) =>
    [...read(path).matchAll(/\]\(([^)#:\s]+\.md)(?:#[^)]*)?\)/g)]
      .map(([, to = ""]) => normalize(join(dirname(path), to)))
      .filter((target) => !target.startsWith("..") && existsSync(join(root, target)))
  // A set is visited in the order in which it grows.
  const found = new Set(["README.md", ...[...new Set(linkedFrom("README.md").toReversed())].toReversed()])
  for (const path of found) for (const target of linkedFrom(path)) found.add(target)
  const others = globSync("docs/*.md", { cwd: root }).sort()
  const all = [...new Set([...found, ...others])]
  const rank = (path: string) => (path === "README.md" ? 0 : path.startsWith("docs/") ? 1 : 2)
  return all
    .toSorted((one, other) => rank(one) - rank(other))
    .map((path) => ({ path, title: titleOf(read(path)) ?? path }))
}

const titleOf = (text: string): string | undefined => /^# (.+)$/m.exec(text)?.[1]?.replaceAll("`", "")
