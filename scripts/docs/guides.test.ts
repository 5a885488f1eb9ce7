import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { root } from "../../contracts/spec/specs.ts"
import { guidesIn } from "./guides.ts"

const files = (texts: Readonly<Record<string, string>>) => {
  const folder = mkdtempSync(join(tmpdir(), "guides-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

it("the guides are the README, docs/ in the order of its links, then the rest; each under its heading", () => {
  const folder = files({
    "README.md":
      "# A project\n[in passing](docs/early.md), [more](MORE.md), [late](docs/late.md#part), [early](docs/early.md), [gone](docs/gone.md)",
    "MORE.md": "# `More`\n",
    "docs/late.md": "text\n\n# Late\n[next](next.md) [web](https://example.com/a.md) [out](../../outside.md)",
    "docs/early.md": "",
    "docs/next.md": "# Next\n[back](../README.md)",
    "docs/alone.md": "# Alone\n",
  })
  expect(guidesIn(folder)).toEqual([
    { path: "README.md", title: "A project" },
    { path: "docs/late.md", title: "Late" },
    { path: "docs/early.md", title: "docs/early.md" },
    { path: "docs/next.md", title: "Next" },
    { path: "docs/alone.md", title: "Alone" },
    { path: "MORE.md", title: "More" },
  ])
})

it("each guide of this repository has a heading of its own, under which the site lists it", () => {
  const titles = guidesIn(root).map(({ title }) => title)
  expect(titles.filter((title) => title.endsWith(".md"))).toEqual([])
  expect(new Set(titles).size).toBe(titles.length)
})
