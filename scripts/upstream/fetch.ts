/** Fetches one page politely: once, with a deadline and a size limit, never from another host. */

/**
 * The result of fetching a page. `gone` and `moved` come from the vendor; `unread` may be a temporary network failure.
 */
export type Fetched =
  | { readonly kind: "read"; readonly text: string }
  | { readonly kind: "gone" | "moved" | "unread"; readonly because: string }

const deadline = 20_000
const mostBytes = 2 * 1024 * 1024
const mostRedirects = 3

/** On request, the sites serve a page as Markdown, which changes less often than its HTML. */
const headers = {
  accept: "text/markdown, text/plain;q=0.9, text/html;q=0.8",
  "user-agent": "token-exchange-upstream (reads the documentation once a night)",
}

export const fetchPage = async (address: string, timeout = deadline): Promise<Fetched> => {
  const signal = AbortSignal.timeout(timeout)
  let url = new URL(address)
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const response = await fetch(url, { redirect: "manual", headers, signal })
      const location = response.headers.get("location")
      if (response.status < 300 || response.status >= 400 || location === null) return await readPage(response)
      await response.body?.cancel()
      const target = new URL(location, url)
      if (target.origin !== url.origin) {
        return { kind: "moved", because: `redirects to another host, ${target.host}, and was not followed there` }
      }
      url = target
    }
    return { kind: "unread", because: `redirects more than ${mostRedirects} times` }
  } catch (cause) {
    return { kind: "unread", because: reasonOf(cause, timeout) }
  }
}

const readPage = async (response: Response): Promise<Fetched> => {
  const { status, body } = response
  if (status !== 200) {
    await body?.cancel()
    const kind = status === 404 || status === 410 ? "gone" : "unread"
    return { kind, because: `answers ${status}` }
  }
  const decoder = new TextDecoder()
  let text = ""
  let bytes = 0
  // Leaving the loop cancels the body.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) return { kind: "unread", because: `is larger than ${mostBytes / 1024 / 1024} MiB` }
    text += decoder.decode(chunk, { stream: true })
  }
  text += decoder.decode()
  return { kind: "read", text }
}

const reasonOf = (cause: unknown, timeout: number): string => {
  if (!(cause instanceof Error)) return "could not be fetched"
  if (cause.name === "TimeoutError") return `was not there within ${timeout / 1000} s`
  const { cause: deeper } = cause
  const code = deeper instanceof Error && "code" in deeper ? ` (${String(deeper.code)})` : ""
  return `could not be fetched${code}`
}
