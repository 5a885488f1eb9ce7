/** Operators over the client's code. Each replaces one node. */
import * as ts from "typescript"
import { type Policy, policies, type RedemptionTag } from "../../../src/policies.ts"

/** The replacement of a node. */
export interface Replacement {
  readonly node: ts.Node
  readonly by: string
}

export type Operator = (node: ts.Node, file: ts.SourceFile) => ReadonlyArray<Replacement>

const tags: ReadonlyArray<string> = [
  "InvalidRequest",
  "InvalidClient",
  "InvalidGrant",
  "RateLimited",
  "ProviderUnavailable",
  "UnexpectedResponse",
] satisfies ReadonlyArray<RedemptionTag>

/** The failure that a table gives for a code or a status, replaced by the next failure. */
const classify: Operator = (node) => {
  if (!ts.isPropertyAssignment(node) && !ts.isArrowFunction(node)) return []
  const value = ts.isPropertyAssignment(node) ? node.initializer : node.body
  if (!ts.isStringLiteral(value)) return []
  const index = tags.indexOf(value.text)
  return index < 0 ? [] : [{ node: value, by: JSON.stringify(tags[(index + 1) % tags.length]) }]
}

/** A column of the policy table, changed to the next value. */
const policy =
  (column: Exclude<keyof Policy, "action" | "again">): Operator =>
  (node) => {
    if (!ts.isPropertyAssignment(node) || !ts.isIdentifier(node.name) || node.name.text !== column) return []
    const value = node.initializer
    const values: ReadonlyArray<string> = [...new Set(Object.values(policies).map((row) => row[column]))]
    const index = ts.isStringLiteral(value) ? values.indexOf(value.text) : -1
    return index < 0 ? [] : [{ node: value, by: JSON.stringify(values[(index + 1) % values.length]) }]
  }

const boundaries = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
])

const opposites = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
])

const connectives = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
])

const arithmetic = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.PlusToken, "-"],
  [ts.SyntaxKind.MinusToken, "+"],
  [ts.SyntaxKind.AsteriskToken, "/"],
])

/** Another operator between the two sides. */
const sign =
  (signs: ReadonlyMap<ts.SyntaxKind, string>): Operator =>
  (node) => {
    const by = ts.isBinaryExpression(node) ? signs.get(node.operatorToken.kind) : undefined
    return ts.isBinaryExpression(node) && by !== undefined ? [{ node: node.operatorToken, by }] : []
  }

/** `if (a)` and `a ? b : c`, with `a` negated, unless another operator does it. */
const negate: Operator = (node, file) => {
  const condition = ts.isIfStatement(node)
    ? node.expression
    : ts.isConditionalExpression(node)
      ? node.condition
      : undefined
  if (condition === undefined || ts.isPrefixUnaryExpression(condition)) return []
  if (ts.isBinaryExpression(condition) && opposites.has(condition.operatorToken.kind)) return []
  return [{ node: condition, by: `!(${condition.getText(file)})` }]
}

/** `!a` without its `!`. */
const affirm: Operator = (node, file) =>
  ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken
    ? [{ node, by: node.operand.getText(file) }]
    : []

const number: Operator = (node) =>
  ts.isNumericLiteral(node) ? [{ node, by: String(Number(node.text.replaceAll("_", "")) + 1) }] : []

const flag: Operator = (node) => {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [{ node, by: "false" }]
  return node.kind === ts.SyntaxKind.FalseKeyword ? [{ node, by: "true" }] : []
}

/** A call statement, removed. */
const omit: Operator = (node) =>
  ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) ? [{ node, by: "" }] : []

/** A list of texts without one item. */
const forget: Operator = (node, file) =>
  ts.isArrayLiteralExpression(node) && node.elements.length > 0 && node.elements.every(ts.isStringLiteral)
    ? node.elements.map((left) => ({
        node,
        by: `[${node.elements.flatMap((one) => (one === left ? [] : [one.getText(file)])).join(", ")}]`,
      }))
    : []

/** `...(condition && { property })`, never. */
const withhold: Operator = (node) =>
  ts.isSpreadAssignment(node) && ts.isParenthesizedExpression(node.expression) ? [{ node, by: "...{}" }] : []

/** A regular expression without its anchor. */
const unanchor: Operator = (node, file) => {
  if (!ts.isRegularExpressionLiteral(node)) return []
  const text = node.getText(file)
  return [text.replace("/^", "/"), text.replace(/\$(?=\/\w*$)/, "")]
    .filter((by) => by !== text)
    .map((by) => ({ node, by }))
}

export const operators = {
  classify,
  grant: policy("grant"),
  retry: policy("retry"),
  "log level": policy("logLevel"),
  boundary: sign(boundaries),
  opposite: sign(opposites),
  connective: sign(connectives),
  arithmetic: sign(arithmetic),
  negate,
  affirm,
  number,
  flag,
  omit,
  forget,
  withhold,
  unanchor,
} satisfies Readonly<Record<string, Operator>>
