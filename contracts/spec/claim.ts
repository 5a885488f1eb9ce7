/** Something that the suite must show, as data, from the spec to the report. */
import type { KeywordName } from "./keywords.ts"
import type { SpecOperation } from "./operations.ts"
import { form } from "./request.ts"
import type { OperationName } from "./specs.ts"

/** Ways in which a body can be wrong before any keyword is checked. */
const bodyFaults = ["missing", "null", "malformed", "media type"] as const
export type BodyFault = (typeof bodyFaults)[number]

/** The ways in which an operation's body can be wrong: every text is a form, and a body may be absent. */
export const bodyFaultsOf = ({ body, request }: Pick<SpecOperation, "body" | "request">): ReadonlyArray<BodyFault> => {
  if (body?.required !== true) return []
  return request.mediaType === form ? ["missing", "media type"] : bodyFaults
}

/** What the suite must show of one operation. */
export type Claim = { readonly provider: string; readonly operation: string } & ClaimContent

/** A claim without its operation. */
type ClaimContent =
  | RequestClaim
  | AnswerClaim
  | { readonly kind: "tokens" }
  /** The client fails with the tag `name`. */
  | { readonly kind: "failure"; readonly name: string }
  /** Spec and client agree with a recorded exchange. */
  | { readonly kind: "recorded"; readonly name: string }
  /** The step `name` of a flow comes to an answer. */
  | {
      readonly kind: "step"
      readonly workflow: string
      readonly name: string
      readonly answer?: { readonly status: number; readonly example: string }
    }
  /** The simulator gives the answer `name` by itself, and as documented. */
  | { readonly kind: "scene"; readonly name: string }

type RequestClaim =
  /** The request example `name` is accepted. */
  | { readonly kind: "request"; readonly name: string }
  /** A request that satisfies a keyword is accepted; one that violates it is refused. */
  | ({ readonly kind: "keyword"; readonly how: "satisfied" | "violated" } & KeywordName)
  | { readonly kind: "body"; readonly name: BodyFault }

type AnswerClaim =
  /** The example `name` comes as documented. */
  | { readonly kind: "answer"; readonly status: string; readonly name: string }
  /** The client makes of the example `name` what the provider's record states: tokens, or the tag of an error. */
  | { readonly kind: "outcome"; readonly status: string; readonly name: string; readonly outcome?: string }
  | { readonly kind: "header"; readonly status: string; readonly name: string }

/** How a test of the suite names a claim in its annotations. */
export const annotationOf = (claim: Claim) => ({ type: annotationType, description: JSON.stringify(claim) })

const annotationType = "claim"

/** The claims that the annotations of a test name. */
export const claimsIn = (
  annotations: ReadonlyArray<{ readonly type: string; readonly description?: string }>,
): ReadonlyArray<Claim> =>
  annotations.flatMap(({ type, description = "" }) => (type === annotationType ? [JSON.parse(description)] : []))

export type ClaimKind = Claim["kind"]

/** A claim about an operation. */
export const claimOf = ({ provider, operationId }: OperationName, content: ClaimContent): Claim => ({
  provider,
  operation: operationId,
  ...content,
})

/** The claim that the client turns an answer into the stated outcome, if one is stated. */
export const outcomeClaim = (
  operation: OperationName,
  { status, name, outcome }: { readonly status: string; readonly name: string; readonly outcome: string | undefined },
): Claim => claimOf(operation, { kind: "outcome", status, name, ...(outcome !== undefined && { outcome }) })

/** The claim that the client fails with a tag; without one, that it yields tokens. */
export const resultClaim = (operation: OperationName, tag: string | undefined): Claim =>
  claimOf(operation, tag === undefined ? { kind: "tokens" } : { kind: "failure", name: tag })

/** The claim that a step of a flow gets the stated answer, if one is stated. */
export const stepClaim = (
  workflow: string,
  { stepId, ...operation }: OperationName & { readonly stepId: string },
  answer: { readonly status: number; readonly example: string } | undefined,
): Claim => claimOf(operation, { kind: "step", workflow, name: stepId, ...(answer !== undefined && { answer }) })

/** The same text for the same claim: a key of maps. */
export const claimId = (claim: Claim): string =>
  JSON.stringify(Object.entries(claim).sort(([one], [other]) => (one < other ? -1 : 1)))
