/** What our rules use of Redocly's context. */

export type Node = Readonly<Record<string, unknown>>

export interface Location {
  /** Where in the document, such as `#/components/schemas/Detail`. */
  readonly pointer: string
  readonly source: { readonly absoluteRef: string }
  child(key: string | number): Location
  key(): Location
}

export interface Context {
  readonly key: string | number
  readonly location: Location
  report(problem: { readonly message: string; readonly location?: Location }): void
  resolve(node: unknown): { readonly node?: Node }
}
