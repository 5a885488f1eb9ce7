/** `npm run readme`: the code of README and docs from files that tests run, and their tables from the code. */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../contracts/spec/specs.ts"
import { documents } from "./readme/documents.ts"
import { codeIn, tablesIn } from "./readme/parts.ts"
import { tables } from "./readme/tables.ts"
import { paint, readOptions } from "./terminal.ts"

const help = `
Usage: npm run readme [-- --check]

Fills README.md and every document in docs/. At <!-- examples/fastify/callback.ts#region --> goes a region of a file that
tests run; between <!-- operations --> and <!-- /operations --> goes a table from the code. The tables are
${Object.keys(tables).join(", ")}.

  --check   change nothing; name what is stale and exit 1 if anything is

Exit codes: 0 in step, 1 stale, or a place without its region or a table without its place, 2 a wrong option.
`

const { check } = readOptions(help, { check: { type: "boolean" } })

const placed = new Set<string>()
const fail = (reason: string) => {
  process.stderr.write(`${paint("red", reason, process.stderr)}\n`)
  process.exitCode = 1
}

for (const document of documents()) {
  const path = join(root, document)
  const before = await readFile(path, "utf8")
  const filled = await Promise.all([...codeIn(before), ...tablesIn(before)]).catch((cause: Error) => cause)
  if (filled instanceof Error) {
    fail(`${document}: ${filled.message}`)
    continue
  }
  for (const { name } of filled) placed.add(name)
  const stale = filled.filter(({ was, is }) => was !== is)
  if (check) for (const { name } of stale) fail(`${document}: ${name} is stale. Run: npm run readme`)
  else if (stale.length > 0)
    await writeFile(
      path,
      stale.reduce((text, { was, is }) => text.replace(was, () => is), before),
    )
  if (filled.length > 0)
    process.stdout.write(
      `${document} has ${filled.length} examples and tables, ${stale.length} ${check ? "stale" : "changed"}\n`,
    )
}

for (const name of Object.keys(tables)) if (!placed.has(name)) fail(`No document has the table <!-- ${name} -->.`)
