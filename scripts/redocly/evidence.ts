/**
 * The rule that every mark `x-evidence` has its source, and every source its mark: a row of `SOURCES.md` names the
 * place in its column "in the spec" and has the same evidence.
 */
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { slugOf } from "../../contracts/spec/files.ts"
import { entries, isObject, type JsonObject } from "../../contracts/spec/json.ts"
import type { Context, Location } from "./context.ts"

/** The evidence by place in the section of a spec; nothing if its sources are not written yet. */
const sourcesFor = (file: string): ReadonlyMap<string, ReadonlyArray<string>> | undefined => {
  const path = join(dirname(file), "SOURCES.md")
  if (!existsSync(path)) return undefined
  const sections = readFileSync(path, "utf8").split(/^## /m).slice(1)
  const own = sections.find((one) => one.split("\n", 1)[0]?.trim().toLowerCase() === slugOf(file).toLowerCase())
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

type Place = readonly [words: string, path: ReadonlyArray<string>]

/** The places that have a name: `Detail`, `Detail.code`, `exchangeToken 401`. */
const placesIn = ({ components, paths }: JsonObject): ReadonlyArray<Place> => {
  const named = entries(components).flatMap(([kind, nodes]) =>
    entries(nodes).flatMap(([name, node]): ReadonlyArray<Place> => {
      const path = ["components", kind, name]
      const fields = entries(isObject(node) ? node.properties : undefined)
      return [[name, path], ...fields.map(([field]): Place => [`${name}.${field}`, [...path, "properties", field]])]
    }),
  )
  const answers = entries(paths).flatMap(([path, item]) =>
    entries(item).flatMap(([method, operation]) => {
      const { operationId = `${method} ${path}`, responses } = isObject(operation) ? operation : {}
      return entries(responses).map(
        ([status]): Place => [`${operationId} ${status}`, ["paths", path, method, "responses", status]],
      )
    }),
  )
  return [...answers, ...named]
}

export const evidenceHasSource = () => {
  const marks = new Map<string, readonly [evidence: string, location: Location]>()
  return {
    any(node: unknown, { location }: Context) {
      if (!isObject(node) || typeof node["x-evidence"] !== "string") return
      marks.set(location.pointer, [node["x-evidence"], location.child("x-evidence")])
    },
    Root: {
      leave(root: JsonObject, { location, report }: Context) {
        const sources = sourcesFor(location.source.absoluteRef)
        if (sources === undefined) return
        const places = placesIn(root).map(
          ([words, path]) => [words, path.reduce((at, key) => at.child(key), location)] as const,
        )
        const names = new Map(places.map(([words, at]) => [at.pointer, words]))
        const marked = new Set<string>()
        for (const [pointer, [evidence, at]] of marks) {
          const place = names.get(pointer) ?? pointer
          marked.add(place)
          if (evidence === "documented" || sources.get(place)?.includes(evidence)) continue
          const message = `SOURCES.md names no source for this: a row with \`${place}\` in the spec, and ${evidence} for its evidence.`
          report({ message, location: at })
        }
        for (const [place, evidence] of sources) {
          if (marked.has(place)) continue
          const message = `SOURCES.md says that \`${place}\` is ${evidence.join(" or ")}: mark it with \`x-evidence\`, or correct the row.`
          report({ message, location: places.find(([words]) => words === place)?.[1].key() ?? location })
        }
      },
    },
  }
}
