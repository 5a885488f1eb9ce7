import { storeLaws } from "token-exchange/testing"
import { afterAll, beforeAll, describe, it } from "vitest"
import { hasRedis, startRedis } from "./fixtures/redis.ts"
import { redisStore } from "./vault-stores/redis.ts"

describe.skipIf(!hasRedis)("redis-store, where redis-server is installed", () => {
  let redis: Awaited<ReturnType<typeof startRedis>>
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())

  it.each(storeLaws)("$name", ({ check }) => check(() => redisStore(redis)))
})
