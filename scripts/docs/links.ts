/** Checks every link of the site. */

/** The links and ids of one page in the browser. */
export interface Linked {
  /** Path from the site's root, with a slash in front. */
  readonly path: string
  /** Absolute, as the browser resolves them. */
  readonly links: ReadonlyArray<string>
  readonly anchors: ReadonlyArray<string>
}

export interface Finding {
  readonly path: string
  readonly reason: string
}

/** Follows every link of every page. A link to another host is not followed; it must be https. */
export const followLinks = (
  origin: string,
  pages: ReadonlyArray<Linked>,
  files: ReadonlySet<string>,
): ReadonlyArray<Finding> => {
  const anchors = new Map(pages.map((page) => [page.path, new Set(page.anchors)]))
  const reasonAgainst = (link: string): string | undefined => {
    const { origin: host, protocol, pathname, hash } = new URL(link)
    if (host !== origin) return protocol === "https:" ? undefined : `${link} is not https`
    const path = decodeURIComponent(pathname).replace(/\/$/, "/index.html")
    if (!files.has(path)) return `${path} does not exist`
    const anchor = anchorOf(decodeURIComponent(hash))
    const isThere = anchor === "" || anchors.get(path)?.has(anchor) === true
    return isThere ? undefined : `${path} has no anchor ${decodeURIComponent(hash)}`
  }
  return pages.flatMap(({ path, links }) =>
    [...new Set(links)].flatMap((link) => {
      const reason = reasonAgainst(link)
      return reason === undefined ? [] : [{ path, reason }]
    }),
  )
}

/** The id of a fragment. `#/route#id` is a page that routes by hash: the id, or else the route, is the place. */
const anchorOf = (hash: string): string => {
  const [route = "", id] = hash.slice(1).split(/(?<=^\/[^#]*)#/)
  return id ?? route.replace(/^\//, "")
}
