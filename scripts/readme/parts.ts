/** The generated parts of a document: code from files that tests run, and tables from the code. */
import { exampleOf } from "./examples.ts"
import { tables } from "./tables.ts"

/** A generated part of a document: its name, and its text before and after. */
export interface Part {
  readonly name: string
  readonly was: string
  readonly is: string
}

const code = /<!-- ((?:examples|contracts\/oauth)\/[\w./-]+)#([\w-]+) -->\n```\w+\n[\s\S]*?```\n/g

export const codeIn = (text: string): ReadonlyArray<Promise<Part>> =>
  [...text.matchAll(code)].map(async ([was, file = "", region = ""]) => {
    const name = `${file}#${region}`
    return { name, was, is: `<!-- ${name} -->\n${await exampleOf(file, region)}\n` }
  })

export const tablesIn = (text: string): ReadonlyArray<Promise<Part>> =>
  [...text.matchAll(/<!-- ([a-z-]+) -->\n.*?<!-- \/\1 -->/gs)].map(async ([was, name = ""]) => {
    const make = Object.hasOwn(tables, name) ? tables[name] : undefined
    if (make === undefined) throw new Error(`there is no table ${name}. There are ${Object.keys(tables).join(", ")}.`)
    return { name, was, is: `<!-- ${name} -->\n\n${await make()}\n\n<!-- /${name} -->` }
  })
