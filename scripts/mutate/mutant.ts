/** A mutant and its fate. */

/** What is broken: a spec, the client, or the vault. */
export const kinds = ["spec", "client", "vault"] as const
export type Kind = (typeof kinds)[number]

/** A file of the repository with one thing changed. */
export interface Mutant {
  /** What is changed, and where; stable between runs. */
  readonly id: string
  readonly kind: Kind
  /** The operator's name: the kind of change. */
  readonly operator: string
  /** Relative to the repository. */
  readonly file: string
  /** The whole changed file. Built on demand, since there are many. */
  readonly text: () => string
}

/** The fate of a mutant. */
export type Fate =
  /** A step objected with this message. */
  | { readonly _tag: "Killed"; readonly by: string; readonly message: string }
  /** No step objected, and it changes nothing for anybody. */
  | { readonly _tag: "Equivalent"; readonly reason: string }
  /** No step objected. */
  | { readonly _tag: "Survived" }

export interface Judged {
  readonly mutant: Mutant
  readonly fate: Fate
  readonly seconds: number
}
