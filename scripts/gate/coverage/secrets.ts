/** Searches every report for every secret that the repository knows, and for the credentials of the environment. */
import { readdir, readFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { knownSecrets } from "../../../contracts/evidence/secrets.ts"
import { isObject, items, type JsonSchema, readSpecs, root, type Spec } from "../../../contracts/spec/specs.ts"
import type { Finding, Verdict } from "../finding.ts"
import { unzipped } from "./zip.ts"

/** The documentation shows the specs' published examples on purpose. */
const documentation = ["docs", "docs-screens"]

export const secretsInReports = async (folder = join(root, "reports")): Promise<Verdict> => {
  const secrets = [...(await knownSecrets()), ...(await credentials())]
  const spelt = new Set(secrets.flatMap(spellings))
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !documentation.includes(relative(folder, file).split("/")[0] ?? ""))
  const findings: Array<Finding> = []
  for (const file of files) {
    const texts = textsOf(await readFile(file))
    const hits = [...spelt].filter((secret) => texts.some((text) => text.includes(secret))).length
    if (hits === 0) continue
    const name = relative(root, file)
    findings.push({
      severity: "error",
      message: `${name} holds ${hits === 1 ? "a secret" : `${hits} secrets`}: delete it, and mask what writes it.`,
      place: { file: name, line: 1, column: 1 },
    })
  }
  return { findings, summary: `${secrets.length} secrets searched in ${files.length} files, ${findings.length} hits` }
}

/** The text of a file and of an archive embedded in it, as in Playwright's report. */
const textsOf = (content: Buffer): ReadonlyArray<string> => {
  const text = content.toString("latin1")
  const archives: Array<Buffer> = [...text.matchAll(/data:application\/zip;base64,([A-Za-z0-9+/=]+)/g)].map(
    ([, base64 = ""]) => Buffer.from(base64, "base64"),
  )
  if (content.subarray(0, 2).toString() === "PK") archives.push(content)
  return [content.toString("utf8"), ...archives.flatMap(unzipped).map((entry) => entry.toString("utf8"))]
}

/** The forms of a text in a report. */
const spellings = (secret: string): ReadonlyArray<string> => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  Buffer.from(secret).toString("base64"),
]

/** The environment's values for the secret fields of each request: `DAPI_APP_SECRET` for `appSecret`. */
const credentials = async (): Promise<ReadonlyArray<string>> =>
  (await readSpecs()).flatMap((spec) =>
    spec.operations
      .flatMap(({ body }) => body?.contents ?? [])
      .flatMap(({ schema }) => secretFields(spec, schema))
      .map((field) => process.env[variableOf(spec.provider, field)] ?? "")
      .filter((value) => value !== ""),
  )

const variableOf = (provider: string, field: string) =>
  `${provider}_${field.replace(/(?<=[a-z\d])(?=[A-Z])/g, "_")}`.toUpperCase()

const secretFields = (spec: Spec, schema: JsonSchema): ReadonlyArray<string> => {
  const { properties, allOf, anyOf, oneOf } = spec.resolve(schema)
  const own = Object.entries(isObject(properties) ? properties : {}).filter(
    ([, property]) => spec.resolve(property).format === "password",
  )
  const parts = [allOf, anyOf, oneOf].flatMap(items).filter(isObject)
  return [...own.map(([name]) => name), ...parts.flatMap((part) => secretFields(spec, part))]
}
