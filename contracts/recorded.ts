/**
 * Exchanges that the vendors published, or that were measured on a vendor's framework. They are independent of the
 * specs, so they can prove a spec wrong.
 */
import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import type { Outcome } from "./contract.ts"
import { type Json, type JsonObject, type OperationName, root } from "./spec/specs.ts"

export interface RecordedExchange {
  /** Relative to the repository. Named by provider, operation and what happened. */
  readonly file: string
  /** What happened. */
  readonly name: string
  readonly provider: string
  readonly operationId: string
  /** The page or the measurement it is from. */
  readonly source: string
  /** The evidence: `documented` on the vendor's page, or `observed` in its framework. */
  readonly evidence: "documented" | "observed"
  readonly request: {
    readonly method: string
    /** Its path as the spec writes it, and no query: parameters stand in `body`. */
    readonly url: string
    /** Absent where nothing has a body. */
    readonly contentType?: string
    /**
     * What is sent, as one flat object (`spec/request.ts`): for JSON alone, the body. A text is the raw body. Absent when the
     * source shows none.
     */
    readonly body?: Json
    /** Fields that the source lists as required. */
    readonly required?: ReadonlyArray<string>
    /** The vendor's verdict. `malformed`: the vendor refused the request itself, so the spec must refuse it too. */
    readonly verdict?: "accepted" | "refused" | "malformed"
  }
  readonly answer?: {
    /** `null` when the source shows a body without its status. */
    readonly status: number | null
    /** Absent where there is no body. */
    readonly contentType?: string
    readonly headers?: { readonly [name: string]: string }
    /** A text is the raw body. */
    readonly body?: Json
    /** Fields that the source lists as required. */
    readonly required?: ReadonlyArray<string>
    /** Changes to the body that the source rules out. The spec must reject each. */
    readonly ruledOut?: ReadonlyArray<JsonObject>
  }
  /** The outcome of our client. `$field` stands for that field of the answer. */
  readonly outcome?: Outcome
}

export const sourcesFile = "specs/SOURCES.md"

const folder = join(import.meta.dirname, "recorded")

export const recordedExchanges = (): ReadonlyArray<RecordedExchange> =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const recorded = JSON.parse(readFileSync(join(folder, file), "utf8"))
      return { ...recorded, file: `contracts/recorded/${file}`, name: nameOf(file, recorded) }
    })

/** What happened, by the name of a file: it begins with the operation. */
export const nameOf = (file: string, { provider, operationId }: OperationName): string =>
  basename(file, ".json").replace(`${provider}-${operationId}-`, "")

/** The files of recorded exchanges that `specs/SOURCES.md` cites for its claims, and the line of each. */
export const citedExchanges = (): ReadonlyMap<string, number> =>
  new Map(
    readFileSync(join(root, sourcesFile), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        [...line.matchAll(/\]\(\.\.\/(contracts\/recorded\/[\w-]+\.json)\)/g)].map(
          ([, file = ""]) => [file, index + 1] as const,
        ),
      ),
  )
