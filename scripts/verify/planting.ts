/** For tests: a provider on loopback, and a proxy before it that changes what it answers. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { judgeOf } from "../../contracts/spec/judge.ts"
import { readSpecs } from "../../contracts/spec/specs.ts"
import type { createSimulator } from "../../src/testing.ts"
import { casesOf, type Verifiable, verifiableOf } from "./cases.ts"
import { collect } from "./given.ts"
import { makeMask } from "./mask.ts"
import { type Result, secretNames, verify } from "./run.ts"
import { nobody, type Witness } from "./witness.ts"

/** An answer as it passes by. */
export interface Passing {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What is done with an answer: another in its place, or something only a connection can do. */
export type Plant = (answer: Passing, sent: string, response: ServerResponse) => Passing | undefined

export const startPlanting = async (upstream: string, plant: Plant) => {
  const requests: Array<string> = []
  const server = createServer(async (incoming, response) => {
    const sent = await textOf(incoming)
    requests.push(sent)
    const { host: _host, ...headers } = incoming.headers
    const onward = request(`${upstream}${incoming.url}`, { method: incoming.method ?? "", headers }, async (answer) => {
      const body = await textOf(answer)
      const given = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
      const passing = { status: answer.statusCode ?? 0, headers: Object.fromEntries(given), body }
      const planted = plant(passing, sent, response)
      if (planted === undefined) return
      const { "content-length": _length, ...further } = planted.headers
      response.writeHead(planted.status, further).end(planted.body)
    })
    onward.end(sent)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    // An address that a server on a port has.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const textOf = async (message: IncomingMessage): Promise<string> => {
  let text = ""
  message.setEncoding("utf8")
  for await (const chunk of message) text += chunk
  return text
}

const specs = await readSpecs()

export const contractOf = (provider: string) => {
  const spec = specs.find((one) => one.provider === provider)
  if (spec === undefined) throw new Error(`There is no provider ${provider}.`)
  return { spec, judge: judgeOf(spec) }
}

/** What a user would set to allow everything at the simulator, by variable. */
export const environmentOf = (simulator: ReturnType<typeof createSimulator>): Record<string, string> => {
  const { aisquare, finqware, dapi } = simulator
  const { accessCode, connectionId } = dapi.issueGrant()
  return {
    AISQUARE_SUPEREXEC_SECRET: aisquare.settings.superexecSecret,
    AISQUARE_TEMP_TOKEN: aisquare.issueGrant().tempToken,
    AISQUARE_USERNAME: aisquare.user.username,
    AISQUARE_PASSWORD: aisquare.user.password,
    FINQWARE_CLIENT_ID: finqware.settings.clientId,
    FINQWARE_CLIENT_SECRET: finqware.settings.clientSecret,
    FINQWARE_TEMP_TOKEN: finqware.issueGrant().tempToken,
    DAPI_APP_SECRET: dapi.settings.appSecret,
    DAPI_ACCESS_CODE: accessCode,
    DAPI_CONNECTION_ID: connectionId,
  }
}

/** A whole run, as the command makes it. */
export const runAt = async (
  provider: string,
  baseUrl: string,
  {
    environment = {},
    allow = [],
    slow = 10_000,
    witness = nobody,
  }: {
    readonly environment?: Readonly<Record<string, string>>
    readonly allow?: ReadonlyArray<string> | "everything"
    readonly slow?: number
    readonly witness?: Witness
  } = {},
) => {
  const contract = contractOf(provider)
  const operations = verifiableOf(contract)
  const wanted = operations.filter(({ operation }) => allow === "everything" || allow.includes(operation.operationId))
  const names = ({ operation }: Verifiable) => secretNames(contract, operation)
  const allowed = await collect(wanted, names, { ...environment }, undefined)
  const mask = makeMask()
  for (const { values } of allowed) for (const value of values.values()) mask.learn(value)
  const cases = casesOf(contract, operations, allowed)
  const results = await verify({ contract, baseUrl, cases, slow, mask, witness, show: () => undefined })
  return { contract, mask, results }
}

/** The kinds that a run named, each once. */
export const kindsOf = (results: ReadonlyArray<Result>) => [
  ...new Set(results.flatMap(({ departures }) => departures.map(({ kind }) => kind))),
]
