/** What this repository is made from: the lockfiles, the Node that runs everything, the bytes of a checkout. */
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { run } from "../contracts/process.ts"
import { root } from "../contracts/spec/specs.ts"

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
}

const read = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"))
const packagesIn = (file: string) =>
  Object.entries<Locked>(read(file).packages).filter(([path, { link }]) => path.includes("node_modules/") && !link)

const lockfiles = ["package-lock.json"]

describe.each(lockfiles)("%s", (file) => {
  it("has a SHA-512 for every package, whatever the platform", () => {
    const without = packagesIn(file).filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""))
    expect(without.map(([path]) => path)).toEqual([])
  })

  it("names no registry, so that each user's own answers", () => {
    expect(readFileSync(join(root, file), "utf8")).not.toContain('"resolved": "http')
  })
})

it("no package may run an install script, which could fetch what the lockfile does not know", () => {
  const { allowScripts } = read("package.json")
  const scripted = packagesIn("package-lock.json").flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript ? [path.replace(/.*node_modules\//, "")] : [],
  )
  expect(Object.fromEntries(scripted.map((name) => [name, allowScripts[name]]))).toEqual(
    Object.fromEntries(scripted.map((name) => [name, false])),
  )
})

it("the published command is built from a source that a shell can start", () => {
  const { bin, files } = read("package.json")
  expect(bin).toEqual({ "token-exchange": "dist/src/cli/main.js" })
  expect(files).toContain("dist")
  expect(readFileSync(join(root, "src/cli/main.ts"), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/)
})

describe("Node", () => {
  const { version, optionalDependencies } = read("scripts/node/package.json")

  it("is locked in one version for every platform", () => {
    const locked = packagesIn("package-lock.json").filter(([path]) => /\/node-(linux|win|darwin|bin-)/.test(path))
    expect(Object.fromEntries(locked.map(([path, { version }]) => [path.split("/")[1], version]))).toEqual(
      optionalDependencies,
    )
    expect(new Set(Object.values(optionalDependencies))).toEqual(new Set([version]))
  })

  it("is the locked one here, where there is one for this platform", () => {
    const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`
    if (!Object.hasOwn(optionalDependencies, name)) return
    expect(process.version).toBe(`v${version}`)
    expect(realpathSync(process.execPath)).toContain(join(realpathSync(join(root, "node_modules")), name))
  })

  it.each([
    ["20.20.2", 1],
    ["24.0.0", 0],
    ["26.1.0", 0],
  ])("%s ends the check with %d, in a sentence if it is too old", async (old, code) => {
    const pretend = `data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"${old}"}})`
    const ran = await run([process.execPath, "--import", pretend, "scripts/node/check.mjs"])
    expect(ran.code).toBe(code)
    expect(ran.output).toMatch(
      code === 0 ? /^$/ : /^The scripts of this repository need Node 24, and this is 20.20.2\./,
    )
  })
})

it("a checkout with core.autocrlf has the committed bytes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "token-exchange-crlf-"))
  const git = "git -c user.name=t -c user.email=t@localhost -c core.autocrlf=true"
  const script = `set -e; git init --quiet; cp "$ROOT/.gitattributes" .; printf 'a: 1\\nb: 2\\n' > spec.yaml
    ${git} add .; ${git} commit --quiet --message once; rm spec.yaml; ${git} checkout --quiet .; cat spec.yaml`
  try {
    const { stdout } = await run(["bash", "-c", script], { cwd: folder, env: { ROOT: root } })
    expect(stdout).toBe("a: 1\nb: 2\n")
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
