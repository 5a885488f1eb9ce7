/**
 * Rules that reject everything in a spec that the generator, the client or the contract suite does not support:
 * otherwise readers would rely on it, and no code would follow it.
 */
import { methods } from "../../contracts/spec/operations.ts"
import { refusal } from "../generate/keywords.ts"
import { type Context, type Node, nodesIn } from "./context.ts"

export const carriedKeywords = () => ({
  ref(node: Node & { readonly $ref: string }, context: Context) {
    for (const keyword of Object.keys(node)) {
      if (["$ref", "summary", "description"].includes(keyword)) continue
      context.report({
        message: `Beside a \`$ref\` the generator carries no \`${keyword}\`: put it where the reference leads.`,
        location: context.location.child(keyword).key(),
      })
    }
  },
  Schema(schema: Node, context: Context) {
    for (const keyword of Object.keys(schema)) {
      const message = refusal(keyword, schema)
      if (message !== undefined) context.report({ message, location: context.location.child(keyword).key() })
    }
  },
})

/** Ends the message about a feature that may come later. */
const notYet = "Forms, headers, parameters and other methods are not carried yet."

/** `query` is a method of OpenAPI 3.2. */
const otherMethods = [...methods.filter((method) => method !== "post"), "query"]

/** Rejects a key of a node, if present. */
const refuse = (node: Node, key: string, message: string, context: Pick<Context, "location" | "report">) => {
  if (key in node) context.report({ message, location: context.location.child(key).key() })
}

const oneServerList = "The client and the mock take their servers from the top of the document: list this one there."

export const carriedOperations = () => ({
  Root(root: Node, context: Context) {
    refuse(root, "webhooks", `The suite calls a vendor, and takes no calls: there are no webhooks. ${notYet}`, context)
  },
  Components(components: Node, context: Context) {
    const message = "The generator follows no reference to a path: write the operation under `paths`."
    refuse(components, "pathItems", message, context)
  },
  Server(server: Node, context: Context) {
    const { url } = server
    if (typeof url !== "string" || isWhole(url)) return
    context.report({
      message:
        "The client calls a server's `url` as it stands: write it whole, such as https://api.vendor.com, without variables, login, query or fragment.",
      location: context.location.child("url"),
    })
  },
  Paths(paths: Node, context: Context) {
    for (const [path, item] of nodesIn(paths)) {
      const at = { ...context, location: context.location.child(path) }
      refuse(item, "$ref", "The generator follows no reference to a path: write the operation here.", at)
    }
    for (const path of Object.keys(paths).filter((path) => path.includes("{"))) {
      context.report({
        message: `\`${path}\` is a template, and the client calls a path as it stands. ${notYet}`,
        location: context.location.child(path).key(),
      })
    }
  },
  PathItem(item: Node, context: Context) {
    for (const method of otherMethods) {
      refuse(item, method, `The client and the suite send POST, and no ${method.toUpperCase()}. ${notYet}`, context)
    }
    refuse(item, "servers", oneServerList, context)
  },
  Operation(operation: Node, context: Context) {
    if (operation.requestBody === undefined) {
      context.report({
        message: `The client and the suite send a JSON body: an operation without \`requestBody\` has none. ${notYet}`,
        location: context.location.key(),
      })
    }
    refuse(operation, "servers", oneServerList, context)
    refuse(
      operation,
      "callbacks",
      `The suite calls a vendor, and takes no calls: there are no callbacks. ${notYet}`,
      context,
    )
  },
  Parameter(parameter: Node, context: Context) {
    context.report({
      message: `The client and the suite send a body and no parameters: \`${parameter.name}\` in ${parameter.in}. ${notYet}`,
      location: context.location.key(),
    })
  },
  RequestBody(body: Node, context: Context) {
    const content = context.location.child("content")
    for (const [mediaType, { schema }] of nodesIn(body.content)) {
      const { node = {} } = context.resolve(schema)
      if (body.required === true && !kinds.some((keyword) => keyword in node)) {
        context.report({
          message: "The suite sends `null` where a body is required, and this schema takes it: give it a `type`.",
          location: content.child(mediaType).child("schema").key(),
        })
      }
      if (mediaType === "application/json") continue
      context.report({
        message: `The client and the suite send \`application/json\`, and no \`${mediaType}\`. ${notYet}`,
        location: content.child(mediaType).key(),
      })
    }
  },
  Responses(responses: Node, context: Context) {
    for (const status of Object.keys(responses)) {
      if (/^([245](\d\d|XX)|default)$/.test(status) && !/^20[45]$/.test(status)) continue
      context.report({
        message: `An answer under ${status} has no body to read, or leads elsewhere: the client and the suite take none.`,
        location: context.location.child(status).key(),
      })
    }
  },
  Response(response: Node, context: Context) {
    const contents = nodesIn(response.content)
    if (contents.length === 0) {
      context.report({
        message:
          "The suite shows an answer by the example of its body, and this one has no body: give it a `content` with an example.",
        location: context.location.key(),
      })
    }
    for (const [mediaType] of contents.filter(([name]) => !isShown(name))) {
      context.report({
        message: `The suite compares JSON and text, and no \`${mediaType}\`.`,
        location: context.location.child("content").child(mediaType).key(),
      })
    }
    refuse(response, "links", "Nothing follows links: say in `specs/flows.arazzo.yaml` what feeds what.", context)
  },
  Header(header: Node, context: Context) {
    const { node } = context.resolve(header.schema)
    if (scalars.includes(String(node?.type))) return
    context.report({
      message: `The suite reads a header as one value: give it a \`schema\` with \`type\` ${scalars.join(", ")}.`,
      location: context.location.key(),
    })
  },
})

const isWhole = (url: string) => {
  const { protocol, username, password, search, hash } = URL.parse(url) ?? {}
  return /^https?:$/.test(protocol ?? "") && !/[{}\s]/.test(url) && [username, password, search, hash].join("") === ""
}

const isShown = (mediaType: string) => /^(application\/(.+\+)?json|text\/[\w.+-]+)\s*(;.*)?$/.test(mediaType)

/** Keywords that constrain a body. */
const kinds = ["type", "allOf", "anyOf", "oneOf", "enum", "const"]

const scalars = ["string", "integer", "number", "boolean"]
