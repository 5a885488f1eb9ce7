/** Two routes over a vault: one connects a user, one calls the provider's API with the user's tokens. */
import type { FastifyInstance, FastifyRequest } from "fastify"
import {
  type AISquareConnectError,
  type AISquareTempToken,
  type AISquareTokens,
  type AISquareTokensError,
  type PromisedConnections,
  reveal,
} from "token-exchange/vault"

/** `vault.aisquare` of any vault that has the provider. */
export type AISquareSessions = PromisedConnections<
  AISquareTempToken,
  AISquareTokens,
  AISquareConnectError,
  AISquareTokensError
>

/** What the routes take from the rest of your service. */
export interface Service {
  /** Whose session this is: the name of the connection. */
  readonly userOf: (request: FastifyRequest) => string
  /** Keeps tokens that the vault could not: use them until they expire. Only a new consent brings others. */
  readonly keepElsewhere: (tokens: AISquareTokens) => Promise<void>
  /** Calls the provider's API with an access token. */
  readonly fetchProjects: (access: string) => Promise<Response>
}

export const addRoutes = (
  server: FastifyInstance,
  aisquare: AISquareSessions,
  { userOf, keepElsewhere, fetchProjects }: Service,
): void => {
  // #region connect
  server.post<{ Body: { tempToken: string } }>("/connected", async (request, reply) => {
    const { tempToken } = request.body
    const { error } = await aisquare.connect(userOf(request), { tempToken })
    if (error === undefined) return reply.redirect("/") // connected, for ever: also if the callback came twice
    switch (error._tag) {
      case "RateLimited":
      case "ConnectionFailed": // nothing was spent: the same grant may come again
      case "StillRefreshing":
        return reply.code(503).header("retry-after", "5").send({ retry: true })
      case "GrantTaken": // somebody else's grant
      case "InvalidGrant":
      case "OutcomeUnknown":
      case "ProviderUnavailable":
      case "UnexpectedResponse": // spent, or nobody knows: only a new consent helps
      case "NotConnected":
      case "ConsentRequired": // it was presented before, and its connection has ended since
        request.log.warn({ tag: error._tag }, error.message) // no secret in any of it
        return reply.redirect("/connect")
      case "StoreFailed": // what came is nowhere else: presented again, the grant gives no others
        if (error.tokens) await keepElsewhere(error.tokens)
        request.log.error({ error }, error.message)
        return reply.code(500).send({ retry: false })
      case "Unsealable":
      case "InvalidRequest":
        request.log.error({ tag: error._tag }, error.message)
        return reply.code(500).send({ retry: false })
      default:
        return error satisfies never
    }
  })
  // #endregion

  // #region tokens
  const projectsOf = async (user: string) => {
    const { data, error } = await aisquare.tokens(user)
    if (error) return { error }
    const answer = await fetchProjects(reveal(data.access))
    if (answer.status !== 401) return { answer }
    // The provider's API rejects them, however fresh they look: other tokens, or ConsentRequired.
    const others = await aisquare.tokens(user, { rejected: data })
    return others.error ? { error: others.error } : { answer: await fetchProjects(reveal(others.data.access)) }
  }

  server.get("/projects", async (request, reply) => {
    const { answer, error } = await projectsOf(userOf(request))
    if (error === undefined) return reply.code(answer.status).send(await answer.json())
    switch (error._tag) {
      case "NotConnected":
      case "ConsentRequired": // expired, refused, lost or rejected: only the user can help
        return reply.redirect("/connect")
      case "StillRefreshing":
      case "RateLimited":
      case "ConnectionFailed":
      case "ProviderUnavailable":
      case "OutcomeUnknown": // the refresh failed: the next call tries it again
        return reply.code(503).header("retry-after", "5").send({ retry: true })
      case "UnexpectedResponse":
      case "StoreFailed":
      case "Unsealable":
      case "InvalidRequest": // somebody must act
        request.log.error({ tag: error._tag }, error.message)
        return reply.code(500).send({ retry: false })
      default:
        return error satisfies never
    }
  })
  // #endregion
}
