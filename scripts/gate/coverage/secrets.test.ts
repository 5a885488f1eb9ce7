/** The search of the reports finds a secret in every form, and quotes none. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { secretsInReports } from "./secrets.ts"

/** The secret of AISquare's published request. */
const secret = "S3cur3P@ssw0rd!"
let folder = ""

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reports-"))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const search = async (name: string, content: string | Buffer) => {
  await mkdir(join(folder, name, ".."), { recursive: true })
  await writeFile(join(folder, name), content)
  const { findings } = await secretsInReports(folder)
  expect(JSON.stringify(findings)).not.toContain(secret)
  return findings.map(({ severity, message }) => `${severity} ${message.replace(/^.*\//, "").split(":")[0]}`)
}

const base64 = (text: string) => Buffer.from(text).toString("base64")

test.each([
  ["as it is", `password: ${secret}`],
  ["in another case", secret.toUpperCase()],
  ["reversed", `"!dr0wss@P3ruc3S"`],
  ["in a query", `?password=${encodeURIComponent(secret)}`],
  ["with every character in percent-encoding", "%53%33%63%75%72%33%50%40%73%73%77%30%72%64%21"],
  ["with some characters as \\u escapes", String.raw`S3cur3P\u0040ssw0rd\u0021`],
  ["as entities of a page", "S3cur3P&#64;ssw0rd&#x21;"],
  ["as hex", "533363757233504073737730726421"],
  ["as base64", "UzNjdXIzUEBzc3cwcmQh"],
  ["as base64 behind one byte", base64(`:${secret}:`)],
  ["as base64 behind two bytes", base64(`a:${secret}and more`)],
  ["as base64 of Basic credentials", `Basic ${base64(`alice.williams:${secret}`)}`],
  ["as base64url", Buffer.from(`??>${secret}~`).toString("base64url")],
])("a secret %s is found and reported by file name", async (_, text) => {
  expect(await search("deep/er/report.txt", text)).toEqual(["error report.txt holds a secret"])
})

test("a credential whose base64 has other digits in base64url is found", async () => {
  vi.stubEnv("DAPI_APP_SECRET", "???canary>>>~~~")
  const url = Buffer.from("???canary>>>~~~").toString("base64url")
  expect(url).toMatch(/[-_]/)
  expect(await search("report.txt", url)).toEqual(["error report.txt holds a secret"])
})

/** A ZIP archive, made by Python's zipfile, of one deflated file with the secret. */
const archive =
  "UEsDBBQAAAAIAAAAIQAyN2cQIAAAADYAAAABAAAAYatWKkmtKFGyUgo2Ti4tMg5wKC4uNyhKUVSqVajGLQUAUEsBAhQDFAAAAAgAAAAhADI3ZxAg" +
  "AAAANgAAAAEAAAAAAAAAAAAAAIABAAAAAGFQSwUGAAAAAAEAAQAvAAAAPwAAAAAA"

test("a secret in the archive inside a page is found", async () => {
  const page = `<template>data:application/zip;base64,${archive}</template>`
  expect(await search("index.html", page)).toEqual(["error index.html holds a secret"])
})

test.each(["DAPI_APP_SECRET", "DAPI_CONNECTION_ID"])("the value of %s in the environment is found", async (name) => {
  vi.stubEnv(name, "canary-of-the-environment")
  expect(await search("report.json", '"canary-of-the-environment"')).toEqual(["error report.json holds a secret"])
})

test("other texts and the published examples in the documentation are not reported", async () => {
  expect(await search("report.txt", "alice.williams S3cur3P@ssw0rd &nope; %zz 100% &#9999999;")).toEqual([])
  expect(await search("docs/aisquare.html", secret)).toEqual([])
})
