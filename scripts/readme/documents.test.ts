/** What readers of README and docs may count on: links lead somewhere, and the code was run. */
import { existsSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { describe, expect, it } from "vitest"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"
import manifest from "../../package.json" with { type: "json" }
import { documents } from "./documents.ts"

const read = (path: string) => readFileSync(join(root, path), "utf8")

/** Text without code, in which nothing is a link or a heading. */
const prose = (text: string) =>
  text.replaceAll(/^( *)```.*?^\1```$/gms, "").replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]#]/g, ""))

/** The anchors of a document's headings, as GitHub and the registries make them. */
const anchorsOf = (text: string) =>
  [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  )

interface Link {
  /** From the root; empty for the root itself. */
  readonly path: string
  readonly anchor: string | undefined
}

/** The relative links of a document. */
const linksOf = (document: string): ReadonlyArray<Link> =>
  [...prose(read(document)).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, to = ""]) => {
    if (/^[a-z]+:/.test(to)) return []
    const [path = "", anchor] = to.split("#")
    return [{ path: path === "" ? document : relative(root, join(root, dirname(document), path)), anchor }]
  })

const all = [...documents(), "CONTRIBUTING.md"]

describe.each(all)("%s", (document) => {
  it("has only links to what exists, and to headings that exist", () => {
    const broken = linksOf(document).filter(
      ({ path, anchor }) =>
        !existsSync(join(root, path)) || (anchor !== undefined && !anchorsOf(read(path)).includes(anchor)),
    )
    expect(broken).toEqual([])
  })

  it("runs no script by the host's own Node, which may not know TypeScript", () => {
    const commands = read(document).match(/(npm exec --\s)?\bnode\s[\w./-]+\.ts\b/g) ?? []
    expect(commands.filter((command) => !command.startsWith("npm exec --"))).toEqual([])
  })

  it("has only code that a test runs, and lines for a shell", () => {
    const blocks = [...read(document).matchAll(/^(.*)\n+```(\w+)\n/gm)]
    const strange = blocks.filter(
      ([, before = "", language = ""]) => language !== "sh" && !/^<!-- .+#.+ -->$/.test(before),
    )
    expect(strange.map(([block]) => block)).toEqual([])
  })
})

it("the README has at most 250 lines", () => {
  expect(read("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(250)
})

it("the README links to files of the package only, so that its links hold wherever the package is unpacked", async () => {
  const { stdout } = await run(["npm", "pack", "--dry-run", "--json", "--ignore-scripts"])
  const [{ files }]: [{ files: ReadonlyArray<{ path: string }> }] = JSON.parse(stdout)
  const packed = new Set(files.map(({ path }) => path))
  expect(linksOf("README.md").filter(({ path }) => !packed.has(path))).toEqual([])
})

it("each document in docs/ is linked from the README, or from a document that is", () => {
  const reached = new Set(["README.md"])
  for (const document of reached)
    for (const { path } of linksOf(document))
      if (path.endsWith(".md") && existsSync(join(root, path))) reached.add(path)
  expect(documents().filter((document) => !reached.has(document))).toEqual([])
})

it("docs/commands.md has every command of package.json", () => {
  const commands = Object.keys(manifest.scripts).filter((name) => !/^(prepack|pre.*)$/.test(name))
  const listed = read("docs/commands.md")
  expect(commands.filter((name) => !new RegExp(`npm (run )?${name}\\b`).test(listed))).toEqual([])
})
