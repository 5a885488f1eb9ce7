/** Claims in words, for people: titles of tests, advice, reports. Nothing reads them back. */
import type { Claim } from "./claim.ts"
import type { KeywordName } from "./keywords.ts"

/** A claim in words, beside the name of its operation. */
export const phraseOf = (claim: Claim): string => {
  switch (claim.kind) {
    case "request":
      return `the request example ${claim.name} is accepted`
    case "keyword":
      return `${placeWords(claim)} ${keywordWords(claim)} ${claim.how}`
    case "body":
      return claim.name === "media type" ? "another media type is refused" : `a ${claim.name} body is refused`
    case "answer":
      return `${claim.status} ${claim.name} comes as documented`
    case "outcome":
      return `${claim.status} ${claim.name} → ${claim.outcome ?? "no outcome is stated"}`
    case "header":
      return `${claim.status} header ${claim.name} comes as documented`
    case "tokens":
      return "yields tokens"
    case "failure":
      return `fails with ${claim.name}`
    case "recorded":
      return `agrees with the recorded exchange ${claim.name}`
    case "step": {
      const answer = claim.answer === undefined ? "an answer that nothing states" : answerWords(claim.answer)
      return `step ${claim.name} of ${claim.workflow} comes to ${answer}`
    }
    case "scene":
      return `the simulator answers ${claim.name} as documented`
  }
}

/** A claim in words that stand alone. */
export const sentenceOf = (claim: Claim): string => `${claim.provider} ${claim.operation}: ${phraseOf(claim)}`

/** Where a keyword's value stands: `request.code`. */
export const placeWords = ({ at }: Pick<KeywordName, "at">): string => ["request", ...at].join(".")

/** `minLength`, `required code`, `allOf.0.type`. */
export const keywordWords = ({ within, keyword, field }: Omit<KeywordName, "at">): string =>
  [[...within.map((part) => `allOf.${part}`), keyword].join("."), ...(field === undefined ? [] : [field])].join(" ")

/** `200 exchanged`. */
export const answerWords = ({ status, example }: { readonly status: number; readonly example: string }): string =>
  `${status} ${example}`
