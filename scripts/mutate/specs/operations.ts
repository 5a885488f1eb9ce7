/** Operators over an operation's path and request. */
import { isObject, items } from "../../../contracts/spec/specs.ts"
import { drop, put, rename } from "./edit.ts"
import { mutation, type Operators } from "./operator.ts"

const swapCase = (text: string) =>
  [...text].map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())).join("")

const version = /(\/v)(\d+)(?![^/])/

export const operationOperators: Operators = {
  "slash at the end": ({ operations }) =>
    operations.map(({ site, at, path }) =>
      mutation(site, rename(at.slice(0, 2), path.endsWith("/") ? path.slice(0, -1) : `${path}/`)),
    ),
  "case of a path": ({ operations }) =>
    operations.map(({ site, at, path }) => mutation(site, rename(at.slice(0, 2), path.replace(/[^/]+\/?$/, swapCase)))),
  "version in a path": ({ operations }) =>
    operations
      .filter(({ path }) => version.test(path))
      .map(({ site, at, path }) =>
        mutation(
          site,
          rename(
            at.slice(0, 2),
            path.replace(version, (_, before, number) => `${before}${Number(number) + 1}`),
          ),
        ),
      ),
  "change method": ({ operations }) => operations.map(({ site, at }) => mutation(site, rename(at, "put"))),
  "rename operation": ({ operations }) =>
    operations.map(({ site, at }) => mutation(site, put([...at, "operationId"], `${site}Renamed`))),
  "drop operation": ({ operations }) => operations.map(({ site, at }) => mutation(site, drop(at.slice(0, 2)))),
  "optional body": ({ bodies }) =>
    bodies
      .filter(({ node }) => node.required === true)
      .map(({ site, at }) => mutation(site, put([...at, "required"], false))),
  "drop body": ({ operations }) => operations.map(({ site, at }) => mutation(site, drop([...at, "requestBody"]))),
  "content type of a request": ({ contents }) =>
    contents
      .filter(({ isRequest }) => isRequest)
      .map(({ site, at }) => mutation(site, rename(at, "application/x-www-form-urlencoded"))),
  "require one more field": ({ operations, components, examples }) =>
    operations.flatMap(({ site, node }) => {
      const body = components.find(({ name }) => JSON.stringify(node.requestBody).includes(`/${name}"`))
      if (body === undefined) return []
      const shown = examples.filter(({ site: one, isRequest }) => isRequest && one.startsWith(`${site} `))
      return [
        mutation(
          site,
          put([...body.at, "properties", "one_more"], { type: "string", minLength: 1 }),
          put([...body.at, "required"], [...items(body.node.required), "one_more"]),
          ...shown.map((example) => put([...example.at, "value", "one_more"], "fake")),
        ),
      ]
    }),
  "require a header": ({ operations }) =>
    operations.map(({ site, at }) =>
      mutation(
        site,
        put(
          [...at, "parameters"],
          [{ name: "X-One-More", in: "header", required: true, description: "Made up.", schema: { type: "string" } }],
        ),
      ),
    ),
  "require an api key": ({ operations }) =>
    operations.map(({ site, at }) =>
      mutation(
        site,
        put(["components", "securitySchemes"], { key: { type: "apiKey", in: "header", name: "X-Key" } }),
        put([...at, "security"], [{ key: [] }]),
      ),
    ),
  "change server": ({ document }) =>
    items(document.servers).flatMap((server, index) =>
      isObject(server) ? [mutation(String(server.url), put(["servers", index, "url"], `${server.url}/other`))] : [],
    ),
  "drop server": ({ document }) =>
    items(document.servers).flatMap((server, index) =>
      isObject(server) ? [mutation(String(server.url), drop(["servers", index]))] : [],
    ),
  "lower version": ({ document }) =>
    isObject(document.info) ? [mutation(String(document.info.version), put(["info", "version"], "0.9.0"))] : [],
}
