/** Fetches one page politely: once, with a deadline and a size limit, never from another host. */

/** A page's text, or why there is none: the vendor took it away, or it may be back tomorrow. */
export type Fetched = { readonly text: string } | { readonly away: string } | { readonly unread: string }

const mostBytes = 2 * 1024 * 1024
const mostRedirects = 3

/** On request, the sites serve a page as Markdown, which changes less often than its HTML. */
const headers = {
  accept: "text/markdown, text/plain;q=0.9, text/html;q=0.8",
  "user-agent": "token-exchange-upstream (reads the documentation once a night)",
}

export const fetchPage = async (address: string, timeout: number): Promise<Fetched> => {
  const signal = AbortSignal.timeout(timeout)
  let url = new URL(address)
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const response = await fetch(url, { redirect: "manual", headers, signal })
      const { status, body } = response
      if (status === 200) return await textOf(response)
      await body?.cancel()
      if (status === 404 || status === 410) return { away: `The page is gone: it answers ${status}.` }
      const location = response.headers.get("location")
      if (status < 300 || status >= 400 || location === null) return { unread: `answers ${status}` }
      const target = new URL(location, url)
      if (target.origin !== url.origin)
        return { away: `The page has moved to another host, ${target.host}, and was not followed there.` }
      url = target
    }
    return { unread: `redirects more than ${mostRedirects} times` }
  } catch (cause) {
    if (signal.aborted) return { unread: `was not there within ${timeout / 1000} s` }
    const code = cause instanceof Error && cause.cause instanceof Error && "code" in cause.cause && cause.cause.code
    return { unread: `could not be fetched${code ? ` (${code})` : ""}` }
  }
}

const textOf = async ({ body }: Response): Promise<Fetched> => {
  const chunks: Array<Uint8Array> = []
  let bytes = 0
  // Leaving the loop cancels the body.
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) return { unread: `is larger than ${mostBytes / 1024 / 1024} MiB` }
    chunks.push(chunk)
  }
  return { text: Buffer.concat(chunks).toString() }
}
