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

/** In which order the groups of an operation are shown: as an exchange goes, and then what else is held against it. */
const groupOrder = ["request", "answer", "header", "outcome", "error", "recorded", "flow", "simulator"]

const rank = ({ group }: Cell) => groupOrder.indexOf(group) >>> 0

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
      const groups = [
        ...Map.groupBy(
          [...own].sort((one, other) => rank(one) - rank(other)),
          ({ group }) => group,
        ),
      ].map(([name, inside]) => ({
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
  const isMap = subjects.size > 1 && subjects.size < chips.length
  // Where every chip has a subject of its own, a row for each would be a list, not a map.
  const rows = isMap ? [...subjects] : [["", chips] as const]
  return rows.map(([subject, those]) => {
    // One claim needs no heading, but for a status, which all others of its kind stand under.
    const label = those.length > 1 || /^\d+$/.test(subject) ? subject : ""
    return {
      label,
      chips: those.map(([stem, claims]) => ({
        label: stem.slice(label.length).trim() || stem,
        name: claims.length === 1 ? (claims[0]?.name ?? stem) : stem,
        claims,
      })),
    }
  })
}

const subjectOf = (stem: string): string => stem.split(" ", 1)[0] ?? ""

/** How the names of a keyword's two halves end. */
const halves: ReadonlyArray<readonly [ending: RegExp, half: "kept" | "broken"]> = [
  [/ (satisfied|is accepted)$/, "kept"],
  [/ (violated|refused)$/, "broken"],
]

const claimOf = ([name, cells]: readonly [string, ReadonlyArray<Cell>]): Claim => {
  const [, half] = halves.find(([ending]) => cells[0]?.group === "request" && ending.test(name)) ?? []
  return { name, cells, ...(half && { half }) }
}

/** What every name of a group says, and a map need not repeat. */
const repeated = / (is answered as documented|has one outcome|is documented as it is answered|comes as documented)$/

/** What the map calls a claim: without where it stands, and which half it is. */
const stemOf = ({ name, half, cells: [cell] }: Claim): string => {
  const { provider = "", operation = "" } = cell ?? {}
  const leads = [`${provider} ${operation}: `, `recorded ${provider}-${operation}-`, `${provider} `, "flow "]
  const lead = leads.find((one) => name.startsWith(one)) ?? ""
  const [ending = repeated] = halves.find(([, which]) => which === half) ?? []
  return name
    .slice(lead.length)
    .replace(/^fails with |(?<=^\d+ )header /, "")
    .replace(ending, "")
}
