/** A process is killed at every moment that the protocol has a name for. The next one finds what the table says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { killed } from "./fixtures/kill.ts"
import { killPoints } from "./fixtures/kill-points.ts"
import { type MakePlace, postgresPlace, sqlitePlace } from "./fixtures/place.ts"
import { inTurns } from "./fixtures/turns.ts"
import { providerNames } from "./fixtures/vendor.ts"
import { type PostgresServer, startPostgres } from "./postgres.ts"

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server[Symbol.asyncDispose]())

const places: ReadonlyArray<readonly [name: string, make: MakePlace]> = [
  ["SQLite", () => sqlitePlace()],
  ["PostgreSQL", () => postgresPlace(server)],
]

const turn = inTurns(3)

describe.concurrent.each(places)("%s", (_, make) => {
  it.each(killPoints.map((point, index) => ({ ...point, index })))(
    "$flow, killed $name: $comesTo, POSTs of the grant: $posts",
    async ({ flow, at, comesTo, posts, index }) => {
      // Providers take turns, since the protocol is one.
      const provider = flow === "refresh" ? "aisquare" : (providerNames[index % providerNames.length] ?? "dapi")
      expect(await turn(() => killed({ make, flow, provider, death: at }))).toMatchObject({
        isKilled: true,
        diedAt: at === "received" ? "before fetch" : at,
        verdict: comesTo,
        posts,
        broken: [],
      })
    },
  )
})
