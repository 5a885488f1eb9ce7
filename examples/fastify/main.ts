/** Starts the server of callback.ts on port 3000 (or PORT), with settings from the environment. */
import { fromEnv } from "token-exchange"
import { buildServer } from "./callback.ts"

/** Replace it by your own place for tokens, encrypted. This one forgets them when the process ends. */
const tokens = new Map<string, string>()
const keep = async (connectionId: string, accessToken: string) => void tokens.set(connectionId, accessToken)

// #region main
const server = buildServer(fromEnv("dapi"), keep) // DAPI_APP_SECRET and its like
await server.listen({ port: Number(process.env.PORT ?? 3000) })
process.once("SIGTERM", () => server.close())
// #endregion
