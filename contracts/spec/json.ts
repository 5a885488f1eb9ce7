/** JSON as types and two ways to look into it. */

export type Json = null | boolean | number | string | ReadonlyArray<Json> | JsonObject

export interface JsonObject {
  readonly [key: string]: Json
}

export const isObject = (node: unknown): node is JsonObject =>
  typeof node === "object" && node !== null && !Array.isArray(node)

/** The items of an array; none for any other value. */
export const items = (node: Json | undefined): ReadonlyArray<Json> => (Array.isArray(node) ? node : [])

/** The entries of an object; none for any other value. */
export const entries = (node: Json | undefined): ReadonlyArray<[string, Json]> =>
  isObject(node) ? Object.entries(node) : []

/** The keys of a JSON pointer in a fragment: `#/components/schemas/Token`. */
export const keysOfPointer = (pointer: string): ReadonlyArray<string> =>
  pointer
    .replace(/^.*#\//, "")
    .split("/")
    .map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"))
