/** The cores of clients that vendors ship for their own APIs, sending the specs' examples. */
import type { Redeem, Wire } from "./contenders.ts"
import { requirePeer } from "./peers.ts"

interface Answered {
  readonly [field: string]: string | undefined
}

interface OpenAI {
  readonly default: new (options: object) => { readonly post: (path: string, options: object) => Promise<Answered> }
}

/** The core of OpenAI's client: retries and a timeout, no check of the answer. */
export const viaOpenAI = ({ baseUrl: baseURL, fetch, example: { path, request, tokenField } }: Wire): Redeem => {
  // The peers' types are not installed, so the used parts are declared here.
  const { default: Client } = requirePeer("openai") as OpenAI
  const client = new Client({ apiKey: "fake", baseURL, fetch, timeout: 30_000, maxRetries: 2 })
  return async () => (await client.post(path, { body: request }))[tokenField]
}

interface StripeNode {
  new (
    key: string,
    options: object,
  ): {
    readonly rawRequest: (method: string, path: string, params: object) => Promise<Answered>
  }
  readonly createFetchHttpClient: (fetch: typeof globalThis.fetch) => object
}

/** The core of Stripe's client, on `fetch`: retries and a timeout, no check of the answer. It sends forms, not JSON. */
export const viaStripe = ({ baseUrl, fetch, example: { path, request, tokenField } }: Wire): Redeem => {
  const Stripe = requirePeer("stripe") as StripeNode
  const { hostname: host, port } = new URL(baseUrl)
  const client = new Stripe("sk_test_fake", {
    host,
    port,
    protocol: "http",
    telemetry: false,
    timeout: 30_000,
    maxNetworkRetries: 2,
    httpClient: Stripe.createFetchHttpClient(fetch),
  })
  return async () => (await client.rawRequest("POST", path, request))[tokenField]
}
