/** How the cells of one operation are laid out: groups, rows within them, and chips that stand for one claim each. */
import type { Cell } from "../coverage.ts"

/** One claim, on each target that it was held against. */
export interface Claim {
  readonly name: string
  readonly cells: ReadonlyArray<Cell>
  /** Which half of a keyword it is: a request that keeps it is accepted, one that breaks it refused. */
  readonly half?: "kept" | "broken"
}

/** What stands together on the map: one claim, or the two halves of a keyword. */
export interface Chip {
  /** What the chip shows, without what its row says already. */
  readonly label: string
  readonly name: string
  readonly claims: ReadonlyArray<Claim>
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
  const claims = [...Map.groupBy(cells, ({ name }) => name)].map(claimOf)
  const chips = [...Map.groupBy(claims, stemOf)]
  const subjects = Map.groupBy(chips, ([stem]) => subjectOf(stem))
  const isMap = subjects.size > 1 && subjects.size * 2 <= chips.length
  // Where nearly every chip has a subject of its own, a row for each would be a list, not a map.
  const rows = isMap ? [...subjects] : [["", chips] as const]
  return rows.map(([label, those]) => ({
    label,
    chips: those.map(([name, claims]) => ({ label: name.slice(label.length).trim() || name, name, claims })),
  }))
}

const subjectOf = (name: string): string => name.split(" ", 1)[0] ?? ""

/** How the two halves of a keyword are called. */
const halves: ReadonlyArray<readonly [ending: RegExp, half: "kept" | "broken"]> = [
  [/ (valid|satisfied|kept|accepted)$/, "kept"],
  [/ (invalid|violated|broken|refused)$/, "broken"],
]

const claimOf = ([name, cells]: readonly [string, ReadonlyArray<Cell>]): Claim => {
  const [, half] = halves.find(([ending]) => cells[0]?.group === "request" && ending.test(name)) ?? []
  return { name, cells, ...(half && { half }) }
}

/** The name without the word that says which half it is. */
const stemOf = ({ name, half }: Claim): string => (half === undefined ? name : name.slice(0, name.lastIndexOf(" ")))
