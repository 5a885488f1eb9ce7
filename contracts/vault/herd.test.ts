/** Many processes find the same set expired. The provider is asked once, and everybody is served. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { herd } from "./fixtures/herd.ts"
import { type MakePlace, postgresPlace, sqlitePlace } from "./fixtures/place.ts"
import { type PostgresServer, startPostgres } from "./postgres.ts"

const [processes, calls] = [4, 50]

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server[Symbol.asyncDispose]())

const places: ReadonlyArray<readonly [name: string, make: MakePlace]> = [
  ["SQLite", () => sqlitePlace("wal")],
  ["SQLite with a rollback journal", () => sqlitePlace("delete")],
  ["PostgreSQL", () => postgresPlace(server)],
]

describe.each(places)("%s", (_, make) => {
  it("one refresh serves every call of every process when all ask for an expired set at once", async () => {
    await using made = await make()
    const { place } = made
    expect(await herd({ place, processes, calls })).toMatchObject({
      refreshes: 1,
      served: processes * calls,
      sets: 1,
      isLive: true,
      errors: [],
    })
  })
})
