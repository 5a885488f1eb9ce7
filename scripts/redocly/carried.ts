/**
 * Rules that reject everything in a spec that the generator, the client or the contract suite does not support:
 * otherwise readers would rely on it, and no code would follow it.
 */
import { refusal } from "../generate/keywords.ts"
import { type Context, type Node, nodesIn } from "./context.ts"
import { carriedRequest, scalars } from "./request.ts"

export const carriedKeywords = () => ({
  ref(node: Node & { readonly $ref: string }, { location, report }: Context) {
    for (const keyword of Object.keys(node)) {
      if (["$ref", "summary", "description"].includes(keyword)) continue
      const message = `Beside a \`$ref\` the generator carries no \`${keyword}\`: put it where the reference leads.`
      report({ message, location: location.child(keyword).key() })
    }
  },
  Schema(schema: Node, { location, report }: Context) {
    for (const keyword of Object.keys(schema)) {
      const message = refusal(keyword, schema)
      if (message !== undefined) report({ message, location: location.child(keyword).key() })
    }
  },
})

const noCalls = "The suite calls a vendor, and takes no calls."
const oneServerList = "The client and the mock take their servers from the top of the document: list this one there."
const noPathReference = "The generator follows no reference to a path: write the operation under `paths`."

/** `query` is a method of OpenAPI 3.2. */
const otherMethods = ["options", "head", "trace", "query"].map(
  (method) => [method, `The client and the suite send no ${method.toUpperCase()}.`] as const,
)

/** Keys that are refused, and why, by the type of their node. */
const refusedKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Root: { webhooks: noCalls },
  Components: { pathItems: noPathReference },
  PathItem: { servers: oneServerList, ...Object.fromEntries(otherMethods) },
  Operation: { servers: oneServerList, callbacks: noCalls },
  Response: { links: "Nothing follows links: say in `specs/flows.arazzo.yaml` what feeds what." },
}

const refuseKeys = Object.entries(refusedKeys).map(([type, messages]) => ({
  [type](node: Node, { location, report }: Context) {
    for (const [key, message] of Object.entries(messages)) {
      if (key in node) report({ message, location: location.child(key).key() })
    }
  },
}))

const wholeUrl =
  "The client calls a server's `url` as it stands: write it whole, such as https://api.vendor.com, without variables, login, query or fragment."

export const carriedOperations = () => [
  ...refuseKeys,
  carriedRequest(),
  {
    Server({ url }: Node, { location, report }: Context) {
      if (typeof url === "string" && !isWhole(url)) report({ message: wholeUrl, location: location.child("url") })
    },
    Paths(paths: Node, { location, report }: Context) {
      for (const [path, item] of nodesIn(paths)) {
        const at = location.child(path)
        if ("$ref" in item) report({ message: noPathReference, location: at.child("$ref").key() })
        const message = "A parameter is a whole part of its path, such as `/tokens/{id}`."
        if (!path.split("/").every((part) => /^({[^{}]+}|[^{}]*)$/.test(part))) report({ message, location: at.key() })
      }
    },
    Responses(responses: Node, { location, report }: Context) {
      for (const status of Object.keys(responses)) {
        if (/^([245](\d\d|XX)|default)$/.test(status)) continue
        const message = `An answer under ${status} leads elsewhere, or is none: the client and the suite take none.`
        report({ message, location: location.child(status).key() })
      }
    },
    Response({ content }: Node, { location, report }: Context) {
      for (const [mediaType] of nodesIn(content).filter(([name]) => !isShown(name))) {
        const message = `The suite compares JSON and text, and no \`${mediaType}\`.`
        report({ message, location: location.child("content").child(mediaType).key() })
      }
    },
    Header({ schema }: Node, { location, report, resolve }: Context) {
      const message = `The suite reads a header as one value: give it a \`schema\` with \`type\` ${scalars.join(", ")}.`
      if (!scalars.includes(String(resolve(schema).node?.type))) report({ message, location: location.key() })
    },
  },
]

const isWhole = (url: string) => {
  const { protocol, username, password, search, hash } = URL.parse(url) ?? {}
  return /^https?:$/.test(protocol ?? "") && !/[{}\s]/.test(url) && [username, password, search, hash].join("") === ""
}

const isShown = (mediaType: string) => /^(application\/(.+\+)?json|text\/[\w.+-]+)\s*(;.*)?$/.test(mediaType)
