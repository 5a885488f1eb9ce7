/** `npm run consumers`: tests the packed tarball in projects that install it. */
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { bundlerConsumers } from "./consumers/bundlers.ts"
import { type Consumer, makeChecker } from "./consumers/checks.ts"
import { commandLineConsumers } from "./consumers/command-line.ts"
import { typeConsumers } from "./consumers/compilers.ts"
import { exampleConsumers } from "./consumers/examples.ts"
import { fieldConsumers, writePage } from "./consumers/field.ts"
import { frameworkConsumers } from "./consumers/frameworks.ts"
import { lintConsumers } from "./consumers/lint.ts"
import { officialConsumers } from "./consumers/official.ts"
import { makeFolder, pack, packedIn } from "./consumers/project.ts"
import { runtimeConsumers } from "./consumers/redemptions.ts"
import { telemetryConsumers } from "./consumers/telemetry.ts"
import { endOnSignals, paint, readOptions, refuse, seconds } from "./terminal.ts"

const kinds: { readonly [kind: string]: ReadonlyArray<Consumer> } = {
  types: typeConsumers,
  lint: lintConsumers,
  runtimes: runtimeConsumers,
  official: officialConsumers,
  telemetry: telemetryConsumers,
  frameworks: frameworkConsumers,
  bundlers: bundlerConsumers,
  examples: exampleConsumers,
  "command-line": commandLineConsumers,
  field: fieldConsumers,
}
/** Minutes of processes that are made to fail: only if it is asked for. */
const byDefault = Object.keys(kinds).filter((kind) => kind !== "field")

const help = `
Usage: npm run consumers [-- --only <kind>] [-- --tarball <file>]

Packs the package and installs the tarball into empty projects: compiles against it with every TypeScript that is
supported, lints it, redeems and keeps tokens with it in every runtime, a worker's too, in frameworks, from CommonJS and in
test runners, bundles it, copies each example, runs its command line on every Node, sends the vendor's own client to its
simulator, and searches what OpenTelemetry and Sentry record of it for secrets. \`--only field\` measures what becomes of
redemptions where the peer breaks off, sends a stray answer or ends its connections, in every runtime, and writes
docs/runtimes.md. Every consumer's checks run, whatever fails. Needs the npm registry, and 1.5 GB of disk until it ends.
scripts/consumers/runtimes.ts says what runs where.

  --only <kind>     ${Object.keys(kinds).join(", ")}; all but field if not given; may be repeated
  --tarball <file>  a tarball that was packed already

Exit codes: 0 nothing was found, 1 something was, 2 a wrong option.
`

const options = readOptions(help, {
  only: { type: "string", multiple: true },
  tarball: { type: "string" },
})
const { only = byDefault, tarball } = options
for (const kind of only) if (!Object.hasOwn(kinds, kind)) refuse(help, `There is no kind "${kind}".`)
if (tarball !== undefined && !existsSync(tarball)) refuse(help, `There is no file "${tarball}".`)
endOnSignals()

const since = performance.now()
const { check, all, counts } = makeChecker()
const folder = await makeFolder()
const chosen = Object.entries(kinds).flatMap(([kind, consumers]) => (only.includes(kind) ? consumers : []))

if (tarball !== undefined) await all(chosen, folder, resolve(tarball))
else if (await check("pack", () => pack(folder))) await all(chosen, folder, packedIn(folder))
if (only.includes("field")) await writePage()

const verdict = counts.failed === 0 ? paint("green", "nothing found") : paint("red", `${counts.failed} failed`)
process.stdout.write(`\n${counts.passed} passed in ${seconds(since)}: ${verdict}\n`)
process.exitCode = counts.failed === 0 ? 0 : 1
