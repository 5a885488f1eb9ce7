/** Operators over answers and their examples. */
import { isObject, type Json } from "../../../contracts/spec/specs.ts"
import type { Anatomy } from "./anatomy.ts"
import { drop, type Path, put, rename } from "./edit.ts"
import { mutation, type Operators } from "./operator.ts"

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
  "drop answer": ({ answers }) => answers.map(({ site, at }) => mutation(site, drop(at))),
  "move answer": ({ answers }) =>
    answers
      .filter(({ status }) => /^\d+$/.test(status))
      .map(({ site, at, status }) => mutation(site, rename(at, String(Number(status) + 8)))),
  "default answer": ({ operations, answers }) =>
    answers
      .filter(({ status, at }) => !status.startsWith("2") && !isTaken(operations, at, "default"))
      .map(({ site, at }) => mutation(site, rename(at, "default"))),
  "empty answer": ({ contents }) =>
    contents.filter(({ isRequest }) => !isRequest).map(({ site, at }) => mutation(site, drop(at.slice(0, -1)))),
  "content type of an answer": ({ contents }) =>
    contents
      .filter(({ isRequest }) => !isRequest)
      .map(({ site, at, mediaType }) =>
        mutation(site, rename(at, `application/${mediaType === "application/problem+json" ? "json" : "problem+json"}`)),
      ),
  "untype body": ({ contents }) => contents.map(({ site, at }) => mutation(site, put([...at, "schema"], {}))),
  "drop header": ({ headers }) => headers.map(({ site, at }) => mutation(site, drop(at))),
  "rename header": ({ headers }) => headers.map(({ site, at, name }) => mutation(site, rename(at, `x-${name}`))),
  "require header": ({ describedHeaders }) =>
    describedHeaders
      .filter(({ node }) => node.required !== true)
      .map(({ site, at }) => mutation(site, put([...at, "required"], true))),
  "unrequire header": ({ describedHeaders }) =>
    describedHeaders
      .filter(({ node }) => node.required === true)
      .map(({ site, at }) => mutation(site, drop([...at, "required"]))),
  "retype header": ({ describedHeaders }) =>
    describedHeaders.map(({ site, at }) => mutation(site, put([...at, "schema"], { type: "boolean" }))),
  "drop example": ({ examples }) => examples.map(({ site, at }) => mutation(site, drop(at))),
  "rename example": ({ examples }) => examples.map(({ site, at, name }) => mutation(site, rename(at, `${name}-2`))),
  "contradict example": ({ examples }) =>
    examples.flatMap(({ site, at, node }) => {
      const first = firstText(node.value, [...at, "value"])
      return first === undefined ? [] : [mutation(site, put(first.at, 42))]
    }),
  "reword example": ({ examples }) =>
    examples.flatMap(({ site, at, node }) => {
      const first = firstText(node.value, [...at, "value"])
      return first === undefined ? [] : [mutation(site, put(first.at, `${first.text}x`))]
    }),
}
