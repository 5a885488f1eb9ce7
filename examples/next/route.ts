/** A route handler in the style of Next.js, for an edge runtime: nothing of Node is needed. */
import { createTokenExchange, type FinqwareSettings, reveal, type SharedSettings } from "token-exchange"

/** Where your service keeps consents, encrypted. */
export type Keep = (consent: { readonly id: string; readonly token: string; readonly until: Date }) => Promise<void>

export const makePost = (settings: { readonly finqware: FinqwareSettings } & SharedSettings, keep: Keep) => {
  // #region handler
  const exchange = createTokenExchange(settings) // { finqware: { clientId, clientSecret } }

  const POST = async (request: Request): Promise<Response> => {
    const { tempToken } = await request.json()
    // Without request.signal: a user who closes the page would leave the tokens to nobody.
    const { data, error } = await exchange.finqware.exchangeToken({ tempToken })
    if (error) return Response.json({ consentAgain: error.grant !== "unspent" }, { status: 502 })
    await keep({ id: data.credentialsId, token: reveal(data.accessToken), until: data.consentExpiresAt })
    return new Response(null, { status: 204 })
  }
  // #endregion
  return POST
}
