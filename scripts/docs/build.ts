/** Builds the whole site into a folder. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { readFlows } from "../../contracts/spec/flows.ts"
import { isObject, type Json, readSpecs, root } from "../../contracts/spec/specs.ts"
import { buildApiPages } from "./api-pages.ts"
import { buildSpecPage } from "./spec-page.ts"
import { startPage } from "./start-page.ts"

export const build = async (folder: string, tell: (what: string) => void) => {
  const [specs, flows, manifest] = await Promise.all([readSpecs(), readFlows(), readManifest()])
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const providers = specs.map(({ provider }) => provider)
  tell(`${specs.length} specs …`)
  const pages = await Promise.all(specs.map((spec) => buildSpecPage(spec, providers, folder)))
  tell("the TypeScript API …")
  const api = await buildApiPages(providers, join(folder, "api"))
  await writeFile(join(folder, "index.html"), startPage({ ...manifest, specs, pages, api, flows }))
  return { specs: specs.length, modules: api.modules.length, flows: flows.length }
}

const readManifest = async () => {
  const manifest: Json = JSON.parse(await readFile(join(root, "package.json"), "utf8"))
  const { name, version, description } = isObject(manifest) ? manifest : {}
  return { name: String(name), version: String(version), description: String(description) }
}
