/** Runs a bundled worker in `workerd`, on loopback. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"

export interface Worker extends AsyncDisposable {
  readonly url: string
}

/** Serves a bundle of one module. `authority` is the file of a certificate that it trusts, if any. */
export const serveWorker = async (project: string, code: string, authority: string): Promise<Worker> => {
  const folder = await mkdtemp(join(project, "workerd-"))
  await writeFile(join(folder, "worker.js"), code)
  await writeFile(join(folder, "config.capnp"), configOf(authority === "" ? "" : await readFile(authority, "utf8")))
  const command = join(project, "node_modules/.bin/workerd")
  const child = spawn(command, ["serve", join(folder, "config.capnp"), "--control-fd=3"], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  })
  const kill = () => child.kill()
  process.once("exit", kill)
  const ended = once(child, "exit")
  let complaint = ""
  child.stderr?.on("data", (chunk) => {
    complaint += chunk
  })
  const port = await Promise.race([portOf(child.stdio[3]), ended.then(() => Promise.reject(new Error(complaint)))])
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      process.off("exit", kill)
      kill()
      await ended
    },
  }
}

/** Reads the port that workerd chose, from the line that it writes once it listens. */
const portOf = async (control: unknown): Promise<number> => {
  let text = ""
  // The fourth stream of a child is typed as any kind of stream, or none.
  for await (const chunk of control as AsyncIterable<Buffer>) {
    text += chunk
    const [, port] = /"port":\s*(\d+)/.exec(text) ?? []
    if (port !== undefined) return Number(port)
  }
  throw new Error("workerd names no port")
}

/** A worker may reach loopback, and nothing else. */
const configOf = (authority: string): string => {
  const trusted = authority === "" ? "" : `trustedCertificates = [${JSON.stringify(authority)}]`
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["local"], tlsOptions = (${trusted})))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01"
);
`
}
