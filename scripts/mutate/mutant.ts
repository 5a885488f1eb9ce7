/** One small break, and what became of it. */

/** What is broken: a spec, or the client. */
export type Kind = "spec" | "client"

/** A file of the repository with one thing changed. */
export interface Mutant {
  /** Says what is changed, and where; the same from run to run. */
  readonly id: string
  readonly kind: Kind
  /** The operator's name: the kind of change. */
  readonly operator: string
  /** Relative to the repository. */
  readonly file: string
  /** The whole file, changed. Made when it is asked for: there are many. */
  readonly text: () => string
}

/** What a mutant came to. */
export type Fate =
  /** A step objected, in these words. */
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
