/** The simulator of the installed tarball. */
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

/** Typed by the source: the tarball's own types are for the compilers to check. */
export const loadSimulator = (project: string): Promise<typeof import("../../src/testing.ts")> =>
  import(pathToFileURL(createRequire(join(project, "package.json")).resolve("token-exchange/testing")).href)
