/** An example can be copied alone: its package.json has what its files import, in the versions that the tests run. */
import { globSync, readFileSync } from "node:fs"
import { builtinModules } from "node:module"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "..")

interface Package {
  readonly version?: string
  readonly private?: boolean
  readonly type?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}
const read = (path: string) => readFileSync(join(root, path), "utf8")
const packageAt = (folder: string): Package => JSON.parse(read(join(folder, "package.json")))

const ours = packageAt(".")
const versions = { ...ours.dependencies, ...ours.devDependencies, "token-exchange": `^${ours.version}` }

const folders = [...new Set(globSync("examples/*/*.ts", { cwd: root }).map(dirname))].filter(
  (folder) => !folder.endsWith("fixtures"),
)

describe.each(folders)("%s", (folder) => {
  const { dependencies = {}, devDependencies = {}, ...its } = packageAt(folder)
  const files = globSync(`${folder}/*.ts`, { cwd: root })
  const imports = files.flatMap((file) =>
    [...read(file).matchAll(/(?:from|import) "([^"]+)"/g)].map(([, name = ""]) => name),
  )

  it("is a module of its own that nobody publishes", () => {
    expect(its).toMatchObject({ private: true, type: "module" })
  })

  it("imports nothing from outside its folder", () => {
    expect(imports.filter((name) => name.startsWith(".."))).toEqual([])
  })

  it("names the packages that it imports, in the versions of this repository", () => {
    const modules = imports.filter(
      (name) => !name.startsWith(".") && !builtinModules.includes(name.replace("node:", "")),
    )
    const packages = modules.map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/"))
    const named = { ...dependencies, ...devDependencies }
    for (const name of new Set(packages))
      expect(named).toHaveProperty([name], Object.entries(versions).find(([one]) => one === name)?.[1])
    for (const name of Object.keys(dependencies)) expect(packages).toContain(name)
  })

  it("begins with what it shows", () => {
    expect(files.filter((file) => !read(file).startsWith("/** ") && !read(file).startsWith("/**\n"))).toEqual([])
  })
})
