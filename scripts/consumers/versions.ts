/** The versions that consumers use. All are npm packages. */

/** Compilers. */
export const compilers: ReadonlyArray<string> = ["5.9.3", "6.0.3", "7.0.2"]

/** Node's types, for consumers without the DOM library. */
export const nodeTypes = { "@types/node": "24.19.2" }

/** Linters of packages. */
export const linters = { publint: "0.3.25", "@arethetypeswrong/cli": "0.18.5" }

export interface Runtime {
  /** The npm package, and its command. */
  readonly name: "node" | "bun" | "deno"
  readonly version: string
}

export const runtimes: ReadonlyArray<Runtime> = [
  { name: "node", version: "22.23.3" },
  { name: "node", version: "24.21.0" },
  { name: "node", version: "26.10.0" },
  { name: "bun", version: "1.4.5" },
  { name: "deno", version: "2.9.6" },
]

/** The runtime of Cloudflare's workers. */
export const workers = { workerd: "1.20261117.1" }

/** SDKs that observe a service, by program. */
export const observers = {
  opentelemetry: {
    "@opentelemetry/api": "1.10.0",
    "@opentelemetry/instrumentation-undici": "0.34.0",
    "@opentelemetry/sdk-node": "0.301.0",
  },
  sentry: { "@sentry/node": "11.12.0" },
}

/** Clients that vendors ship. */
export const official = { "@dapi-co/dapi-node": "2.3.2" }
