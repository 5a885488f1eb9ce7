/** Clients that vendors ship, on our exchanges as far as they let themselves be sent there. */
import type { Redeem, Wire } from "./contenders.ts"
import { bodyOf } from "./exchanges.ts"
import { requirePeer } from "./peers.ts"

interface DapiNode {
  readonly default: new (config: {
    readonly appSecret: string
  }) => {
    readonly auth: {
      readonly exchangeToken: (code: string, connection: string) => Promise<{ readonly accessToken?: string }>
    }
  }
}

/** Dapi's own client, on axios. It checks nothing and tries once. Its base URL is a mutable export. */
export const viaDapiNode = ({ baseUrl, exchange: { request, answer } }: Wire, isMocked: boolean): Redeem => {
  // The peers' types are not installed with ours; what is used of them is written down here.
  const { default: App } = requirePeer("@dapi-co/dapi-node") as DapiNode
  const urls = requirePeer("@dapi-co/dapi-node/lib/constants/url") as { readonly DAPI_URL: { BASE_URL: string } }
  const axios = requirePeer("axios") as { readonly defaults: { adapter: (config: object) => Promise<object> } }
  urls.DAPI_URL.BASE_URL = `${baseUrl}/v2`
  if (isMocked) {
    const bytes = bodyOf(answer)
    const decoder = new TextDecoder()
    axios.defaults.adapter = async (config) => ({ data: decoder.decode(bytes), status: 200, headers: {}, config })
  }
  const { auth } = new App({ appSecret: String(request.appSecret) })
  return async () => (await auth.exchangeToken(String(request.accessCode), String(request.connectionID))).accessToken
}

interface OpenAI {
  readonly default: new (
    options: object,
  ) => {
    readonly post: (path: string, options: object) => Promise<{ readonly access?: string }>
  }
}

/** The core of OpenAI's client: retries and a timeout, no check of the answer. */
export const viaOpenAI = ({ baseUrl: baseURL, fetch, exchange: { path, request } }: Wire): Redeem => {
  const { default: Client } = requirePeer("openai") as OpenAI
  const client = new Client({ apiKey: "made-up", baseURL, fetch, timeout: 30_000, maxRetries: 2 })
  return async () => (await client.post(path, { body: request })).access
}

interface StripeNode {
  new (
    key: string,
    options: object,
  ): {
    readonly rawRequest: (method: string, path: string, params: object) => Promise<{ readonly access?: string }>
  }
  readonly createFetchHttpClient: (fetch: typeof globalThis.fetch) => object
}

/**
 * The core of Stripe's client: retries and a timeout, no check of the answer. It sends forms rather than JSON, and by
 * default on `node:http`, which is faster than `fetch`.
 */
export const viaStripe = (
  { baseUrl, fetch, exchange: { path, request } }: Wire,
  way: "fetch" | "node:http",
): Redeem => {
  const Stripe = requirePeer("stripe") as StripeNode
  const { hostname: host, port } = new URL(baseUrl)
  const client = new Stripe("sk_test_madeup", {
    host,
    port,
    protocol: "http",
    telemetry: false,
    timeout: 30_000,
    maxNetworkRetries: 2,
    ...(way === "fetch" && { httpClient: Stripe.createFetchHttpClient(fetch) }),
  })
  return async () => (await client.rawRequest("POST", path, request)).access
}
