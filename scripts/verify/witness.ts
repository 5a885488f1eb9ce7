/**
 * `prism proxy` as a second witness. A request goes to Prism, whose upstream is this run: it sends the request itself,
 * exactly once, and keeps the vendor's raw answer.
 *
 * Prism alone is not enough. Tested with 5.14.2, in proxy mode it follows a 307 and sends the credentials to its
 * target; answers an upstream 501 with a mocked success; hangs on a truncated answer; turns truncated JSON into its own
 * 500; answers a malformed JSON body itself; drops a body of `null` or `false`, and the quotes of a string; adds a
 * missing content type; ignores unknown fields; and passes on an upstream's `sl-violations` as its own.
 */
import { createServer, type ServerResponse } from "node:http"
import { join } from "node:path"
import { type Violation, violationsOf } from "../../contracts/prism.ts"
import { root, type Spec } from "../../contracts/spec/specs.ts"
import { startPrism } from "../prism.ts"
import type { Seen, Sent } from "./post.ts"

export interface Witness extends AsyncDisposable {
  /** Sends a request through Prism. Calls `send` once. */
  readonly through: (path: string, sent: Sent, send: () => Promise<Seen>) => Promise<Witnessed>
}

export interface Witnessed {
  readonly seen: Seen
  /** Prism's violations of the answer; absent if Prism did not see it, or replaced it. */
  readonly violations: ReadonlyArray<Violation> | undefined
}

/** Sends without Prism, for faster tests. */
export const nobody: Witness = {
  through: async (_path, _sent, send) => ({ seen: await send(), violations: undefined }),
  [Symbol.asyncDispose]: async () => undefined,
}

/** Starts a Prism in proxy mode for a spec. */
export const startWitness = async (spec: Spec): Promise<Witness> => {
  let answer: (() => Promise<Seen>) | undefined
  const upstream = createServer((request, response) => {
    request.resume().on("end", () => {
      if (answer === undefined) response.writeHead(502).end()
      else void answer().then((seen) => handOn(seen, response))
    })
  })
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve))
  const address = upstream.address()
  const port = typeof address === "object" ? address?.port : undefined
  const close = () => {
    upstream.closeAllConnections()
    return new Promise<void>((resolve) => upstream.close(() => resolve()))
  }
  const cli = join(root, "node_modules/@stoplight/prism-cli/dist/index.js")
  const args = [cli, "proxy", "--errors", "false", "--host", "127.0.0.1", "--port", "0"]
  // Without our environment: it holds the credentials, and Prism needs none.
  const prism = await startPrism(
    "Prism's proxy",
    [...args, join(root, spec.file), `http://127.0.0.1:${port}`],
    {},
  ).catch(async (cause) => {
    await close()
    throw cause
  })
  return {
    through: async (path, { method, contentType, body }, send) => {
      let underway: Promise<Seen> | undefined
      answer = () => {
        underway ??= send()
        return underway
      }
      const proxied = await fetch(`${prism.url}${path}`, {
        method,
        headers: { "content-type": contentType },
        body: body ?? null,
        redirect: "manual",
      }).catch(() => undefined)
      await proxied?.body?.cancel()
      const seen = await answer()
      answer = undefined
      const isShown =
        proxied?.status === seen.status && seen.ended === "whole" && seen.status !== 501 && wasAsked(proxied)
      return { seen, violations: isShown && proxied ? responseViolations(proxied.headers) : undefined }
    },
    [Symbol.asyncDispose]: async () => {
      await prism[Symbol.asyncDispose]()
      await close()
    },
  }
}

/** Marks an answer from this run, as opposed to Prism's own. */
const mark = "x-handed-on"

const wasAsked = (proxied: Response | undefined) => proxied?.headers.has(mark) === true

/** Headers to drop: redirects, headers in Prism's name, and transfer headers. */
const kept = ["location", "sl-violations", "content-length", "content-encoding", "transfer-encoding", "connection"]

const handOn = ({ status, headers, text, ended }: Seen, response: ServerResponse): void => {
  // Prism would wait forever for the rest.
  if (status === undefined || ended !== "whole") return void response.writeHead(502).end()
  const further = Object.entries(headers).filter(([name]) => !kept.includes(name))
  response.writeHead(status, { ...Object.fromEntries(further), [mark]: "1" })
  response.end(text)
}

/** A header that Prism cut cannot be parsed. */
const responseViolations = (headers: Headers): ReadonlyArray<Violation> | undefined => {
  try {
    return violationsOf(headers).filter(({ location }) => location[0] === "response")
  } catch {
    return undefined
  }
}
