/** Redeems many times in this runtime, one after the other, against a peer in another process. */
import { createTokenExchange, type Fetch, reveal, type TokenSet } from "token-exchange"

/** Sends a POST as the client does, but for one thing. */
export type Way = "client" | "without `connection: close`" | "with a `fetch` of the caller's own" | "`fetch`"

export interface Task {
  readonly url: string
  readonly operation: "exchangeToken" | "obtainToken"
  readonly way: Way
  readonly count: number
  /** Waits 0 to 30 ms before each redemption but the first. */
  readonly isUneven?: boolean
}

export interface Measured {
  /** How often each outcome came. */
  readonly outcomes: { readonly [outcome: string]: number }
  /** The median time of a redemption, in milliseconds. */
  readonly median: number
}

/** What a redemption came to: whose tokens, or why there are none. */
type Redeem = (user: string) => Promise<{ readonly owner: string } | { readonly failure: string }>

const withClient = ({ url, operation }: Task, fetch?: Fetch): Redeem => {
  const at = { baseUrl: url, timeout: 5_000 }
  const exchange = createTokenExchange({ dapi: { ...at, appSecret: "secret" }, aisquare: at, ...(fetch && { fetch }) })
  return async (user) => {
    const { data, error } =
      operation === "exchangeToken"
        ? await exchange.dapi.exchangeToken({ accessCode: user, connectionId: "connection" })
        : await exchange.aisquare.obtainToken({ username: user, password: "password" })
    return error === undefined ? { owner: ownerOf(data) } : { failure: error._tag }
  }
}

const ownerOf = (tokens: TokenSet): string => {
  if (tokens.provider === "dapi") return reveal(tokens.accessToken)
  return tokens.provider === "aisquare" ? reveal(tokens.access) : ""
}

/** What a service without this client writes. */
const withPlainFetch =
  ({ url }: Task): Redeem =>
  async (user) => {
    try {
      const body = JSON.stringify({ accessCode: user, username: user })
      const headers = { "content-type": "application/json" }
      const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(5_000) })
      const { accessToken, access } = await response.json()
      return { owner: accessToken ?? access }
    } catch {
      return { failure: "rejected" }
    }
  }

const ways: { readonly [way in Way]: (task: Task) => Redeem } = {
  client: (task) => withClient(task),
  // On the platform's pool of connections.
  "without `connection: close`": (task) =>
    withClient(task, (url, init) => {
      init.headers.delete("connection")
      return fetch(url, init)
    }),
  // The platform's as it is.
  "with a `fetch` of the caller's own": (task) => withClient(task, (url, init) => fetch(url, init)),
  "`fetch`": withPlainFetch,
}

export const run = async (task: Task): Promise<Measured> => {
  const redeem = ways[task.way](task)
  const outcomes: { [outcome: string]: number } = {}
  const times: Array<number> = []
  for (let index = 0; index < task.count; index++) {
    if (task.isUneven && index > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 30))
    const user = `user-${index}`
    const since = performance.now()
    const came = await redeem(user)
    times.push(performance.now() - since)
    const outcome = "failure" in came ? came.failure : came.owner === user ? "own tokens" : "another's tokens"
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  }
  return { outcomes, median: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0 }
}
