/** A real authorization server on loopback, which knows two clients and mints codes for any user. */
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { Provider } from "oidc-provider"

export const client = { clientId: "app with spaces:and colon", clientSecret: "a s3cret+of/the=app%" }
/** It authenticates in the body. */
export const postClient = { clientId: "in the body", clientSecret: "another s3cret+of/the=app%" }
export const redirectUri = "https://client.acme.test/cb"

export interface AuthorizationServer extends AsyncDisposable {
  readonly baseUrl: string
  /** A code that was granted by a user. */
  readonly mint: (options?: { readonly clientId?: string; readonly expiresIn?: number }) => Promise<string>
  /** What came, oldest first: the path, and the grant type where there is one. */
  readonly requests: ReadonlyArray<string>
}

const registered = ({ clientId, clientSecret }: typeof client) => ({
  client_id: clientId,
  client_secret: clientSecret,
  redirect_uris: [redirectUri],
  grant_types: ["authorization_code", "refresh_token"],
})

const scope = "openid offline_access"

export const serveAuthorization = async (): Promise<AuthorizationServer> => {
  const requests: Array<string> = []
  const provider = new Provider("http://127.0.0.1", {
    clients: [
      { ...registered(client), token_endpoint_auth_method: "client_secret_basic" },
      { ...registered(postClient), token_endpoint_auth_method: "client_secret_post" },
    ],
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => Promise.resolve(true) },
    },
    pkce: { required: () => false },
    issueRefreshToken: () => Promise.resolve(true),
    rotateRefreshToken: true,
    findAccount: (_, accountId) => ({ accountId, claims: () => Promise.resolve({ sub: accountId }) }),
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 86_400, IdToken: 3600, RefreshToken: 86_400 },
  })
  provider.use(async (context, next) => {
    await next()
    requests.push([context.path, context.oidc?.params?.grant_type].filter(Boolean).join(" "))
  })
  const server = provider.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    mint: async ({ clientId = client.clientId, expiresIn } = {}) => {
      const known = await provider.Client.find(clientId)
      if (known === undefined) throw new Error(`The server has no client ${clientId}.`)
      const grant = new provider.Grant({ accountId: "user", clientId })
      grant.addOIDCScope(scope)
      const code = new provider.AuthorizationCode({
        accountId: "user",
        client: known,
        grantId: await grant.save(),
        redirectUri,
        scope,
        gty: "authorization_code",
        authTime: 0,
        ...(expiresIn !== undefined && { expiresIn }),
      })
      return code.save()
    },
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, "close")
    },
  }
}
