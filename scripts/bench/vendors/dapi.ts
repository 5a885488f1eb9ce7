/**
 * Dapi's own client, on axios. It neither checks nor retries, and pools connections. Its base URL is a mutable export.
 */
import type { Redeem, Wire } from "../contenders.ts"
import { bodyOf } from "../examples.ts"
import { requirePeer } from "../peers.ts"

interface DapiNode {
  readonly default: new (config: {
    readonly appSecret: string
  }) => {
    readonly auth: {
      readonly exchangeToken: (code: string, connection: string) => Promise<{ readonly accessToken?: string }>
    }
  }
}

export const name = "@dapi-co/dapi-node"

export const redeemer = ({ baseUrl, example: { request, answer } }: Wire, isMocked: boolean): Redeem => {
  // The peers' types are not installed, so the used parts are declared here.
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
