import { expect, it } from "vitest"
import { followLinks } from "./links.ts"

const origin = "http://127.0.0.1:4000"
const files = new Set(["/index.html", "/dapi.html", "/api/index.html", "/api/style.css"])

const reasonsAgainst = (...links: ReadonlyArray<string>) =>
  followLinks(
    origin,
    [
      { path: "/index.html", links, anchors: ["flows"] },
      { path: "/dapi.html", links: [], anchors: ["other/exchange", "other/exchange/request", "t=a&b"] },
      { path: "/api/index.html", links: [], anchors: [] },
    ],
    files,
  ).map(({ path, reason }) => `${path}: ${reason}`)

it.each([
  "/",
  "/index.html#flows",
  "/index.html#",
  "/api/",
  "/api/style.css",
  "/dapi.html#/",
  "/dapi.html#/other/exchange",
  "/dapi.html#/other/exchange#other/exchange/request",
  "/dapi.html#t%3Da&b",
])("the link %s resolves", (link) => {
  expect(reasonsAgainst(`${origin}${link}`)).toEqual([])
})

it.each([
  ["/gone.html", "/gone.html does not exist"],
  ["/gone/", "/gone/index.html does not exist"],
  ["/index.html#gone", "/index.html has no anchor #gone"],
  ["/dapi.html#/other/gone", "/dapi.html has no anchor #/other/gone"],
  ["/dapi.html#/other/exchange#gone", "/dapi.html has no anchor #/other/exchange#gone"],
])("the link %s is reported as broken", (link, reason) => {
  expect(reasonsAgainst(`${origin}${link}`)).toEqual([`/index.html: ${reason}`])
})

it("a link to another host is not followed, and must be https", () => {
  expect(reasonsAgainst("https://example.com/any", "http://example.com/")).toEqual([
    "/index.html: http://example.com/ is not https",
  ])
})

it("a broken link that a page has twice is reported once", () => {
  expect(reasonsAgainst(`${origin}/gone.html`, `${origin}/gone.html`)).toHaveLength(1)
})
