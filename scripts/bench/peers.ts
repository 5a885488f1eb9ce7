/** The clients for comparison. They have their own install, so that the main one stays small. */
import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { run } from "../../contracts/process.ts"
import { root } from "../../contracts/spec/specs.ts"

/** The folder of their package.json. */
export const peers = import.meta.dirname

const peersManifest = join(peers, "package.json")

/** Requires a peer by its name. Its types are not installed: declare the used part. */
export const requirePeer: (name: string) => unknown = createRequire(peersManifest)

/** The file of one of our entries as shipped: `token-exchange`, `token-exchange/effect`. By default, of this build. */
export const shipped = (entry: string, folder = root): string =>
  createRequire(join(folder, "package.json")).resolve(entry)

/** The installed version of a dependency or a peer. */
export const versionOf = (name: string): string => installed(root, name) ?? installed(peers, name) ?? "none"

const installed = (folder: string, name: string): string | undefined => {
  const manifest = join(folder, "node_modules", name, "package.json")
  if (!existsSync(manifest)) return undefined
  const { version }: { readonly version?: string } = JSON.parse(readFileSync(manifest, "utf8"))
  return version
}

/** Installs the peers when one is missing or has another version than in package.json. */
export const installPeers = async (say: (text: string) => void): Promise<void> => {
  const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(peersManifest, "utf8"),
  )
  if (Object.entries(dependencies).every(([name, version]) => installed(peers, name) === version)) return
  say("installing the clients for comparison (npm ci in scripts/bench) …")
  const { code, output } = await run(["npm", "ci", "--no-audit", "--no-fund"], { cwd: peers })
  if (code !== 0) throw new Error(`npm ci failed in scripts/bench:\n${output}`)
}
