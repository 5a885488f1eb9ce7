/** A callback route: the user comes back from Connect with an access code, which is redeemed once. */
import Fastify from "fastify"
import { createTokenExchange, type DapiSettings, reveal, type SharedSettings } from "token-exchange"

/** Where your service keeps tokens, encrypted. */
export interface Vault {
  readonly write: (connectionId: string, accessToken: string) => Promise<void>
}

export const buildServer = (
  settings: { readonly dapi: DapiSettings } & SharedSettings,
  vault: Vault,
  logger: boolean,
) => {
  // #region redeem
  // settings: { dapi: { appSecret } }, which is text, Redacted, or a function that asks a secret manager
  const exchange = createTokenExchange(settings)
  const server = Fastify({ logger })

  server.post<{ Body: { accessCode: string; connectionId: string } }>("/connected", async (request, reply) => {
    const { accessCode, connectionId } = request.body
    const { data, error } = await exchange.dapi.exchangeToken({ accessCode, connectionId })
    if (error) {
      switch (error._tag) {
        case "InvalidGrant": // spent, expired, never valid: only the user can help
          return reply.redirect("/connect")
        case "RateLimited":
        case "ConnectionFailed": // the grant is unspent: the same one may be presented again
          return reply.code(503).header("retry-after", "5").send({ retry: true })
        default:
          request.log.error({ grant: error.grant, code: error.code }, error.message) // no secret in any of it
          return reply.code(502).send({ retry: false })
      }
    }
    await vault.write(connectionId, reveal(data.accessToken)) // your own store, encrypted
    return reply.code(204).send()
  })
  // #endregion
  return server
}
