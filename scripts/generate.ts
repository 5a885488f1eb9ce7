/** `npm run generate`: specs → generated/. */
import { watch } from "node:fs"
import { enableCompileCache } from "node:module"
import { join } from "node:path"
import { paint, readOptions, seconds } from "./terminal.ts"

const help = `
Usage: npm run generate [-- --check | --watch]

Turns every spec under specs/ into generated/<provider>.ts (types), generated/<provider>.schema.ts (Effect Schemas and
operation descriptors) and generated/<provider>.http (requests for an editor's REST client), and lists the folders of src/providers/ in src/providers.ts, services.ts and simulators.ts. All or nothing: a spec that is broken, or says more than the generator carries, changes no file.
A spec whose content has not changed since is not processed again; the output is the same bytes.

  --check   change nothing; name what is stale and exit 1 if anything is
  --watch   regenerate whenever a spec is saved, until Ctrl-C
  --home    a folder with a specs/ and a generated/ of its own, such as contracts/oauth; by default the repository
  --help    this text

Exit codes: 0 in step, 1 a broken spec or stale output, 2 a wrong option.
`

const options = readOptions(help, {
  check: { type: "boolean" },
  watch: { type: "boolean" },
  home: { type: "string", default: "." },
})

// What is loaded from here on loads twice as fast.
enableCompileCache()
const { BrokenSpec, formatProblem, root } = await import("../contracts/spec/specs.ts")
const { generate } = await import("./generate/output.ts")
const { compare, write } = await import("./generate/write.ts")

const home = join(root, options.home)

const run = async (): Promise<boolean> => {
  const since = performance.now()
  try {
    const files = await generate(undefined, home)
    const changes = await (options.check ? compare(files, home) : write(files, home))
    for (const { path, state } of changes) {
      const label = options.check ? paint("yellow", state) : state === "orphaned" ? "removed" : "written"
      process.stdout.write(`${path} ${label}\n`)
    }
    if (options.check && changes.length > 0) {
      process.stderr.write("Generated code is not in step with specs/ and src/providers/. Run: npm run generate\n")
      return false
    }
    process.stdout.write(
      paint(
        "green",
        `generated code is in step with specs/ and src/providers/ (${files.size} files, ${changes.length} changed, ${seconds(since)})\n`,
      ),
    )
    if (!options.check) process.stdout.write(paint("dim", "npm run breaking says who breaks by a changed spec\n"))
    return true
  } catch (cause) {
    if (!(cause instanceof BrokenSpec)) throw cause
    for (const problem of cause.problems)
      process.stderr.write(`${paint("red", formatProblem(problem), process.stderr)}\n`)
    process.stderr.write("Nothing was written: types and tests still see the code of the specs before.\n")
    return false
  }
}

if (options.watch) {
  await run()
  process.stdout.write("Watching specs/. Ctrl-C ends it.\n")
  let pending: NodeJS.Timeout | undefined
  let running = Promise.resolve(true)
  // An editor saves in several steps, so this runs once after the last.
  watch(join(home, "specs"), { recursive: true }, () => {
    clearTimeout(pending)
    pending = setTimeout(() => {
      running = running.then(run)
    }, 100)
  })
} else {
  process.exitCode = (await run()) ? 0 : 1
}
