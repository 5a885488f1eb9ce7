/** Rules on what a request sends: its method, its body, parameters and credentials. */
import { isObject, items, type Json } from "../../contracts/spec/json.ts"
import { form } from "../../contracts/spec/request.ts"
import { type Context, type Location, type Node, nodesIn } from "./context.ts"

export const scalars = ["string", "integer", "number", "boolean"]

/** Keywords that constrain a body. */
const kinds = ["type", "allOf", "anyOf", "oneOf", "enum", "const"]

const typedBody = "The suite sends `null` where a body is required, and this schema takes it: give it a `type`."
const oneBody = "The client sends one kind of body: leave one media type here."
const flatForm = "A form has named texts: give it `type: object` with `properties`, or `oneOf` of such."
const inLogs = "What stands in a URL gets into everybody's logs: a secret goes into the body or a header."

const isSent = (mediaType: string) => mediaType === "application/json" || mediaType === form

/** Headers that the client and openapi-fetch set themselves (OpenAPI 3.1 ignores the first three as parameters). */
const ownHeaders = ["accept", "content-type", "authorization", "content-length", "connection", "prefer"]

export const carriedRequest = () => {
  let inherited: Json | undefined
  let inPath: ReadonlyArray<Node> = []
  return {
    Root({ security }: Node) {
      inherited = security
    },
    PathItem({ parameters }: Node, { resolve }: Context) {
      inPath = items(parameters).map((one) => resolve(one).node ?? {})
    },
    Operation(operation: Node, { key, location, report, resolve }: Context) {
      const { requestBody, parameters, security = inherited } = operation
      if (requestBody !== undefined && ["get", "delete"].includes(key)) {
        report({
          message: `A ${key.toUpperCase()} has no body: use parameters.`,
          location: location.child("requestBody").key(),
        })
      }
      if (!Array.isArray(security)) {
        report({
          message: "Say how a client authorizes: `security: []`, or the name of a scheme.",
          location: location.key(),
        })
      } else if (items(security).filter((one) => isObject(one) && Object.keys(one).length > 0).length > 1) {
        report({
          message: "The client authorizes in one way: leave one scheme, or one and `{}`.",
          location: location.key(),
        })
      }
      const own = items(parameters).map((one) => resolve(one).node ?? {})
      const names = [...inPath, ...own].map(({ name }) => String(name))
      const body = nodesIn(resolve(requestBody).node?.content).flatMap(([, { schema }]) => [resolve(schema).node ?? {}])
      const fields = body.flatMap(({ properties, oneOf }) => [
        ...nodesIn(properties),
        ...items(oneOf).flatMap((branch) => nodesIn(resolve(branch).node?.properties)),
      ])
      const twice = [...names, ...new Set(fields.map(([name]) => name))].filter(
        (name, index, all) => all.indexOf(name) < index,
      )
      for (const name of twice) {
        report({
          message: `\`${name}\` is sent in two places: the client has one field of a name.`,
          location: location.key(),
        })
      }
    },
    Parameter(parameter: Node, { location, report, resolve }: Context) {
      const message = parameterRefusal(parameter, resolve(parameter.schema).node ?? {})
      if (message !== undefined) report({ message, location: location.key() })
    },
    RequestBody({ content, required }: Node, { location, report, resolve }: Context) {
      const [, ...others] = nodesIn(content).filter(([mediaType]) => isSent(mediaType))
      for (const [mediaType] of others) {
        report({ message: oneBody, location: location.child("content").child(mediaType).key() })
      }
      for (const [mediaType, { schema }] of nodesIn(content)) {
        const at: Location = location.child("content").child(mediaType)
        const { node = {} } = resolve(schema)
        if (required === true && !kinds.some((keyword) => keyword in node)) {
          report({ message: typedBody, location: at.child("schema").key() })
        }
        if (mediaType === form) {
          const parts = "oneOf" in node ? items(node.oneOf).map((branch) => resolve(branch).node ?? {}) : [node]
          if (!parts.every((part) => isFlat(part, resolve)))
            report({ message: flatForm, location: at.child("schema").key() })
        } else if (!isSent(mediaType)) {
          const message = `The client sends \`application/json\` or a form, and no \`${mediaType}\`.`
          report({ message, location: at.key() })
        }
      }
    },
    SecurityScheme({ type, scheme, in: place }: Node, { location, report }: Context) {
      const isHeader = type === "apiKey" && place === "header"
      const isHttp = type === "http" && ["basic", "bearer"].includes(String(scheme).toLowerCase())
      const message = "The client authorizes by HTTP Basic, by Bearer, or by an API key in a header."
      if (!isHeader && !isHttp) report({ message, location: location.key() })
    },
  }
}

const parameterRefusal = ({ name, in: place, required, example, content, style, explode }: Node, schema: Node) => {
  const shown = example ?? schema.example ?? items(schema.examples)[0]
  if (place === "cookie") return `The client keeps no cookies: \`${name}\` cannot be sent.`
  if (content !== undefined || style !== undefined || explode !== undefined || !scalars.includes(String(schema.type))) {
    return `A parameter is one value: give it a \`schema\` with \`type\` ${scalars.join(", ")}.`
  }
  if (place === "header" && ownHeaders.includes(String(name).toLowerCase())) {
    return `The client sets \`${name}\` itself: credentials are said by \`security\`.`
  }
  if (schema.format === "password" && place !== "header") return inLogs
  if (required === true && shown === undefined)
    return "The suite sends a required parameter as shown: give it an `example`."
  return undefined
}

/** Whether every field is one text, number or boolean. */
const isFlat = ({ type, properties }: Node, resolve: Context["resolve"]): boolean =>
  type === "object" &&
  isObject(properties) &&
  Object.values(properties).every((one) => {
    const { node = {} } = resolve(one)
    return scalars.includes(String(node.type)) || "const" in node || "enum" in node
  })
