/** The layout of an operation's claims: groups, rows and chips. */
import { type Claim, type ClaimKind, claimId } from "../../../contracts/spec/claim.ts"
import { answerWords, keywordWords, phraseOf, placeWords } from "../../../contracts/spec/sentence.ts"
import type { CoveredClaim } from "../coverage.ts"

/** One claim, on each target. */
export interface ClaimOnTargets {
  readonly claim: Claim
  readonly onTargets: ReadonlyArray<CoveredClaim>
  /** The half of a rule: a request that keeps it is accepted, one that breaks it is refused. */
  readonly half?: "kept" | "broken"
}

/** One chip of the map: a claim, or the two halves of a keyword. */
export interface Chip {
  /** The chip's label, without the label of its row. */
  readonly label: string
  readonly name: string
  readonly claims: ReadonlyArray<ClaimOnTargets>
}

export interface Row {
  readonly label: string
  readonly chips: ReadonlyArray<Chip>
}

export interface Group {
  readonly name: GroupName
  readonly rows: ReadonlyArray<Row>
}

/** The groups of an operation in order: first along an exchange, then the rest. */
export const groupNames = {
  request: "Request",
  answer: "Answers",
  header: "Headers",
  outcome: "What the client makes of them",
  failure: "Errors",
  recorded: "Recorded exchanges",
  step: "Flows",
  scene: "Simulator",
} as const
type GroupName = keyof typeof groupNames

const groupOrder = Object.keys(groupNames)

const groupOf = ({ kind }: Claim): GroupName => groups[kind]

const groups = {
  request: "request",
  keyword: "request",
  body: "request",
  answer: "answer",
  header: "header",
  outcome: "outcome",
  tokens: "outcome",
  failure: "failure",
  recorded: "recorded",
  step: "step",
  scene: "scene",
} as const satisfies { readonly [Kind in ClaimKind]: GroupName }

export interface OperationClaims {
  readonly provider: string
  readonly operation: string
  readonly claims: ReadonlyArray<CoveredClaim>
  readonly groups: ReadonlyArray<Group>
}

export const operationClaimsOf = (claims: ReadonlyArray<CoveredClaim>): ReadonlyArray<OperationClaims> =>
  [...Map.groupBy(claims, ({ claim }) => JSON.stringify([claim.provider, claim.operation])).values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const { provider, operation } = first.claim
    const groups = [...Map.groupBy(own, ({ claim }) => groupOf(claim))]
      .sort(([one], [other]) => groupOrder.indexOf(one) - groupOrder.indexOf(other))
      .map(([name, inside]) => ({ name, rows: rowsOf(inside) }))
    return [{ provider, operation, claims: own, groups }]
  })

const rowsOf = (claims: ReadonlyArray<CoveredClaim>): ReadonlyArray<Row> => {
  const onTargets = [...Map.groupBy(claims, ({ claim }) => claimId(claim)).values()].flatMap(together)
  const chips = [...Map.groupBy(onTargets, ({ claim }) => JSON.stringify([subjectOf(claim), labelOf(claim)])).values()]
  const subjects = Map.groupBy(chips, ([one]) => (one === undefined ? "" : subjectOf(one.claim)))
  // If every chip had its own subject, a row for each would be a list, not a map.
  const isMap = subjects.size > 1 && subjects.size < chips.length
  const rows = isMap ? [...subjects] : [["", chips] as const]
  return rows.map(([subject, those]) => {
    // A row of one claim needs no heading, unless it is a status.
    const isStatus = those.some(([one]) => one !== undefined && "status" in one.claim)
    const label = those.length > 1 || isStatus ? subject : ""
    return { label, chips: those.flatMap((claims) => chipOf(claims, label)) }
  })
}

const chipOf = (claims: ReadonlyArray<ClaimOnTargets>, row: string): ReadonlyArray<Chip> => {
  const [first] = claims
  if (first === undefined) return []
  const subject = subjectOf(first.claim)
  const label = labelOf(first.claim)
  const whole = [subject, label].filter((word) => word !== "").join(" ")
  return [{ label: row === subject ? label : whole, name: claims.length === 1 ? phraseOf(first.claim) : whole, claims }]
}

const together = (onTargets: ReadonlyArray<CoveredClaim>): ReadonlyArray<ClaimOnTargets> => {
  const [first] = onTargets
  if (first === undefined) return []
  const half = halfOf(first.claim)
  return [{ claim: first.claim, onTargets, ...(half && { half }) }]
}

const halfOf = (claim: Claim): "kept" | "broken" | undefined => {
  switch (claim.kind) {
    case "keyword":
      return claim.how === "satisfied" ? "kept" : "broken"
    case "request":
      return "kept"
    case "body":
      return "broken"
    default:
      return undefined
  }
}

/** The common subject of several claims: the heading of their row. */
const subjectOf = (claim: Claim): string => {
  switch (claim.kind) {
    case "keyword":
      return placeWords(claim)
    case "request":
      return "request"
    case "body":
      return "body"
    case "answer":
    case "outcome":
    case "header":
      return claim.status
    case "step":
      return claim.workflow
    default:
      return ""
  }
}

/** The label of a claim beside its subject. */
const labelOf = (claim: Claim): string => {
  switch (claim.kind) {
    case "keyword":
      return keywordWords(claim)
    case "tokens":
      return "tokens"
    case "step":
      return claim.answer === undefined ? claim.name : `${claim.name}: ${answerWords(claim.answer)}`
    default:
      return claim.name
  }
}
