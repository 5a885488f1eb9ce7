/**
 * `prism proxy` as a second witness. A request goes to Prism, whose upstream is this run: it sends the request itself,
 * exactly once, and keeps the vendor's raw answer.
 *
 * Prism alone is not enough. Tested with 5.14.2, in proxy mode it follows a 307 and sends the credentials to its
 * target; answers an upstream 501 with a mocked success; hangs on a truncated answer; turns truncated JSON into its own
 * 500; answers a malformed JSON body itself; drops a body of `null` or `false`, and the quotes of a string; adds a
 * missing content type; ignores unknown fields; and passes on an upstream's `sl-violations` as its own.
 */
import type { ServerResponse } from "node:http"
import { join } from "node:path"
import type { Exchange } from "../../contracts/evidence/exchange.ts"
import { serveLoopback } from "../../contracts/loopback.ts"
import { patience, type Violation, violationsOf } from "../../contracts/prism.ts"
import { root, type Spec } from "../../contracts/spec/specs.ts"
import { startPrism } from "../prism.ts"
import type { Seen } from "./post.ts"

export interface Witness extends AsyncDisposable {
  /** Sends a request to a path through Prism. Calls `send` once. */
  readonly through: (path: string, request: Exchange["request"], send: () => Promise<Seen>) => Promise<Witnessed>
}

export interface Witnessed {
  readonly seen: Seen
  /** Prism's violations of the answer; absent if Prism did not see it, or replaced it. */
  readonly violations?: ReadonlyArray<Violation> | undefined
}

/** Sends without Prism, for faster tests. */
export const nobody: Witness = {
  through: async (_path, _request, send) => ({ seen: await send() }),
  [Symbol.asyncDispose]: async () => undefined,
}

/** Starts a Prism in proxy mode for a spec. */
export const startWitness = async (spec: Spec): Promise<Witness> => {
  let answer: (() => Promise<Seen>) | undefined
  const upstream = await serveLoopback((response) => {
    if (answer === undefined) response.writeHead(502).end()
    else void answer().then((seen) => handOn(seen, response))
  })
  const cli = join(root, "node_modules/@stoplight/prism-cli/dist/index.js")
  const args = ["proxy", "--errors", "false", "--host", "127.0.0.1", "--port", "0", join(root, spec.file)]
  // Without our environment: it holds the credentials, and Prism needs none.
  const prism = await startPrism("Prism's proxy", [cli, ...args, upstream.url], {}).catch(async (cause) => {
    await upstream[Symbol.asyncDispose]()
    throw cause
  })
  return {
    through: async (path, { method, headers, body }, send) => {
      let underway: Promise<Seen> | undefined
      const waiting = new AbortController()
      answer = () => {
        underway ??= send().finally(() => setTimeout(() => waiting.abort(), patience).unref())
        return underway
      }
      const options = {
        method,
        headers,
        body: body === "" ? null : body,
        redirect: "manual",
        signal: waiting.signal,
      } as const
      const proxied = await fetch(`${prism.url}${path}`, options).catch(() => undefined)
      await proxied?.body?.cancel()
      const seen = await answer()
      answer = undefined
      const isShown = proxied?.status === seen.answer?.status && proxied?.headers.has(mark) && isForPrism(seen)
      return { seen, violations: isShown && proxied ? responseViolations(proxied.headers) : undefined }
    },
    [Symbol.asyncDispose]: async () => {
      await prism[Symbol.asyncDispose]()
      await upstream[Symbol.asyncDispose]()
    },
  }
}

/** Marks an answer from this run, as opposed to Prism's own. */
const mark = "x-handed-on"

/** Prism would wait forever for the rest of an answer, and replaces a 501. */
const isForPrism = ({ answer, ended }: Seen): boolean =>
  answer !== undefined && ended === "whole" && answer.status !== 501 && answer.status >= 200 && answer.status < 600

/** Headers that lead elsewhere or belong to the transfer. */
const kept = ["location", "content-length", "content-encoding", "transfer-encoding", "connection"]

const handOn = (seen: Seen, response: ServerResponse): void => {
  const { answer } = seen
  if (answer === undefined || !isForPrism(seen)) return void response.writeHead(502).end()
  const further = [...answer.headers].filter(([name]) => !kept.includes(name))
  response.writeHead(answer.status, { ...Object.fromEntries(further), [mark]: "1" })
  response.end(answer.body)
}

/** A header that Prism cut cannot be parsed. */
const responseViolations = (headers: Headers): ReadonlyArray<Violation> | undefined => {
  try {
    return violationsOf(headers).filter(({ location }) => location[0] === "response")
  } catch {
    return undefined
  }
}
