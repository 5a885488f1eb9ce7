/**
 * The rule that every mark `x-evidence` has its source, and every source its mark: a row of `SOURCES.md` names the
 * place in its column "in the spec" and has the same evidence.
 */
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { slugOf } from "../../contracts/spec/files.ts"
import { entries, isObject, type Json, type JsonObject } from "../../contracts/spec/json.ts"
import type { Context, Location } from "./context.ts"

/** The evidence in the sources, by place. */
type Sources = ReadonlyMap<string, ReadonlyArray<string>>

/**
 * The evidence in the section of this name; nothing if the section is missing, since its sources are not written yet.
 */
const sourcesIn = (text: string, section: string): Sources | undefined => {
  const sections = text.split(/^## /m).slice(1)
  const own = sections.find((one) => one.slice(0, one.indexOf("\n")).trim().toLowerCase() === section.toLowerCase())
  if (own === undefined) return undefined
  const sources = new Map<string, ReadonlyArray<string>>()
  for (const line of own.split("\n")) {
    const cells = line.split("|").map((cell) => cell.trim())
    const [, , places = "", , evidence = ""] = cells
    if (cells.length !== 6) continue
    for (const [, place = ""] of places.matchAll(/`([^`]+)`/g)) {
      sources.set(place, [...(sources.get(place) ?? []), ...evidence.split(", ")])
    }
  }
  return sources
}

interface Mark {
  readonly value: string
  readonly location: Location
}

/** A node's place in words: `Detail.code`, `exchangeToken 401`, `Throttled`. */
const placeOf = (root: JsonObject, pointer: string): string => {
  const path = pointer
    .slice(pointer.indexOf("#/") + 2)
    .split("/")
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
  const [top, kind = "", name = "", within, last = ""] = path
  if (top === "components" && path.length === 3) return name
  if (top === "components" && path.length === 5 && within === "properties") return `${name}.${last}`
  if (top === "paths" && path.length === 5) {
    const operation = at(root, ["paths", kind, name])
    return `${isObject(operation) ? String(operation.operationId) : `${name} ${kind}`} ${last}`
  }
  return path.join("/")
}

const at = (node: Json, path: ReadonlyArray<string>): Json | undefined => {
  const [key, ...rest] = path
  if (key === undefined) return node
  const inner = isObject(node) ? node[key] : undefined
  return inner === undefined ? undefined : at(inner, rest)
}

const sourcesFor = (file: string): Sources | undefined => {
  const path = join(dirname(file), "SOURCES.md")
  return existsSync(path) ? sourcesIn(readFileSync(path, "utf8"), slugOf(file)) : undefined
}

export const evidenceHasSource = () => {
  const marks = new Map<string, Mark>()
  return {
    any(node: unknown, context: Context) {
      if (!isObject(node) || typeof node["x-evidence"] !== "string") return
      const { pointer } = context.location
      marks.set(pointer, { value: node["x-evidence"], location: context.location.child("x-evidence") })
    },
    Root: {
      leave(root: JsonObject, context: Context) {
        const sources = sourcesFor(context.location.source.absoluteRef)
        if (sources === undefined) return
        const placed = [...marks].map(([pointer, mark]) => ({ ...mark, place: placeOf(root, pointer) }))
        for (const { place, value, location } of placed) {
          if (value === "documented" || sources.get(place)?.includes(value)) continue
          context.report({
            message: `SOURCES.md names no source for this: a row with \`${place}\` in the spec, and ${value} for its evidence.`,
            location,
          })
        }
        for (const [place, evidence] of sources) {
          if (placed.some((mark) => mark.place === place)) continue
          context.report({
            message: `SOURCES.md says that \`${place}\` is ${evidence.join(" or ")}: mark it with \`x-evidence\`, or correct the row.`,
            location: locate(root, place, context.location),
          })
        }
      },
    },
  }
}

/** The location of a place, else of the whole document. */
const locate = (root: JsonObject, place: string, whole: Location): Location => {
  const [name = "", property] = place.split(".")
  const [, operationId, status = ""] = /^(\w+) (\d+)$/.exec(place) ?? []
  const answers = entries(root.paths).flatMap(([path, methods]) =>
    entries(methods)
      .filter(([, operation]) => isObject(operation) && operation.operationId === operationId)
      .map(([method]) => ["paths", path, method, "responses", status]),
  )
  const components = entries(root.components).map(([kind]) => [
    "components",
    kind,
    name,
    ...(property === undefined ? [] : ["properties", property]),
  ])
  const found = [...answers, ...components].find((path) => at(root, path) !== undefined)
  return found === undefined ? whole : found.reduce((location, key) => location.child(key), whole).key()
}
