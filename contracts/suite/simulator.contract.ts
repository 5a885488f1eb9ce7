/**
 * What the simulated providers answer by themselves, unforced, is what the specs document: status, headers, body.
 */
import { expect, test } from "@playwright/test"
import { createTokenExchange, type Fetch } from "../../src/index.ts"
import { createSimulator, type Simulator } from "../../src/testing.ts"
import { observe, parsed, type Received } from "../evidence/exchange.ts"
import { keep } from "../evidence/kept.ts"
import { cellName } from "../spec/claims.ts"
import { headerValue, judgeOf } from "../spec/judge.ts"
import { type Answer, type Operation, readSpecs, type Spec } from "../spec/specs.ts"

const specs = await readSpecs()

type Scene = (exchange: Exchange, simulator: Simulator) => Promise<unknown>

/** The simulator rotates in one scene, and in the other it does not. */
const refreshLogin: Scene = ({ aisquare }, simulator) =>
  aisquare
    .obtainToken(simulator.aisquare.user)
    .then(({ data }) => aisquare.refreshToken({ refresh: data?.refresh ?? "" }))

/** A redemption of each kind of answer, by the status and name that it has in the spec. */
const scenes: Readonly<Record<string, Scene>> = {
  "aisquare 200 exchanged": ({ aisquare }, simulator) => aisquare.exchangeToken(simulator.aisquare.issueGrant()),
  "aisquare 400 grant-rejected": ({ aisquare }) => aisquare.exchangeToken({ tempToken: "never-issued" }),
  "aisquare 200 obtained": ({ aisquare }, simulator) => aisquare.obtainToken(simulator.aisquare.user),
  "aisquare 401 password-rejected": ({ aisquare }) => aisquare.obtainToken({ username: "alice", password: "wrong" }),
  "aisquare 200 refreshed-and-rotated": refreshLogin,
  "aisquare 200 refreshed": refreshLogin,
  "aisquare 401 token-expired": ({ aisquare }) => aisquare.refreshToken({ refresh: "never-issued" }),
  "aisquare 429 throttled": ({ aisquare }, simulator) => {
    simulator.aisquare.limitRate({ requests: 0, milliseconds: 60_000 })
    return aisquare.obtainToken(simulator.aisquare.user, { timeout: 100 })
  },
  "aisquare 400 fields refused": (_, simulator) =>
    simulator.fetch("https://api.aisquare.studio/api/v1/token/", { ...json, body: '{"username":""}' }),
  "aisquare 400 body-unreadable": (_, simulator) =>
    simulator.fetch("https://api.aisquare.studio/api/v1/token/", { ...json, body: "{" }),
  "aisquare 415 media-type-refused": (_, simulator) =>
    simulator.fetch("https://api.aisquare.studio/api/v1/token/", { method: "POST", body: "{}" }),
  "finqware 200 exchanged": ({ finqware }, simulator) => finqware.exchangeToken(simulator.finqware.issueGrant()),
  "finqware 401 grant-rejected": ({ finqware }) => finqware.exchangeToken({ tempToken: "never-issued" }),
  "finqware 400 client-id-rejected": (_, { finqware, settings, fetch }) =>
    createTokenExchange({ finqware: { ...settings.finqware, clientId: "another" }, fetch }).finqware.exchangeToken(
      finqware.issueGrant(),
    ),
  "finqware 401 client-secret-rejected": (_, { finqware, settings, fetch }) =>
    createTokenExchange({ finqware: { ...settings.finqware, clientSecret: "another" }, fetch }).finqware.exchangeToken(
      finqware.issueGrant(),
    ),
  "finqware 401 consent-expired": ({ finqware }, simulator) =>
    finqware.exchangeToken(simulator.finqware.issueGrant({ consentExpiresAt: new Date(0) })),
  "finqware 400 fields-missing": (_, simulator) =>
    simulator.fetch("https://api.finqware.com/v1/tokens", { ...json, body: "{}" }),
  "dapi 200 exchanged-with-ids": ({ dapi }, simulator) => dapi.exchangeToken(simulator.dapi.issueGrant()),
  "dapi 200 grant-rejected": ({ dapi }) => dapi.exchangeToken({ accessCode: "never-issued", connectionId: "none" }),
  "dapi 401 client-rejected": (_, { dapi, fetch }) =>
    createTokenExchange({ dapi: { appSecret: "another" }, fetch }).dapi.exchangeToken(dapi.issueGrant()),
  "dapi 404 connection-rejected": ({ dapi }, simulator) =>
    dapi.exchangeToken({ ...simulator.dapi.issueGrant(), connectionId: "another" }),
  "dapi 400 bad-request": (_, simulator) =>
    simulator.fetch("https://api.dapi.com/v2/auth/ExchangeToken", { ...json, body: "{" }),
  "dapi 200 arguments-refused": (_, simulator) =>
    simulator.fetch("https://api.dapi.com/v2/auth/ExchangeToken", { ...json, body: "{}" }),
}

const json = { method: "POST", headers: { "content-type": "application/json" } }
const exchangeWith = (simulator: Simulator, fetch: Fetch) => createTokenExchange({ ...simulator.settings, fetch })
type Exchange = ReturnType<typeof exchangeWith>

for (const [scene, play] of Object.entries(scenes)) {
  const [provider = "", ...words] = scene.split(" ")
  const answer = words.join(" ")
  const title = cellName.scene(provider, answer)
  test(title, async () => {
    const simulator = createSimulator({ aisquare: { rotate: answer !== "200 refreshed" } })
    const { fetch, exchanges } = observe(simulator.fetch)
    await play(exchangeWith(simulator, fetch), { ...simulator, fetch })
    const journal = [...simulator.aisquare.journal, ...simulator.finqware.journal, ...simulator.dapi.journal]
    expect(journal.at(-1)?.answer).toBe(answer)
    expect(exchanges.length).toBeGreaterThan(0)
    for (const exchange of exchanges) {
      const [spec, operation] = operationAt(new URL(exchange.request.url).pathname)
      if (exchange.answer === undefined) throw new Error(`${provider} gave no whole answer.`)
      holdDocumented(spec, operation, exchange.answer)
      keep(operation, exchange, exchange === exchanges.at(-1) ? { shows: [title] } : {})
    }
  })
}

function holdDocumented(spec: Spec, operation: Operation, { status, headers, body }: Received): void {
  const documented = operation.answers.find((answer) => answer.status === String(status))
  expect(documented, `status ${status} is documented`).toBeDefined()
  for (const { name, required, schema } of documented?.headers ?? []) {
    const value = headers.get(name)
    if (required) expect(value, `header ${name}`).not.toBeNull()
    if (value !== null) expect(judgeOf(spec)(schema, headerValue(value, schema)).errors).toEqual([])
  }
  const schema = contentOf(documented, headers)?.schema ?? { not: {} }
  expect(judgeOf(spec)(schema, parsed(body) ?? body).errors).toEqual([])
}

const contentOf = (answer: Answer | undefined, headers: Headers) =>
  answer?.contents.find(({ mediaType }) => headers.get("content-type")?.startsWith(mediaType))

const operationAt = (path: string): readonly [Spec, Operation] => {
  for (const spec of specs) {
    const operation = spec.operations.find((one) => one.path === path)
    if (operation !== undefined) return [spec, operation]
  }
  throw new Error(`No spec has ${path}.`)
}
