/** The Redocly CLI: lints specs, runs flows. */
import { bin, type Ran, run } from "./process.ts"

/** Runs the Redocly CLI from the repository's root, without telemetry. */
export const redocly = (args: ReadonlyArray<string>, signal?: AbortSignal): Promise<Ran> =>
  run(bin("@redocly/cli/bin/cli.js", ...args), {
    ...(signal && { signal }),
    env: { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  })
