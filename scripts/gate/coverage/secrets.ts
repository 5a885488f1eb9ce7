/** Searches every report for every secret that the repository knows, and for the credentials of the environment. */
import { readdir, readFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { knownSecrets } from "../../../contracts/evidence/secrets.ts"
import { judgeOf } from "../../../contracts/spec/judge.ts"
import { readSpecs, root } from "../../../contracts/spec/specs.ts"
import { variableOf } from "../../../src/variable.ts"
import { verifiableOf } from "../../verify/cases.ts"
import type { Finding, Verdict } from "../finding.ts"
import { unzipped } from "./zip.ts"

/** The documentation shows the specs' published examples on purpose. */
const documentation = ["docs", "docs-screens"]

export const secretsInReports = async (folder = join(root, "reports")): Promise<Verdict> => {
  const secrets = [...(await knownSecrets()), ...(await credentials())]
  const spelt = [...new Set(secrets)].map((secret) => ({ words: wordsOf(secret), codes: codesOf(secret) }))
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !documentation.includes(relative(folder, file).split("/")[0] ?? ""))
  const findings: Array<Finding> = []
  for (const file of files) {
    const texts = textsOf(await readFile(file)).map(readingsOf)
    const isIn = (spellings: ReadonlyArray<string>, text: string) => spellings.some((one) => text.includes(one))
    const hits = spelt.filter(({ words, codes }) =>
      texts.some((text) => isIn(words, text.raw) || isIn(words, text.plain) || isIn(codes, text.base64)),
    ).length
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
  return [content, ...archives.flatMap(unzipped)].map((bytes) => bytes.toString("utf8"))
}

/** How a secret may be spelt letter by letter, in lower case. */
const wordsOf = (secret: string): ReadonlyArray<string> =>
  [secret, [...secret].reverse().join(""), encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)].map((one) =>
    one.toLowerCase(),
  )

/** How its bytes may be written, in lower case. A code of a short text occurs by chance. */
const codesOf = (secret: string): ReadonlyArray<string> => {
  const bytes = Buffer.from(secret)
  if (bytes.length < 6) return []
  return [bytes.toString("hex"), ...[0, 1, 2].map((offset) => base64At(bytes, offset).toLowerCase())]
}

/** What these bytes become in base64 behind `offset` others, without the digits that the bytes around them share. */
const base64At = (bytes: Buffer, offset: number): string =>
  Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))

/** A text in lower case: as it is, with its escapes resolved, and with the digits of base64url as those of base64. */
const readingsOf = (text: string) => {
  const resolved = text.replace(escapes, (whole, ...codes: ReadonlyArray<string | undefined>) => {
    const [percent, unicode, entity, decimal] = codes
    const hex = percent ?? unicode ?? entity
    if (hex === undefined && decimal === undefined) return named[whole.toLowerCase()] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
  const plain = resolved.toLowerCase()
  return { raw: text.toLowerCase(), plain, base64: plain.replaceAll("-", "+").replaceAll("_", "/") }
}

/** `%41`, `\u0041`, `&#x41;`, `&#65;` and the entities that every report writes. */
const escapes = /%([\da-f]{2})|\\u([\da-f]{4})|&#x([\da-f]{1,6});|&#(\d{1,7});|&(?:amp|lt|gt|quot|apos);/gi
const named: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" }

/** The environment's values for the fields of each request: `DAPI_APP_SECRET` for `appSecret`. */
const credentials = async (): Promise<ReadonlyArray<string>> =>
  (await readSpecs()).flatMap((spec) =>
    verifiableOf({ spec, judge: judgeOf(spec) })
      .flatMap(({ fields }) => fields)
      .map(({ name, isSecret }) => ({ isSecret, value: process.env[variableOf(spec.provider, name)] ?? "" }))
      // A short name that is no secret may stand in a report by chance.
      .filter(({ isSecret, value }) => value.length >= (isSecret ? 1 : 8))
      .map(({ value }) => value),
  )
