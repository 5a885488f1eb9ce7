import { expect, it } from "vitest"
import { brokenLinks } from "./check.ts"

const files = new Set(["/index.html", "/dapi.html", "/api/index.html", "/api/style.css"])

const reasonsAgainst = (...links: ReadonlyArray<string>) =>
  brokenLinks(
    new Map([
      ["/index.html", { links: links.map((link) => new URL(link, "https://docs.invalid").href), anchors: ["flows"] }],
      ["/dapi.html", { links: [], anchors: ["other/exchange", "other/exchange/request", "t=a&b"] }],
      ["/api/index.html", { links: [], anchors: [] }],
    ]),
    files,
  ).map(({ path, reason }) => `${path}: ${reason}`)

it("a link to a file or to an anchor on its page resolves", () => {
  const links = ["/", "/index.html#flows", "/index.html#", "/api/", "/api/style.css", "/dapi.html#t%3Da&b"]
  const routed = ["/dapi.html#/", "/dapi.html#/other/exchange", "/dapi.html#/other/exchange#other/exchange/request"]
  expect(reasonsAgainst(...links, ...routed, "https://example.com/not-followed")).toEqual([])
})

it.each([
  ["/gone.html", "/gone.html does not exist"],
  ["/gone/", "/gone/index.html does not exist"],
  ["/index.html#gone", "/index.html has no anchor #gone"],
  ["/dapi.html#/other/gone", "/dapi.html has no anchor #other/gone"],
  ["/dapi.html#/other/exchange#gone", "/dapi.html has no anchor #gone"],
  ["http://example.com/", "http://example.com/ is not https"],
])("the link %s is reported as broken, once", (link, reason) => {
  expect(reasonsAgainst(link, link)).toEqual([`/index.html: ${reason}`])
})
