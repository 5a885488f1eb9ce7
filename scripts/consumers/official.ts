/** Runs the vendor's own client against the simulator. */
import { createRequire } from "node:module"
import { join } from "node:path"
import type { Consumer } from "./checks.ts"
import { loadSimulator } from "./project.ts"

/** The used part of Dapi's client. Its base URL is a mutable export. */
interface DapiNode {
  readonly default: new (
    config: object,
  ) => {
    readonly auth: { readonly exchangeToken: (code: string, connection: string) => Promise<Exchanged> }
  }
}

interface Exchanged {
  readonly accessToken?: string
  readonly type?: string
}

export const officialConsumers: ReadonlyArray<Consumer> = [
  {
    name: "Dapi's own client",
    dependencies: { "@dapi-co/dapi-node": "2.3.2" },
    checks: (project) => ({
      "exchanges a code, once": async () => {
        const { createSimulator } = await loadSimulator(project)
        const simulator = createSimulator()
        await using servers = await simulator.listen()
        const require = createRequire(join(project, "package.json"))
        const { default: DapiApp }: DapiNode = require("@dapi-co/dapi-node")
        require("@dapi-co/dapi-node/lib/constants/url").DAPI_URL.BASE_URL = `${servers.baseUrls.dapi}/v2`
        const { auth } = new DapiApp(simulator.dapi.settings)
        const { accessCode, connectionId } = simulator.dapi.issueGrant()
        const first = await auth.exchangeToken(accessCode, connectionId)
        const second = await auth.exchangeToken(accessCode, connectionId)
        return [
          ...(first.accessToken?.startsWith("eyJ") ? [] : [`the first exchange came to ${JSON.stringify(first)}`]),
          ...(second.type === "INVALID_TOKEN" ? [] : [`the second exchange came to ${JSON.stringify(second)}`]),
        ]
      },
    }),
  },
]
