/** `npm run readme`: the code of README and docs from files that tests run, and the README's tables from the code. */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../contracts/spec/specs.ts"
import { commandLineTables } from "./readme/command-line.ts"
import { exampleOf } from "./readme/examples.ts"
import { tables } from "./readme/tables.ts"
import { paint, readOptions } from "./terminal.ts"

const help = `
Usage: npm run readme [-- --check]

Puts regions of files that tests run into README.md and docs/oauth.md, at the places that name them:
<!-- examples/file.ts#region -->. Puts the tables of the README and of docs/command-line.md between their markers:
<!-- operations --> … <!-- /operations -->.

  --check   change nothing; name what is stale and exit 1 if anything is

Exit codes: 0 in step, 1 stale or without its region, 2 a wrong option.
`

const { check } = readOptions(help, { check: { type: "boolean" } })

/** A generated part of a document: its name, and its text before and after. */
interface Part {
  readonly name: string
  readonly was: string
  readonly is: string
}

const code = /<!-- ((?:examples|contracts\/oauth)\/[\w./-]+)#(\w+) -->\n```\w+\n[\s\S]*?```\n/g

const examplesIn = (text: string): ReadonlyArray<Promise<Part>> =>
  [...text.matchAll(code)].map(async ([was, file = "", region = ""]) => {
    const name = `${file}#${region}`
    return { name, was, is: `<!-- ${name} -->\n${await exampleOf(file, region)}\n` }
  })

const tablesIn = (text: string, made: typeof tables = tables): ReadonlyArray<Promise<Part>> =>
  Object.entries(made).map(async ([name, make]) => {
    const [was] = new RegExp(`<!-- ${name} -->\n.*?<!-- /${name} -->`, "s").exec(text) ?? []
    if (was === undefined) throw new Error(`The document has no place <!-- ${name} --> … <!-- /${name} -->.`)
    return { name, was, is: `<!-- ${name} -->\n\n${await make()}\n\n<!-- /${name} -->` }
  })

const documents = {
  "README.md": (text: string) => [...examplesIn(text), ...tablesIn(text)],
  "docs/oauth.md": examplesIn,
  "docs/command-line.md": (text: string) => tablesIn(text, commandLineTables),
}

for (const [document, partsIn] of Object.entries(documents)) {
  const path = join(root, document)
  const before = await readFile(path, "utf8")
  const parts = await Promise.all(partsIn(before))
  const stale = parts.filter(({ was, is }) => was !== is)
  if (check) {
    for (const { name } of stale)
      process.stderr.write(`${paint("red", `${document}: ${name} is stale`, process.stderr)}\n`)
    if (stale.length > 0) process.stderr.write("Run: npm run readme\n")
    if (stale.length > 0) process.exitCode = 1
  } else
    await writeFile(
      path,
      stale.reduce((text, { was, is }) => text.replace(was, () => is), before),
    )
  process.stdout.write(
    `${document} has ${parts.length} examples and tables, ${stale.length} ${check ? "stale" : "changed"}\n`,
  )
}
