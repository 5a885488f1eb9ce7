/** The documents that people read: README.md and those in docs/. */
import { globSync } from "node:fs"
import { root } from "../../contracts/spec/specs.ts"

/** Their paths from the root. */
export const documents = (): ReadonlyArray<string> => [
  "README.md",
  ...globSync("docs/**/*.md", { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .sort(),
]
