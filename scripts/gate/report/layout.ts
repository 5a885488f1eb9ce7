/** How the cells of one operation are laid out: groups, rows within them, and chips that stand for one claim each. */
import type { Cell } from "../coverage.ts"

/** One claim, on each target that it was held against. */
export interface Chip {
  /** What the chip shows: the claim without what its row says already. */
  readonly label: string
  readonly name: string
  readonly cells: ReadonlyArray<Cell>
  /** Which half of a keyword it is: a request that keeps it, or one that breaks it. */
  readonly half?: "valid" | "invalid"
}

export interface Row {
  readonly label: string
  readonly chips: ReadonlyArray<Chip>
}

export interface Group {
  readonly name: string
  readonly rows: ReadonlyArray<Row>
}

export interface OperationCells {
  readonly provider: string
  readonly operation: string
  readonly cells: ReadonlyArray<Cell>
  readonly groups: ReadonlyArray<Group>
}

export const operationsOf = (cells: ReadonlyArray<Cell>): ReadonlyArray<OperationCells> =>
  [...Map.groupBy(cells, ({ provider, operation }) => JSON.stringify([provider, operation])).values()].flatMap(
    (own) => {
      const [first] = own
      if (first === undefined) return []
      const groups = [...Map.groupBy(own, ({ group }) => group)].map(([name, inside]) => ({
        name,
        rows: rowsOf(inside),
      }))
      return [{ provider: first.provider, operation: first.operation, cells: own, groups }]
    },
  )

const rowsOf = (cells: ReadonlyArray<Cell>): ReadonlyArray<Row> => {
  const claims = [...Map.groupBy(cells, ({ name }) => name)]
  const subjects = Map.groupBy(claims, ([name]) => subjectOf(name))
  // Where nearly every claim has a subject of its own, a row for each would be a list, not a map.
  if (subjects.size * 2 > claims.length) {
    return [{ label: "", chips: claims.map(([name, own]) => chipOf(name, own, name)) }]
  }
  return [...subjects].map(([label, those]) => ({
    label,
    chips: those.map(([name, own]) => chipOf(name, own, name.slice(label.length).trim())),
  }))
}

const subjectOf = (name: string): string => name.split(" ", 1)[0] ?? ""

const halves: Readonly<Record<string, "valid" | "invalid">> = {
  valid: "valid",
  satisfied: "valid",
  accepted: "valid",
  invalid: "invalid",
  violated: "invalid",
  refused: "invalid",
}

const chipOf = (name: string, cells: ReadonlyArray<Cell>, label: string): Chip => {
  const [, rest = "", last = ""] = /^(.*?)\s*(\w+)$/.exec(label) ?? []
  const half = cells[0]?.group === "request" ? halves[last] : undefined
  const shown = half === undefined || rest === "" ? label : rest
  return { label: shown === "" ? name : shown, name, cells, ...(half && { half }) }
}
