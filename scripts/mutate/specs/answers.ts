/** Operators over answers and their examples. */
import { isObject, type Json } from "../../../contracts/spec/specs.ts"
import type { Anatomy } from "./anatomy.ts"
import { drop, type Path, put, rename } from "./edit.ts"
import { each, type Operators } from "./operator.ts"

/** The first text of an example, and its path. */
const firstText = (value: Json | undefined, at: Path): { readonly at: Path; readonly text: string } | undefined => {
  if (typeof value === "string") return { at, text: value }
  if (!isObject(value) && !Array.isArray(value)) return undefined
  const inner: ReadonlyArray<readonly [string | number, Json]> = isObject(value)
    ? Object.entries(value)
    : [...value.entries()]
  return inner.map(([key, one]) => firstText(one, [...at, key])).find((found) => found !== undefined)
}

/** Whether the operation has another answer under a status. */
const isTaken = (operations: Anatomy["operations"], answerAt: Path, status: string): boolean =>
  operations.some(
    ({ at, node }) =>
      at.every((key, index) => key === answerAt[index]) && Object.hasOwn(Object(node.responses), status),
  )

export const answerOperators: Operators = {
  "drop answer": each("answers", ({ at }) => drop(at)),
  "move answer": each("answers", ({ at, status }) => /^\d+$/.test(status) && rename(at, String(Number(status) + 8))),
  "default answer": each(
    "answers",
    ({ at, status }, { operations }) =>
      !status.startsWith("2") && !isTaken(operations, at, "default") && rename(at, "default"),
  ),
  "empty answer": each("received", ({ at }) => drop(at.slice(0, -1))),
  "content type of an answer": each("received", ({ at, mediaType }) =>
    rename(at, `application/${mediaType === "application/problem+json" ? "json" : "problem+json"}`),
  ),
  "untype body": each("contents", ({ at }) => put([...at, "schema"], {})),
  "drop header": each("headers", ({ at }) => drop(at)),
  "rename header": each("headers", ({ at, name }) => rename(at, `x-${name}`)),
  "require header": each(
    "describedHeaders",
    ({ at, node }) => node.required !== true && put([...at, "required"], true),
  ),
  "unrequire header": each("describedHeaders", ({ at, node }) => node.required === true && drop([...at, "required"])),
  "retype header": each("describedHeaders", ({ at }) => put([...at, "schema"], { type: "boolean" })),
  "drop example": each("examples", ({ at }) => drop(at)),
  "rename example": each("examples", ({ at, name }) => rename(at, `${name}-2`)),
  "contradict example": each("examples", ({ at, node }) => {
    const first = firstText(node.value, [...at, "value"])
    return first && put(first.at, 42)
  }),
  "reword example": each("examples", ({ at, node }) => {
    const first = firstText(node.value, [...at, "value"])
    return first && put(first.at, `${first.text}x`)
  }),
}
