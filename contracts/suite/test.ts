/**
 * The suite's `test`: its target, and the two ways to send, with our client and without it. Every exchange is masked,
 * kept as evidence of the test's claims, and attached to the test.
 */
import { test as base } from "@playwright/test"
import { type Circumstances, type Redeemed, redeem } from "../client.ts"
import { type Exchange, parsed, type Received } from "../evidence/exchange.ts"
import { keepEvidence, type Observed } from "../evidence/kept.ts"
import { patience } from "../prism.ts"
import { hasClient } from "../providers.ts"
import { annotationOf, type Claim, claimsIn } from "../spec/claim.ts"
import type { Json, OperationName, SpecOperation } from "../spec/specs.ts"
import type { WireRequest } from "../spec/wire.ts"
import { type Target, variableOf } from "../target.ts"

export { expect } from "@playwright/test"

/** The options of a project. */
export interface SuiteOptions {
  readonly target: Target
}

interface Fixtures {
  /** Keeps an exchange with an operation, and attaches it to the test. */
  readonly keep: (
    operation: OperationName,
    exchange: Exchange,
    observed?: Pick<Observed, "outcome" | "checked" | "note">,
  ) => Promise<void>
  /** Sends one raw request, without our client. */
  readonly send: (operation: SpecOperation, request: RawRequest) => Promise<Answered>
  /** Redeems the grant in a body with our client, by default at the target. */
  readonly present: (
    operation: OperationName,
    body: Json,
    circumstances: Omit<Circumstances, "baseUrl"> & Partial<Pick<Circumstances, "baseUrl">>,
  ) => Promise<Redeemed>
}

interface WorkerFixtures extends SuiteOptions {
  /** Where a provider is, on the target. */
  readonly urlOf: (provider: string) => string
}

/** A raw request, by default at the path of its operation. */
export interface RawRequest extends Partial<WireRequest> {
  readonly headers: Readonly<Record<string, string>>
}

/** A whole answer; its body as JSON if it is JSON. */
export interface Answered extends Omit<Received, "body"> {
  readonly body: Json
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  target: ["mock", { option: true, scope: "worker" }],

  urlOf: [
    async ({ target }, use) => {
      await use((provider) => {
        const url = process.env[variableOf(target, provider)]
        if (url === undefined)
          throw new Error(`No ${target} of ${provider} runs: start the suite with npm run contracts.`)
        return url
      })
    },
    { scope: "worker" },
  ],

  keep: async ({ target }, use, testInfo) => {
    const claims = claimsIn(testInfo.annotations)
    await use(async (operation, sent, observed = {}) => {
      const { exchange } = keepEvidence(operation, sent, { target, claims, ...observed })
      const { request, answer } = exchange
      await testInfo.attach(`${request.method} ${new URL(request.url).pathname} → ${answer?.status ?? "no answer"}`, {
        body: JSON.stringify(exchange, undefined, 2),
        contentType: "application/json",
      })
    })
  },

  send: async ({ request, urlOf, keep }, use) => {
    await use((operation, { path = operation.path, body, headers }) =>
      base.step(`send to ${operation.provider}`, async () => {
        const sent = {
          method: operation.method.toUpperCase(),
          url: urlOf(operation.provider) + path,
          headers,
        }
        const response = await request.fetch(sent.url, {
          ...sent,
          // Bytes are sent unchanged; Playwright would encode a malformed text as JSON.
          ...(body !== undefined && { data: Buffer.from(body) }),
          maxRedirects: 0,
          timeout: patience,
        })
        const answer = {
          status: response.status(),
          headers: new Headers(response.headers()),
          body: await response.text(),
        }
        const exchange = { request: { ...sent, headers: new Headers(sent.headers), body: body ?? "" }, answer }
        await keep(operation, exchange)
        return { ...answer, body: parsed(answer.body) ?? answer.body }
      }),
    )
  },

  present: async ({ urlOf, keep }, use) => {
    await use((operation, body, circumstances) =>
      base.step(`redeem at ${operation.provider} with our client`, async () => {
        const redeemed = await redeem(operation, body, {
          baseUrl: circumstances.baseUrl ?? urlOf(operation.provider),
          ...circumstances,
        })
        const { exchanges, outcome } = redeemed
        const made = { tag: "_tag" in outcome ? outcome._tag : undefined }
        for (const exchange of exchanges)
          await keep(operation, exchange, exchange === exchanges.at(-1) ? { outcome: made } : {})
        return redeemed
      }),
    )
  },
})

/** The claims that a test is to show, for its evidence and its report. */
export const showing = (...claims: ReadonlyArray<Claim>) => ({
  annotation: claims.map(annotationOf),
})

/** For tests of a provider without a client: it has a mock and no simulator. */
export const mockOnly = "@mock-only"

/** The targets on which the tests of a provider run. */
export const onTargetsOf = (provider: string) => ({ tag: hasClient(provider) ? [] : [mockOnly] })
