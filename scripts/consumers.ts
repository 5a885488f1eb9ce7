/** `npm run consumers`: tests the packed tarball in projects that install it. */
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { makeChecker } from "./consumers/checks.ts"
import { typeConsumers } from "./consumers/compilers.ts"
import { fieldConsumers } from "./consumers/field.ts"
import { lintConsumers } from "./consumers/lint.ts"
import { officialConsumers } from "./consumers/official.ts"
import { runtimeConsumers } from "./consumers/runtimes.ts"
import { telemetryConsumers } from "./consumers/telemetry.ts"
import { vaultConsumers } from "./consumers/vault.ts"
import { workerConsumers } from "./consumers/worker.ts"
import { makeFolder, pack, packedIn } from "./consumers/workplace.ts"
import { endOnSignals, paint, readOptions, refuse, seconds } from "./terminal.ts"

const kinds = {
  types: typeConsumers,
  lint: lintConsumers,
  runtimes: runtimeConsumers,
  vault: vaultConsumers,
  worker: workerConsumers,
  official: officialConsumers,
  telemetry: telemetryConsumers,
  field: fieldConsumers,
}
/** Minutes of processes that are made to fail: only if it is asked for. */
const byDefault = Object.keys(kinds).filter((kind) => kind !== "field")

const help = `
Usage: npm run consumers [-- --only <kind>] [-- --tarball <file>]

Packs the package and installs the tarball into empty projects: compiles against it with every TypeScript that is
supported, lints it, redeems and keeps tokens with it in every runtime, bundles it for a worker, sends the vendor's own client to its
simulator, and searches what OpenTelemetry and Sentry record of it for secrets. \`--only field\` measures what becomes of redemptions where the peer breaks off, sends a stray answer or ends
its connections, in every runtime, and writes docs/runtimes.md. Every consumer's checks run, whatever fails. Needs the npm registry, and 1.5 GB of disk until it ends. scripts/consumers/versions.ts says which
compilers and runtimes.

  --only <kind>     types, lint, runtimes, vault, worker, official, telemetry or field; all but field if not given; may be repeated
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

const checkAll = async (tarball: string): Promise<void> => {
  const chosen = Object.entries(kinds).filter(([kind]) => only.includes(kind))
  await all(chosen.flatMap(([, consumers]) => consumers({ folder, tarball })))
}

if (tarball !== undefined) await checkAll(resolve(tarball))
else if (await check("pack", () => pack(folder))) await checkAll(packedIn(folder))

const verdict = counts.failed === 0 ? paint("green", "nothing found") : paint("red", `${counts.failed} failed`)
process.stdout.write(`\n${counts.passed} passed in ${seconds(since)}: ${verdict}\n`)
process.exitCode = counts.failed === 0 ? 0 : 1
