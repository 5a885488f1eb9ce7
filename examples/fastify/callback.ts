/**
 * A callback that loses no token. The user comes back from Dapi's Connect with an access code, which works once.
 *
 * To use it: copy this folder, set the variable DAPI_APP_SECRET, run `npm install` and `npm start`. Until the package is
 * published, install its tarball first: `npm install <path>/token-exchange-0.1.0.tgz`.
 */
import Fastify from "fastify"
import {
  createTokenExchange,
  type DapiSettings,
  type RedemptionError,
  reveal,
  type SharedSettings,
} from "token-exchange"

/** Where your service keeps tokens, encrypted. */
export type Keep = (connectionId: string, accessToken: string) => Promise<void>

export const buildServer = (settings: { readonly dapi: DapiSettings } & SharedSettings, keep: Keep, logger = true) => {
  // #region redeem
  const server = Fastify({ logger })

  // An answer that is not as documented may still hold the token.
  const tokenIn = (error?: RedemptionError) =>
    error?._tag === "UnexpectedResponse" ? error.recovered?.accessToken : undefined

  const exchange = createTokenExchange({
    ...settings, // of main.ts: fromEnv("dapi"), which reads DAPI_APP_SECRET
    // The answer comes after the caller has given up. The user has no other token.
    onOrphaned: async ({ data, error, input }) => {
      const token = data?.provider === "dapi" ? data.accessToken : tokenIn(error)
      if (token) await keep(String(input.connectionId), reveal(token))
      else server.log.error({ error }, "no token came late either")
    },
  })

  server.post<{ Body: { accessCode: string; connectionId: string } }>("/connected", async (request, reply) => {
    const { accessCode, connectionId } = request.body
    const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
    if (error) request.log.warn({ error }) // no secret is in an error
    const token = data?.accessToken ?? tokenIn(error)
    if (token) await keep(connectionId, reveal(token))
    if (token) return reply.code(204).send()
    switch (error?._tag) {
      case "RateLimited":
      case "ConnectionFailed": // the access code is unspent: it may come again
        return reply.code(503).header("retry-after", "5").send()
      case "InvalidRequest":
      case "InvalidClient": // no user can help: correct the request or the settings
        return reply.code(500).send()
      default: // the access code is spent, or may be: only a new consent helps
        return reply.redirect("/connect")
    }
  })
  // #endregion

  // A server that ends waits for the answers that are under way.
  server.addHook("onClose", () => exchange[Symbol.asyncDispose]())
  return server
}
