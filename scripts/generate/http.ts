/**
 * Generates `generated/<provider>.http`: the requests that a spec shows, to be sent by hand from an editor. Each secret is
 * a variable, named as the client's settings are in the environment, so that no secret comes into a file.
 */
import { isSecret, replaced } from "../../contracts/evidence/leaves.ts"
import { entries } from "../../contracts/spec/json.ts"
import { form } from "../../contracts/spec/request.ts"
import { isObject, type Json, type Spec, type SpecOperation } from "../../contracts/spec/specs.ts"
import { written } from "../../contracts/spec/wire.ts"
import { variableOf } from "../../src/variable.ts"

export const generateHttp = (spec: Spec): string => {
  const { provider, file, servers, operations } = spec
  const variables = new Map([["baseUrl", variableOf(provider, "baseUrl")]])
  const requests = operations.flatMap((operation) => {
    const shown = operation.request.examples.map(({ name, value }) => {
      const { masked, secrets } = maskedIn(spec, operation, value)
      for (const secret of secrets) variables.set(nameOf(secret), variableOf(provider, secret))
      return { name, text: requestText(operation, masked) }
    })
    // Examples that differ in their secrets alone are one request.
    const distinct = shown.filter(({ text }, index) => shown.findIndex((one) => one.text === text) === index)
    const about = aboutOf(spec, operation)
    return distinct.map(({ name, text }) =>
      [`### ${operation.operationId}: ${inLine(name)}`, ...about, text].join("\n"),
    )
  })
  const head = [
    `# The requests that ${file} shows. Generated: change the spec, then \`npm run generate\`.`,
    "#",
    "# For an editor's REST client that knows $processEnv, such as REST Client of VS Code, httpYac or Visual Studio. The",
    "# variables come from the environment in which it was started. Base URLs:",
    "#   a mock: as `npm run mock` prints it",
    ...servers.map(({ name, url }) => `#   ${inLine(name)}: ${inLine(url)}`),
    "",
    ...[...variables].map(([name, variable]) => `@${name} = {{$processEnv ${variable}}}`),
  ]
  return `${[head.join("\n"), ...requests].join("\n\n")}\n`
}

const nameOf = (field: string): string => field.replace(/\W/g, "_")

/** A text of a spec must not begin a line of its own. */
const inLine = (text: Json | undefined): string =>
  String(text ?? "")
    .replace(/\s+/g, " ")
    .trim()

/** An example with variables in place of its secrets, and their names. */
const maskedIn = (spec: Spec, { request }: SpecOperation, value: Json) => {
  const secrets: Array<string> = []
  // Told before its leaf.
  let last = ""
  const masked = replaced(spec, [request.schema], value, {
    name: (name) => {
      last = name
      return name
    },
    leaf: (leaf, schemas) => {
      if (!isSecret(spec, schemas)) return leaf
      secrets.push(last)
      return `{{${nameOf(last)}}}`
    },
  })
  return { masked, secrets }
}

const requestText = (operation: SpecOperation, value: Json): string => {
  const { path, headers, body } = written(operation, value)
  const { places, mediaType } = operation.request
  const credentials = isObject(value) ? places.authorization.map((name) => inLine(value[name])) : []
  // A client encodes the two parts of HTTP Basic itself.
  const named = Object.entries({
    ...headers,
    ...(credentials.length === 2 && { authorization: `Basic ${credentials.join(" ")}` }),
  })
  const head = [
    `${operation.method.toUpperCase()} {{baseUrl}}${withVariables(path)}`,
    ...named.map(([name, text]) => `${name}: ${inLine(text)}`),
  ]
  if (body === undefined) return head.join("\n")
  const shown = mediaType === form ? withVariables(body) : JSON.stringify(JSON.parse(body), undefined, 2)
  return [...head, "", shown].join("\n")
}

/** The braces of a variable are not to be encoded. */
const withVariables = (encoded: string) => encoded.replace(/%7B%7B(\w+)%7D%7D/g, "{{$1}}")

/** What an operation does, and what it spends. */
const aboutOf = ({ document, resolve }: Spec, { path, method, endpoint, request }: SpecOperation) => {
  const item = isObject(document.paths) ? resolve(document.paths[path]) : {}
  const { summary = endpoint } = resolve(item[method])
  const spends = entries(resolve(request.schema).properties).flatMap(([name, property]) => {
    const mark = resolve(property)["x-one-time"]
    return mark === undefined ? [] : [`# A success ${mark === true ? "spends" : "may spend"} ${inLine(name)}.`]
  })
  const encoding = request.mediaType === form ? ["# Form: a variable is sent as it is, so encode it yourself."] : []
  return [`# ${inLine(summary)}.`, ...spends, ...encoding]
}
